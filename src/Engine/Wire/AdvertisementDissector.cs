using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using static KeepaliveConsole.Engine.Events.FrameFieldKind;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Tells what the bytes of a recorded datagram mean, for people. Unlike <see cref="AdvertisementCodec"/> it judges nothing and takes whatever came: a packet that was
/// refused is the one to look at. Secrets are made zero before anything leaves here.
/// </summary>
internal static class AdvertisementDissector
{
    /// <summary>What a capture of ours notes beside a refused packet begins with.</summary>
    public const string RefusedMark = "refused: ";

    /// <summary>The frames of a capture that <see cref="PcapngWriter"/> wrote, oldest first.</summary>
    public static IReadOnlyList<AdvertFrame> ReadCapture(ReadOnlyMemory<byte> pcapng) => [.. PcapngReader.Read(pcapng).Select(Dissect)];

    private static AdvertFrame Dissect(CapturedPacket captured)
    {
        byte[] bytes = captured.Packet.ToArray();
        var fields = new List<FrameField>();
        string? refused = captured.Comment is { } comment && comment.StartsWith(RefusedMark, StringComparison.Ordinal) ? comment[RefusedMark.Length..] : captured.Comment;
        var frame = new AdvertFrame
        {
            At = captured.At,
            Interface = captured.Interface,
            IsSent = captured.Direction == PcapngDirection.Outbound,
            Refused = refused,
            RefusedZh = refused is null ? null : RefusalText.InChinese(refused),
        };
        if (ReceivedPacket.TryRead(captured.Packet.Span, out ReceivedPacket packet))
        {
            frame = ReadIp(frame, packet, bytes, fields);
            int at = packet.Header.Length;
            bool isAuthenticated = packet.Protocol == AuthenticationHeader.Protocol && packet.Payload.Length >= AuthenticationHeader.LengthBytes;
            if (isAuthenticated)
            {
                ReadAuthenticationHeader(bytes, at, fields);
                at += AuthenticationHeader.LengthBytes;
            }

            frame = ReadVrrp(frame, bytes, at, packet, isAuthenticated, fields);
        }

        // Last, so that the checksum was judged with what it covers.
        foreach (FrameField field in fields)
            if (field.IsSecret) bytes.AsSpan(field.Offset, field.Length).Clear();
        return frame with { Bytes = bytes.ToValueArray(), Fields = fields.ToValueArray() };
    }

