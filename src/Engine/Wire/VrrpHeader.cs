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

    /// <summary>The addresses of a packet whose length is known to fit.</summary>
    public static ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> pdu) => pdu.Slice(LengthBytes, AddressCount(pdu) * 4);

    /// <summary>Writes the first four bytes and the addresses.</summary>
    public static void Write(Span<byte> pdu, AdvertisementFormat format, VrrpPriority priority)
    {
        pdu[0] = (byte)(((int)format.Version << 4) | AdvertisementType);
        pdu[1] = format.VirtualRouterId.Value;
        pdu[2] = priority.Value;
        pdu[3] = (byte)format.Addresses.Count;
        for (int index = 0; index < format.Addresses.Count; index++)
            IPv4Header.WriteAddress(pdu.Slice(LengthBytes + (index * 4), 4), format.Addresses[index]);
    }
}
