using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// One packet that may hold an advert, whichever family it came by. A raw IPv4 socket delivers the header with it (<see cref="TryRead"/>); a raw IPv6 socket
/// delivers only what follows, and the header's facts beside it (<see cref="FromIPv6"/>). A view over the receive buffer: nothing is copied.
/// </summary>
public readonly ref struct ReceivedPacket
{
    /// <summary>Sender.</summary>
    public AddressKey Source { get; private init; }

    /// <summary>Where it was sent to: a group or one of our addresses.</summary>
    public AddressKey Destination { get; private init; }

    /// <summary>TTL or hop limit as it arrived, 0 to 255.</summary>
    public byte TimeToLive { get; private init; }

    /// <summary>Protocol of <see cref="Payload"/>: 112 VRRP, 51 authentication header.</summary>
    public byte Protocol { get; private init; }

    /// <summary>False: the header states a length that the packet does not have; <see cref="Payload"/> is then empty.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>The IP header, options included; empty when the socket did not deliver one.</summary>
    public ReadOnlySpan<byte> Header { get; private init; }

    /// <summary>What follows the IP header, without the Ethernet padding behind it.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Reads a whole IPv4 or IPv6 datagram. False: it does not hold a whole header of either.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out ReceivedPacket packet)
    {
        packet = default;
        if (datagram.IsEmpty) return false;
        return datagram[0] >> 4 == IPv6Header.Version ? TryReadIPv6(datagram, out packet) : TryReadIPv4(datagram, out packet);
    }

    /// <summary>A packet of a raw IPv6 socket, which has no header.</summary>
    /// <param name="source">Sender, from the socket address.</param>
    /// <param name="destination">From <c>IPV6_PKTINFO</c>.</param>
    /// <param name="hopLimit">From <c>IPV6_HOPLIMIT</c>, 0 to 255.</param>
    /// <param name="payload">What the socket of protocol 112 delivered.</param>
    public static ReceivedPacket FromIPv6(AddressKey source, AddressKey destination, byte hopLimit, ReadOnlySpan<byte> payload) => new()
    {
        Source = source,
        Destination = destination,
        TimeToLive = hopLimit,
        Protocol = IPv4Header.VrrpProtocol,
        IsWhole = true,
        Payload = payload,
    };

    /// <summary>
    /// Writes the packet as a whole datagram, for a capture, and returns its length. Where the socket did not deliver the header, one with the same facts
    /// stands in for it; its traffic class is then 0xC0 whatever it was.
    /// </summary>
    /// <param name="buffer">At least 40 bytes more than <see cref="Payload"/>, or 60 over IPv4.</param>
    public int CopyTo(Span<byte> buffer)
    {
        int before = Header.IsEmpty ? IPv6Header.LengthBytes : Header.Length;
        if (Header.IsEmpty) IPv6Header.WriteForAdvert(buffer, Payload.Length, TimeToLive, Source, Destination);
        else Header.CopyTo(buffer);
        Payload.CopyTo(buffer[before..]);
        return before + Payload.Length;
    }

    private static bool TryReadIPv4(ReadOnlySpan<byte> datagram, out ReceivedPacket packet)
    {
        packet = default;
        if (!IPv4Header.TryRead(datagram, out IPv4Header header)) return false;

        bool isWhole = header.TotalLengthBytes <= datagram.Length && header.TotalLengthBytes >= header.HeaderLengthBytes;
        packet = new ReceivedPacket
        {
            Source = AddressKey.FromIPv4(header.Source),
            Destination = AddressKey.FromIPv4(header.Destination),
            TimeToLive = header.TimeToLive,
            Protocol = header.Protocol,
            IsWhole = isWhole,
            Header = datagram[..header.HeaderLengthBytes],
            Payload = isWhole ? datagram[header.HeaderLengthBytes..header.TotalLengthBytes] : default,
        };
        return true;
    }

    private static bool TryReadIPv6(ReadOnlySpan<byte> datagram, out ReceivedPacket packet)
    {
        packet = default;
        if (datagram.Length < IPv6Header.LengthBytes) return false;

        int end = IPv6Header.LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]);
        packet = new ReceivedPacket
        {
            Source = AddressKey.FromIPv6(datagram[8..]),
            Destination = AddressKey.FromIPv6(datagram[24..]),
            TimeToLive = datagram[7],
            Protocol = datagram[6],
            IsWhole = end <= datagram.Length,
            Header = datagram[..IPv6Header.LengthBytes],
            Payload = end <= datagram.Length ? datagram[IPv6Header.LengthBytes..end] : default,
        };
        return true;
    }
}
