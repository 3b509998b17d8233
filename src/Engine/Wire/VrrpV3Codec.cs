using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The VRRPv3 part of an IPv4 datagram: interval of 12 bits in centiseconds and a checksum that covers the pseudo-header
/// (source, destination, protocol, length) as keepalived does by default. RFC 5798 §5.2.8, RFC 9568 §5.2.
/// </summary>
internal static class VrrpV3Codec
{
    private const int IntervalMask = 0x0FFF;

    /// <summary>Length in bytes with <paramref name="addressCount"/> addresses.</summary>
    public static int LengthBytes(int addressCount) => VrrpHeader.LengthBytes + (addressCount * 4);

    /// <summary>Writes the whole packet; <paramref name="pdu"/> has exactly its length.</summary>
    public static void Write(Span<byte> pdu, AdvertisementFormat format, VrrpPriority priority, ReadOnlySpan<byte> addressPair)
    {
        if (!format.Interval.IsValid(VrrpVersion.V3)) throw new ArgumentException($"VRRPv3 carries 0.01 to 40.95 s, not {format.Interval}.", nameof(format));

        VrrpHeader.Write(pdu, format, priority);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[4..], (ushort)format.Interval.Centiseconds);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], Checksum(pdu, addressPair));
    }

    /// <summary>Everything between the version and the checksum; <paramref name="pdu"/> has the length its address count asks for.</summary>
    public static DropReason Check(ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> addressPair)
    {
        // Zero would make a backup take over at once, again and again. A backup adopts any other interval (RFC 9568 §6.4.2).
        if (Interval(pdu).Centiseconds == 0) return DropReason.Interval;
        if (VrrpHeader.Type(pdu) != VrrpHeader.AdvertisementType) return DropReason.Type;
        return Checksum(pdu, addressPair) == 0 ? DropReason.None : DropReason.Checksum;
    }

    /// <summary>The interval in the packet; the four reserved bits are ignored (RFC 9568 §5.2.6).</summary>
    public static AdvertisementInterval Interval(ReadOnlySpan<byte> pdu) => new(BinaryPrimitives.ReadUInt16BigEndian(pdu[4..]) & IntervalMask);

    private static ushort Checksum(ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> addressPair)
    {
        ulong pseudoHeader = InternetChecksum.Add(0, addressPair) + IPv4Header.VrrpProtocol + (uint)pdu.Length;
        return InternetChecksum.Finish(InternetChecksum.Add(pseudoHeader, pdu));
    }
}
