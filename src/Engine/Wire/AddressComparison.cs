using System.Buffers.Binary;
using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Compares the addresses of a packet with our own. Order does not matter, number and content do.</summary>
internal static class AddressComparison
{
    /// <summary>Does <paramref name="packed"/> hold the same addresses as <paramref name="own"/>?</summary>
    /// <param name="packed">Addresses one after the other, at most <see cref="VrrpHeader.MaxAddresses"/>.</param>
    /// <param name="addressBytes">Bytes of one: 4 or 16.</param>
    /// <param name="own">Of the same family.</param>
    public static bool SameAddresses(ReadOnlySpan<byte> packed, int addressBytes, ReadOnlySpan<IPAddress> own)
    {
        if (packed.Length != own.Length * addressBytes) return false;

        // Routers with equal definitions send them in the same order; only others pay for the sorting.
        for (int index = 0; index < own.Length; index++)
            if (AddressKey.From(own[index]) != At(packed, addressBytes, index)) return SameInAnyOrder(packed, addressBytes, own);
        return true;
    }

    private static bool SameInAnyOrder(ReadOnlySpan<byte> packed, int addressBytes, ReadOnlySpan<IPAddress> own)
    {
        Span<AddressKey> theirs = stackalloc AddressKey[VrrpHeader.MaxAddresses];
        Span<AddressKey> ours = stackalloc AddressKey[VrrpHeader.MaxAddresses];
        theirs = theirs[..own.Length];
        ours = ours[..own.Length];
        for (int index = 0; index < own.Length; index++)
        {
            theirs[index] = At(packed, addressBytes, index);
            ours[index] = AddressKey.From(own[index]);
        }

        theirs.Sort();
        ours.Sort();
        return theirs.SequenceEqual(ours);
    }

    private static AddressKey At(ReadOnlySpan<byte> packed, int addressBytes, int index)
    {
        ReadOnlySpan<byte> address = packed.Slice(index * addressBytes, addressBytes);
        return addressBytes == sizeof(uint) ? AddressKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(address)) : AddressKey.FromIPv6(address);
    }
}
