using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>The IPv6 header in front of an advert or a neighbour message, without extension headers. RFC 8200 §3.</summary>
internal static class IPv6Header
{
    /// <summary>Length; it is fixed.</summary>
    public const int LengthBytes = 40;

    /// <summary>Value of the first four bits.</summary>
    public const int Version = 6;

    /// <summary>Hop limit of adverts and of neighbour discovery, both ways. RFC 9568 §5.1.2.3, RFC 4861 §7.1.</summary>
    public const byte LinkHopLimit = 255;

    // Version 6, traffic class 0xC0 (internetwork control), flow label 0.
    private const uint InternetworkControl = 0x6C00_0000;
    private const uint Plain = 0x6000_0000;

    /// <summary>Writes the header of an advert.</summary>
    public static void WriteForAdvert(Span<byte> header, int payloadLengthBytes, byte hopLimit, AddressKey source, AddressKey destination)
    {
        WriteFixedPart(header, InternetworkControl, payloadLengthBytes, IPv4Header.VrrpProtocol, hopLimit);
        source.WriteIPv6(header[8..]);
        destination.WriteIPv6(header[24..]);
    }

    /// <summary>Writes the header of a neighbour discovery message.</summary>
    public static void WriteForNeighbourDiscovery(Span<byte> header, int payloadLengthBytes, byte nextHeader, AddressKey source, AddressKey destination) =>
        WritePlain(header, payloadLengthBytes, nextHeader, LinkHopLimit, source, destination);

    /// <summary>Writes a header of ordinary traffic class.</summary>
    public static void WritePlain(Span<byte> header, int payloadLengthBytes, byte nextHeader, byte hopLimit, AddressKey source, AddressKey destination)
    {
        WriteFixedPart(header, Plain, payloadLengthBytes, nextHeader, hopLimit);
        source.WriteIPv6(header[8..]);
        destination.WriteIPv6(header[24..]);
    }

    /// <summary>Writes sixteen bytes; throws for IPv4, which the definition rules keep out of an IPv6 advert.</summary>
    public static void WriteAddress(Span<byte> sixteenBytes, IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) throw new ArgumentException($"{address} is not an IPv6 address; an IPv6 advert cannot carry it.", nameof(address));
        address.TryWriteBytes(sixteenBytes, out _);
    }

    /// <summary>Is <paramref name="address"/> in ff00::/8?</summary>
    public static bool IsMulticast(AddressKey address) => address.High >> 56 == 0xFF;

    private static void WriteFixedPart(Span<byte> header, uint firstWord, int payloadLengthBytes, byte nextHeader, byte hopLimit)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, firstWord);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)payloadLengthBytes);
        header[6] = nextHeader;
        header[7] = hopLimit;
    }
}
