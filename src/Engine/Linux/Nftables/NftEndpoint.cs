using System.Buffers.Binary;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Where a connection goes: address and port of a server; port 0 = the port the client asked for.</summary>
internal readonly record struct NftEndpoint(AddressKey Address, int Port)
{
    public static NftEndpoint Of(BalancerDestination destination) => new(AddressKey.From(destination.Address), destination.Port);

    /// <summary>As the kernel's registers hold it: the address, then the port in four bytes.</summary>
    public byte[] Bytes => [.. NftBytes.Of(Address), .. NftExpression.Port(Port)];

    /// <summary>The reverse; null when it has neither family's length.</summary>
    public static NftEndpoint? Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length is 8 or 20 ? new NftEndpoint(NftBytes.Address(bytes[..^4]), BinaryPrimitives.ReadUInt16BigEndian(bytes[^4..])) : null;
}

/// <summary>A server as connections and packets are counted: protocol and place.</summary>
internal readonly record struct NftServer(TransportProtocol Protocol, NftEndpoint Endpoint)
{
    /// <summary>As a key of the sets of servers: protocol, address and, unless it takes any, port.</summary>
    public byte[] Key => [(byte)Protocol, 0, 0, 0, .. Endpoint.Port == 0 ? NftBytes.Of(Endpoint.Address) : Endpoint.Bytes];

    /// <summary>The reverse.</summary>
    public static NftServer? Read(ReadOnlySpan<byte> key, bool ported) =>
        key.Length < 8 ? null
        : ported ? NftEndpoint.Read(key[4..]) is { } endpoint ? new NftServer((TransportProtocol)key[0], endpoint) : null
        : new NftServer((TransportProtocol)key[0], new NftEndpoint(NftBytes.Address(key[4..]), 0));
}

/// <summary>Addresses as bytes.</summary>
internal static class NftBytes
{
    public static byte[] Of(AddressKey address)
    {
        var bytes = new byte[address.IsIPv6 ? 16 : 4];
        if (address.IsIPv6) address.WriteIPv6(bytes);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)address.Low);
        return bytes;
    }

    public static AddressKey Address(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16 ? AddressKey.FromIPv6(bytes) : AddressKey.FromIPv4(NetlinkAttributes.Number<uint>(bytes) is var raw && BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw);

    /// <summary>The mask with this many leading ones.</summary>
    public static byte[] Mask(int bits, bool ipv6)
    {
        var bytes = new byte[ipv6 ? 16 : 4];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(0xFF00 >> Math.Clamp(bits - (i * 8), 0, 8));
        return bytes;
    }
}
