using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The VRRPv3 part of a packet: interval of 12 bits in centiseconds and a checksum. Over IPv6 it covers the pseudo-header; over IPv4 too, as RFC 5798 §5.2.8
/// reads and keepalived does, or the packet alone (RFC 9568 §5.2.8, <see cref="AdvertisementFormat.ChecksumAsV2"/>).
/// </summary>
internal static class VrrpV3Codec
{
    private const int IntervalMask = 0x0FFF;

    /// <summary>Length in bytes with <paramref name="addressCount"/> addresses.</summary>
    public static int LengthBytes(int addressCount, int addressBytes) => VrrpHeader.LengthBytes + (addressCount * addressBytes);

    /// <summary>Writes the whole packet; <paramref name="pdu"/> has exactly its length.</summary>
    public static void Write(Span<byte> pdu, AdvertisementFormat format, VrrpPriority priority, AddressKey source, AddressKey destination)
    {
        if (!format.Interval.IsValid(VrrpVersion.V3)) throw new ArgumentException($"VRRPv3 carries 0.01 to 40.95 s, not {format.Interval}.", nameof(format));

        VrrpHeader.Write(pdu, format, priority);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[4..], (ushort)format.Interval.Centiseconds);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], 0);
        bool isAlone = format.ChecksumAsV2 && !format.IsIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], isAlone ? InternetChecksum.Of(pdu) : Checksum(pdu, source, destination));
    }

    /// <summary>Everything between the version and the checksum; <paramref name="pdu"/> has the length its address count asks for.</summary>
    public static DropReason Check(ReadOnlySpan<byte> pdu, AddressKey source, AddressKey destination, bool acceptsChecksumAsV2)
    {
        // Zero would make a backup take over at once, again and again. A backup adopts any other interval (RFC 9568 §6.4.2).
        if (Interval(pdu).Centiseconds == 0) return DropReason.Interval;
        if (VrrpHeader.Type(pdu) != VrrpHeader.AdvertisementType) return DropReason.Type;
        if (Checksum(pdu, source, destination) == 0) return DropReason.None;

        // keepalived takes any checksum then; these are the two kinds that there are.
        return acceptsChecksumAsV2 && !source.IsIPv6 && InternetChecksum.Of(pdu) == 0 ? DropReason.None : DropReason.Checksum;
    }

    /// <summary>The interval in the packet; the four reserved bits are ignored (RFC 9568 §5.2.6).</summary>
    public static AdvertisementInterval Interval(ReadOnlySpan<byte> pdu) => new(BinaryPrimitives.ReadUInt16BigEndian(pdu[4..]) & IntervalMask);

    /// <summary>Zero over a packet whose checksum covers the pseudo-header and is right.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> pdu, AddressKey source, AddressKey destination) =>
        InternetChecksum.Finish(InternetChecksum.Add(PseudoHeader.Sum(source, destination, IPv4Header.VrrpProtocol, pdu.Length), pdu));
}
