using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Reads addresses and ports, which are in network order, and short names; as numbers, so that a listing is compared without allocating.</summary>
internal static class IpvsEndpoint
{
    /// <summary>A port; 0 when the value is too short.</summary>
    public static int Port(ReadOnlySpan<byte> value) => value.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;

    /// <summary>The bytes of an address of <paramref name="family"/>, padded with zeros; false when the family is neither or the value too short.</summary>
    public static bool TryBits(ushort family, ReadOnlySpan<byte> value, out UInt128 bits)
    {
        int length = family switch { AF_INET => 4, AF_INET6 => 16, _ => int.MaxValue };
        bits = default;
        if (value.Length < length) return false;
        bits = Bits(value[..length]);
        return true;
    }

    /// <summary>The first 16 bytes, padded with zeros.</summary>
    public static UInt128 Bits(ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        value[..Math.Min(16, value.Length)].CopyTo(bytes);
        return MemoryMarshal.Read<UInt128>(bytes);
    }

    /// <summary>The address of <paramref name="family"/> whose bytes these are.</summary>
    public static IPAddress Address(ushort family, UInt128 bits)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in bits));
        return new IPAddress(family == AF_INET ? bytes[..4] : bytes);
    }

    /// <summary>The name of at most 16 bytes that these are, without what follows its terminating zero.</summary>
    public static string Name(UInt128 bits) => Netlink.NetlinkAttributes.Text(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in bits)));

    /// <summary>The bytes of a name up to its terminating zero.</summary>
    public static UInt128 NameBits(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        return Bits(end < 0 ? value : value[..end]);
    }
}
