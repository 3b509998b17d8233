using System.Buffers.Binary;
using System.Net;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Compares the addresses of a packet with our own. Order does not matter, number and content do.</summary>
internal static class AddressComparison
{
    /// <summary>Does <paramref name="packed"/> (four bytes each) hold the same addresses as <paramref name="own"/>?</summary>
    public static bool SameAddresses(ReadOnlySpan<byte> packed, ReadOnlySpan<IPAddress> own)
    {
        if (packed.Length != own.Length * 4) return false;

        // Routers with equal definitions send them in the same order; only others pay for the search.
        for (int index = 0; index < own.Length; index++)
            if (IPv4Header.ValueOf(own[index]) != At(packed, index)) return SameInAnyOrder(packed, own);
        return true;
    }

    private static bool SameInAnyOrder(ReadOnlySpan<byte> packed, ReadOnlySpan<IPAddress> own)
    {
        for (int index = 0; index < own.Length; index++)
            if (!Names(own, At(packed, index)) || !Names(packed, IPv4Header.ValueOf(own[index]))) return false;
        return true;
    }

    private static bool Names(ReadOnlySpan<IPAddress> own, uint address)
    {
        foreach (IPAddress candidate in own)
            if (IPv4Header.ValueOf(candidate) == address) return true;
        return false;
    }

    private static bool Names(ReadOnlySpan<byte> packed, uint? address)
    {
        for (int index = 0; index < packed.Length / 4; index++)
            if (At(packed, index) == address) return true;
        return false;
    }

    private static uint At(ReadOnlySpan<byte> packed, int index) => BinaryPrimitives.ReadUInt32BigEndian(packed[(index * 4)..]);
}
