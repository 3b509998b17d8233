using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// An Ethernet frame with a neighbour solicitation or advertisement, and where the fields of any such frame lie. RFC 4861 §4.3, §4.4.
/// <code>
///  Ethernet 14 | IPv6 40 | type, code, checksum | flags | target 16 | options: type, length in units of 8 bytes, value
/// </code>
/// </summary>
internal static class NeighbourFrame
{
    /// <summary>Without a link-layer option.</summary>
    public const int PlainLengthBytes = OptionsOffset;

    /// <summary>With one.</summary>
    public const int LengthBytes = OptionsOffset + OptionBytes;

    public const byte Solicitation = 135;
    public const byte Advertisement = 136;

    /// <summary>Type of the option that names the sender of a solicitation.</summary>
    public const byte SourceOption = 1;

    /// <summary>Type of the option that names the holder in an advertisement.</summary>
    public const byte TargetOption = 2;

    /// <summary>Flag: the answer to a solicitation.</summary>
    public const uint Solicited = 0x4000_0000;

    private const ushort EtherTypeIPv6 = 0x86DD;
    private const int EthernetBytes = 14;
    private const int MessageOffset = EthernetBytes + IPv6Header.LengthBytes;
    private const int TargetOffset = MessageOffset + 8;
    private const int OptionsOffset = TargetOffset + 16;
    private const int OptionBytes = 8;
    private const byte Icmpv6 = 58;

    /// <summary>Writes a frame to a group and returns its length.</summary>
    /// <param name="frame">At least <see cref="LengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface, also the value of the option.</param>
    /// <param name="message">Type of the message.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="source">IPv6 source; 0 = unspecified, then there is no option (RFC 4861 §4.3).</param>
    /// <param name="group">IPv6 destination.</param>
    /// <param name="target">The address that it is about.</param>
    /// <param name="option">Type of the link-layer option.</param>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, byte message, uint flags, AddressKey source, AddressKey group, AddressKey target, byte option)
    {
        HardwareAddress sender = HardwareAddress.From(hardwareAddress);
        if (!target.IsIPv6) throw new ArgumentException($"{target} is IPv4, which ARP serves, not neighbour discovery.", nameof(target));
        int length = source.IsUnspecified ? PlainLengthBytes : LengthBytes;
        if (frame.Length < length) throw new ArgumentException($"The frame has {frame.Length} bytes; {length} are needed.", nameof(frame));

        HardwareAddress.OfGroup(group).CopyTo(frame);
        sender.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeIPv6);
        IPv6Header.WriteForNeighbourDiscovery(frame[EthernetBytes..], length - MessageOffset, Icmpv6, source, group);

        Span<byte> body = frame[MessageOffset..length];
        body[0] = message;
        body[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], flags);
        target.WriteIPv6(body[8..]);
        if (length == LengthBytes)
        {
            frame[OptionsOffset] = option;
            frame[OptionsOffset + 1] = 1;
            sender.CopyTo(frame[(OptionsOffset + 2)..]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(body[2..], InternetChecksum.Finish(Sum(body, source, group)));
        return length;
    }

    /// <summary>
    /// Is it a whole and valid solicitation or advertisement? RFC 4861 §7.1.1, §7.1.2: hop limit 255, code 0, right checksum, at least 24 bytes, a target
    /// that is no group, options that end where the message ends, no link-layer option of an unspecified sender.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < PlainLengthBytes || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherTypeIPv6) return false;
        if (!ReceivedPacket.TryRead(frame[EthernetBytes..], out ReceivedPacket packet) || !packet.IsWhole || packet.Protocol != Icmpv6 || packet.TimeToLive != IPv6Header.LinkHopLimit) return false;

        ReadOnlySpan<byte> body = packet.Payload;
        if (body.Length < PlainLengthBytes - MessageOffset || body[0] is not (Solicitation or Advertisement) || body[1] != 0) return false;
        if (InternetChecksum.Finish(Sum(body, packet.Source, packet.Destination)) != 0) return false;
        return !IPv6Header.IsMulticast(Target(frame)) && AreOptionsWhole(frame);
    }

    public static byte Message(ReadOnlySpan<byte> frame) => frame[MessageOffset];

    public static uint Flags(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[(MessageOffset + 4)..]);

    public static AddressKey Source(ReadOnlySpan<byte> frame) => AddressKey.FromIPv6(frame[(EthernetBytes + 8)..]);

    public static AddressKey Destination(ReadOnlySpan<byte> frame) => AddressKey.FromIPv6(frame[(EthernetBytes + 24)..]);

    public static AddressKey Target(ReadOnlySpan<byte> frame) => AddressKey.FromIPv6(frame[TargetOffset..]);

    /// <summary>The MAC address in the first option of type <paramref name="option"/> of a valid frame; without one, the sender of the frame.</summary>
    public static HardwareAddress LinkAddress(ReadOnlySpan<byte> frame, byte option)
    {
        ReadOnlySpan<byte> options = Options(frame);
        for (int offset = 0; offset < options.Length; offset += options[offset + 1] * OptionBytes)
            if (options[offset] == option && options[offset + 1] == 1) return HardwareAddress.From(options.Slice(offset + 2, HardwareAddress.LengthBytes));
        return HardwareAddress.From(frame.Slice(6, HardwareAddress.LengthBytes));
    }

    private static bool AreOptionsWhole(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> options = Options(frame);
        bool hasUnspecifiedSender = Source(frame).IsUnspecified;
        for (int offset = 0; offset < options.Length;)
        {
            int length = offset + 1 < options.Length ? options[offset + 1] * OptionBytes : 0;
            if (length == 0 || length > options.Length - offset || (hasUnspecifiedSender && options[offset] == SourceOption)) return false;
            offset += length;
        }

        return true;
    }

    private static ReadOnlySpan<byte> Options(ReadOnlySpan<byte> frame) =>
        frame[OptionsOffset..(MessageOffset + BinaryPrimitives.ReadUInt16BigEndian(frame[(EthernetBytes + 4)..]))];

    private static ulong Sum(ReadOnlySpan<byte> body, AddressKey source, AddressKey destination) =>
        InternetChecksum.Add(PseudoHeader.Sum(source, destination, Icmpv6, body.Length), body);
}
