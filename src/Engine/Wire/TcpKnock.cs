using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>What a TCP segment says to a knock.</summary>
internal enum TcpKnockAnswer
{
    /// <summary>SYN and ACK.</summary>
    Accepted,

    /// <summary>RST.</summary>
    Refused,
}

/// <summary>
/// The first packet of a TCP connection in an Ethernet frame of its own: it goes to a chosen MAC address, whatever the routing table says, so that one
/// host can be asked whether it takes connections to an address that another one holds. RFC 9293 §3.1.
/// </summary>
internal static class TcpKnock
{
    /// <summary>Longest frame: Ethernet, IPv6 and TCP without options, 74 bytes.</summary>
    public const int MaxLengthBytes = EthernetBytes + IPv6Header.LengthBytes + TcpBytes;

    /// <summary>TCP's protocol number.</summary>
    public const byte Protocol = 6;

    private const int EthernetBytes = 14;
    private const int TcpBytes = 20;
    private const byte Syn = 0x02;
    private const byte Rst = 0x04;
    private const byte Ack = 0x10;
    private const byte HopLimit = 64;

    /// <summary>Writes a SYN and returns the length of the frame.</summary>
    public static int WriteSyn(Span<byte> frame, HardwareAddress to, HardwareAddress from, in TcpEnds ends, uint sequence) => Write(frame, to, from, ends, sequence, Syn);

    /// <summary>Writes the RST that ends what a SYN with <paramref name="sequence"/> began, and returns the length of the frame.</summary>
    public static int WriteReset(Span<byte> frame, HardwareAddress to, HardwareAddress from, in TcpEnds ends, uint sequence) => Write(frame, to, from, ends, unchecked(sequence + 1), Rst);

    /// <summary>Reads an answer to a SYN between <paramref name="ends"/> from <paramref name="by"/>. False: another frame. Any bytes may be given.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> frame, HardwareAddress by, in TcpEnds ends, uint sequence, out TcpKnockAnswer answer)
    {
        answer = default;
        if (frame.Length < EthernetBytes || HardwareAddress.From(frame.Slice(6, HardwareAddress.LengthBytes)) != by) return false;
        if (!TryFindSegment(BinaryPrimitives.ReadUInt16BigEndian(frame[12..]), frame[EthernetBytes..], ends, out ReadOnlySpan<byte> segment)) return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(segment) != ends.TargetPort || BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) != ends.SourcePort) return false;
        byte flags = segment[13];
        bool isToThis = (flags & Ack) != 0 && BinaryPrimitives.ReadUInt32BigEndian(segment[8..]) == unchecked(sequence + 1);
        answer = (flags & Rst) != 0 ? TcpKnockAnswer.Refused : TcpKnockAnswer.Accepted;
        return isToThis && (flags & (Rst | Syn)) != 0;
    }

    private static bool TryFindSegment(ushort etherType, ReadOnlySpan<byte> packet, in TcpEnds ends, out ReadOnlySpan<byte> segment)
    {
        segment = default;
        if (!ends.Target.IsIPv6)
        {
            if (etherType != EtherTypeOf(ends) || !IPv4Header.TryRead(packet, out IPv4Header header) || header.Protocol != Protocol) return false;
            if (header.Source != (uint)ends.Target.Low || header.Destination != (uint)ends.Source.Low) return false;
            segment = packet[header.HeaderLengthBytes..];
        }
        else
        {
            if (etherType != EtherTypeOf(ends) || packet.Length < IPv6Header.LengthBytes || packet[0] >> 4 != IPv6Header.Version || packet[6] != Protocol) return false;
            if (AddressKey.FromIPv6(packet[8..24]) != ends.Target || AddressKey.FromIPv6(packet[24..40]) != ends.Source) return false;
            segment = packet[IPv6Header.LengthBytes..];
        }

        return segment.Length >= TcpBytes;
    }

    private static int Write(Span<byte> frame, HardwareAddress to, HardwareAddress from, in TcpEnds ends, uint sequence, byte flags)
    {
        int ipBytes = ends.Target.IsIPv6 ? IPv6Header.LengthBytes : IPv4Header.LengthBytes;
        int length = EthernetBytes + ipBytes + TcpBytes;
        to.CopyTo(frame);
        from.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeOf(ends));
        if (ends.Target.IsIPv6)
            IPv6Header.WritePlain(frame[EthernetBytes..], TcpBytes, Protocol, HopLimit, ends.Source, ends.Target);
        else
            IPv4Header.Write(frame[EthernetBytes..], ipBytes + TcpBytes, 0, HopLimit, Protocol, ends.Source.ToIPAddress(), ends.Target.ToIPAddress());

        Span<byte> segment = frame[(EthernetBytes + ipBytes)..length];
        segment.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(segment, ends.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], ends.TargetPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], sequence);
        segment[12] = TcpBytes / 4 << 4;
        segment[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], flags == Syn ? ushort.MaxValue : (ushort)0);
        ulong sum = PseudoHeader.Sum(ends.Source, ends.Target, Protocol, TcpBytes);
        BinaryPrimitives.WriteUInt16BigEndian(segment[16..], InternetChecksum.Finish(InternetChecksum.Add(sum, segment)));
        return length;
    }

    private static ushort EtherTypeOf(in TcpEnds ends) => ends.Target.IsIPv6 ? (ushort)0x86DD : (ushort)0x0800;
}

/// <summary>The ends of a TCP connection; both addresses are of one family.</summary>
/// <param name="Source">Ours.</param>
/// <param name="SourcePort">Ours.</param>
/// <param name="Target">The address knocked at.</param>
/// <param name="TargetPort">The port knocked at.</param>
internal readonly record struct TcpEnds(AddressKey Source, ushort SourcePort, AddressKey Target, ushort TargetPort);
