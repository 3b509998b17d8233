using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>The IPv4 header in front of an advert, written without options and read with or without. RFC 791 §3.1.</summary>
internal readonly ref struct IPv4Header
{
    /// <summary>Length without options; the only one that is written.</summary>
    public const int LengthBytes = 20;

    /// <summary>VRRP's protocol number. RFC 9568 §5.1.1.4.</summary>
    public const byte VrrpProtocol = 112;

    /// <summary>The time to live of an advert, both ways. RFC 9568 §5.1.1.3.</summary>
    public const byte AdvertTimeToLive = 255;

    private const byte InternetworkControl = 0xC0;

    private readonly ReadOnlySpan<byte> _datagram;

    private IPv4Header(ReadOnlySpan<byte> datagram) => _datagram = datagram;

    /// <summary>Header length in bytes, options included: 20 to 60.</summary>
    public int HeaderLengthBytes => (_datagram[0] & 0x0F) * 4;

    /// <summary>Length of header and payload in bytes as the header states it.</summary>
    public int TotalLengthBytes => BinaryPrimitives.ReadUInt16BigEndian(_datagram[2..]);

    public byte TimeToLive => _datagram[8];

    public byte Protocol => _datagram[9];

    /// <summary>Source address in host byte order.</summary>
    public uint Source => BinaryPrimitives.ReadUInt32BigEndian(_datagram[12..]);

    /// <summary>Destination address in host byte order.</summary>
    public uint Destination => BinaryPrimitives.ReadUInt32BigEndian(_datagram[16..]);

    /// <summary>Is <paramref name="address"/> (host byte order) in 224.0.0.0/4?</summary>
    public static bool IsMulticast(uint address) => address >> 28 == 0xE;

    /// <summary>False when <paramref name="datagram"/> does not hold a whole IPv4 header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out IPv4Header header)
    {
        header = new IPv4Header(datagram);
        return datagram.Length >= LengthBytes && datagram[0] >> 4 == 4
            && header.HeaderLengthBytes >= LengthBytes && datagram.Length >= header.HeaderLengthBytes;
    }

    /// <summary>Writes <see cref="LengthBytes"/> bytes, checksum included.</summary>
    public static void Write(Span<byte> header, int totalLengthBytes, ushort identification, byte timeToLive, byte protocol, IPAddress source, IPAddress destination)
    {
        header[0] = 0x45;
        header[1] = InternetworkControl;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)totalLengthBytes);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], 0);
        header[8] = timeToLive;
        header[9] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        WriteAddress(header.Slice(12, 4), source);
        WriteAddress(header.Slice(16, 4), destination);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Of(header[..LengthBytes]));
    }

    /// <summary>Writes four bytes; throws for IPv6, which the definition rules keep out of an IPv4 advert.</summary>
    public static void WriteAddress(Span<byte> fourBytes, IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork) throw new ArgumentException($"{address} is not an IPv4 address; an IPv4 advert cannot carry it.", nameof(address));
        address.TryWriteBytes(fourBytes, out _);
    }
}
