using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>What VRRPv2 and VRRPv3 share: version and type, VRID, priority, number of addresses. RFC 3768 §5.3, RFC 9568 §5.2.</summary>
internal static class VrrpHeader
{
    /// <summary>Length of the fixed part.</summary>
    public const int LengthBytes = 8;

    /// <summary>The only type there is: advertisement.</summary>
    public const int AdvertisementType = 1;

    /// <summary>Most addresses one advert can carry: the count is one byte.</summary>
    public const int MaxAddresses = 255;

    public static int Version(ReadOnlySpan<byte> pdu) => pdu[0] >> 4;

    public static int Type(ReadOnlySpan<byte> pdu) => pdu[0] & 0x0F;

    public static byte VirtualRouterId(ReadOnlySpan<byte> pdu) => pdu[1];

    public static VrrpPriority Priority(ReadOnlySpan<byte> pdu) => new(pdu[2]);

    public static int AddressCount(ReadOnlySpan<byte> pdu) => pdu[3];

    /// <summary>Bytes of one address: 4 or 16.</summary>
    public static int AddressBytes(bool isIPv6) => isIPv6 ? 16 : 4;

    /// <summary>The addresses of a packet whose length is known to fit.</summary>
    public static ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> pdu, int addressBytes) => pdu.Slice(LengthBytes, AddressCount(pdu) * addressBytes);

    /// <summary>Writes the first four bytes and the addresses.</summary>
    public static void Write(Span<byte> pdu, AdvertisementFormat format, VrrpPriority priority)
    {
        pdu[0] = (byte)(((int)format.Version << 4) | AdvertisementType);
        pdu[1] = format.VirtualRouterId.Value;
        pdu[2] = priority.Value;
        pdu[3] = (byte)format.Addresses.Count;
        bool isIPv6 = format.IsIPv6;
        int addressBytes = AddressBytes(isIPv6);
        for (int index = 0; index < format.Addresses.Count; index++)
        {
            Span<byte> address = pdu.Slice(LengthBytes + (index * addressBytes), addressBytes);
            if (isIPv6) IPv6Header.WriteAddress(address, format.Addresses[index]);
            else IPv4Header.WriteAddress(address, format.Addresses[index]);
        }
    }
}