    private static AdvertFrame ReadIp(AdvertFrame frame, in ReceivedPacket packet, byte[] bytes, List<FrameField> fields)
    {
        bool isIPv6 = packet.Source.IsIPv6;
        int sourceAt = isIPv6 ? 8 : 12, addressBytes = VrrpHeader.AddressBytes(isIPv6);
        IPAddress source = new(bytes.AsSpan(sourceAt, addressBytes)), destination = new(bytes.AsSpan(sourceAt + addressBytes, addressBytes));
        string ttl = Number(packet.TimeToLive), protocol = Number(packet.Protocol);
        fields.Add(Ip(IpVersion, 0, 1, isIPv6 ? "6" : "4"));
        if (isIPv6)
        {
            fields.Add(Ip(FrameFieldKind.Length, 4, 2, Number(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4)))));
            fields.Add(Ip(Protocol, 6, 1, protocol));
            fields.Add(Ip(TimeToLive, 7, 1, ttl));
        }
        else
        {
            fields.Add(Ip(TrafficClass, 1, 1, Hex(bytes[1], 2)));
            fields.Add(Ip(FrameFieldKind.Length, 2, 2, Number(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)))));
            fields.Add(Ip(TimeToLive, 8, 1, ttl));
            fields.Add(Ip(Protocol, 9, 1, protocol));
            fields.Add(Ip(HeaderChecksum, 10, 2, Hex(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10)), 4)));
        }

        fields.Add(Ip(Source, sourceAt, addressBytes, source.ToString()));
        fields.Add(Ip(Destination, sourceAt + addressBytes, addressBytes, destination.ToString()));
        return frame with { Source = source, Destination = destination, TimeToLive = packet.TimeToLive };
    }

    private static void ReadAuthenticationHeader(byte[] bytes, int at, List<FrameField> fields)
    {
        fields.Add(new FrameField(SecurityIndex, FrameLayer.AuthenticationHeader, at + 4, 4, Hex(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)), 8)));
        fields.Add(new FrameField(Sequence, FrameLayer.AuthenticationHeader, at + 8, 4, Number(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8)))));
        fields.Add(new FrameField(IntegrityValue, FrameLayer.AuthenticationHeader, at + 12, AuthenticationHeader.LengthBytes - 12, "", IsSecret: true));
    }

    private static AdvertFrame ReadVrrp(AdvertFrame frame, byte[] bytes, int at, in ReceivedPacket packet, bool isAuthenticated, List<FrameField> fields)
    {
        int end = packet.Header.Length + packet.Payload.Length;
        if (end - at < VrrpHeader.LengthBytes) return frame;
        ReadOnlySpan<byte> pdu = bytes.AsSpan(at, end - at);
        bool isV2 = VrrpHeader.Version(pdu) == (int)VrrpVersion.V2;
        AdvertisementInterval interval = isV2 ? VrrpV2Codec.Interval(pdu) : VrrpV3Codec.Interval(pdu);
        bool isRight = InternetChecksum.Of(pdu) == 0 ? isV2 || !packet.Source.IsIPv6 : !isV2 && VrrpV3Codec.Checksum(pdu, packet.Source, packet.Destination) == 0;
        fields.Add(Vrrp(VersionAndType, at, 1, string.Create(CultureInfo.InvariantCulture, $"{VrrpHeader.Version(pdu)}, {VrrpHeader.Type(pdu)}")));
        fields.Add(Vrrp(FrameFieldKind.VirtualRouterId, at + 1, 1, Number(pdu[1])));
        fields.Add(Vrrp(Priority, at + 2, 1, Number(pdu[2])));
        fields.Add(Vrrp(AddressCount, at + 3, 1, Number(pdu[3])));
        if (isV2) fields.Add(Vrrp(FrameFieldKind.AuthenticationType, at + 4, 1, Number(pdu[4])));
        fields.Add(isV2 ? Vrrp(Interval, at + 5, 1, interval.ToString()) : Vrrp(Interval, at + 4, 2, interval.ToString()));
        fields.Add(Vrrp(Checksum, at + 6, 2, Hex(BinaryPrimitives.ReadUInt16BigEndian(pdu[6..]), 4)));
        return frame with
        {
            Version = VrrpHeader.Version(pdu),
            VirtualRouterId = pdu[1],
            Priority = pdu[2],
            Interval = interval,
            Authentication = isAuthenticated ? VrrpAuthenticationType.AuthenticationHeader : isV2 && pdu[4] == (byte)VrrpAuthenticationType.Password ? VrrpAuthenticationType.Password : VrrpAuthenticationType.None,
            ChecksumOk = isRight,
            Addresses = ReadAddresses(pdu, at, isV2, packet.Source.IsIPv6, fields).ToValueArray(),
        };
    }

    /// <summary>The addresses; what follows them is VRRPv2's authentication data. A count that does not fit must not make a password an address, so the last eight bytes never are one.</summary>
    private static List<IPAddress> ReadAddresses(ReadOnlySpan<byte> pdu, int at, bool isV2, bool isIPv6, List<FrameField> fields)
    {
        int addressBytes = VrrpHeader.AddressBytes(isIPv6);
        int room = Math.Max(0, pdu.Length - VrrpHeader.LengthBytes - (isV2 ? VrrpV2Codec.AuthenticationBytes : 0));
        var addresses = new List<IPAddress>();
        int place = VrrpHeader.LengthBytes;
        for (int index = 0; index < Math.Min(VrrpHeader.AddressCount(pdu), room / addressBytes); index++, place += addressBytes)
        {
            addresses.Add(new IPAddress(pdu.Slice(place, addressBytes)));
            fields.Add(Vrrp(Address, at + place, addressBytes, addresses[^1].ToString()));
        }

        if (!isV2 || place == pdu.Length) return addresses;
        bool isUsed = pdu[place..].ContainsAnyExcept((byte)0);
        fields.Add(new FrameField(AuthenticationData, FrameLayer.Vrrp, at + place, pdu.Length - place, isUsed ? "" : "0", isUsed));
        return addresses;
    }

    private static FrameField Ip(FrameFieldKind kind, int offset, int length, string value) => new(kind, FrameLayer.Ip, offset, length, value);

    private static FrameField Vrrp(FrameFieldKind kind, int offset, int length, string value) => new(kind, FrameLayer.Vrrp, offset, length, value);

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hex(uint value, int digits) => "0x" + value.ToString("x" + Number((uint)digits), CultureInfo.InvariantCulture);
}
