using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>The kernel's form of an IP address: sockaddr_in or sockaddr_in6.</summary>
internal static class KernelAddress
{
    /// <summary>Room for either.</summary>
    public const int MaxLengthBytes = 28;

    private const int IPv4LengthBytes = 16;

    /// <summary>As bytes; <paramref name="interfaceIndex"/> is the scope of a link-local IPv6 address.</summary>
    public static byte[] Of(IPAddress address, int interfaceIndex)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // family, port, address, padding
            byte[] four = new byte[IPv4LengthBytes];
            MemoryMarshal.Write(four, (ushort)Libc.AF_INET);
            address.TryWriteBytes(four.AsSpan(4), out _);
            return four;
        }

        // family, port, flow, address, scope
        byte[] six = new byte[MaxLengthBytes];
        MemoryMarshal.Write(six, (ushort)Libc.AF_INET6);
        address.TryWriteBytes(six.AsSpan(8), out _);
        MemoryMarshal.Write(six.AsSpan(24), interfaceIndex);
        return six;
    }

    /// <summary>Writes address and port, and the scope an IPv6 address has; returns the length.</summary>
    /// <param name="bytes">At least <see cref="MaxLengthBytes"/>.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 = none.</param>
    public static int Write(Span<byte> bytes, IPAddress address, int port)
    {
        bool isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        int length = isIPv4 ? IPv4LengthBytes : MaxLengthBytes;
        bytes[..length].Clear();
        MemoryMarshal.Write(bytes, (ushort)(isIPv4 ? Libc.AF_INET : Libc.AF_INET6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        address.TryWriteBytes(bytes[(isIPv4 ? 4 : 8)..], out _);
        if (!isIPv4) MemoryMarshal.Write(bytes[24..], (uint)address.ScopeId);
        return length;
    }

    /// <summary>The IPv6 address in <paramref name="bytes"/>; false when it is another family.</summary>
    public static bool TryReadIPv6(ReadOnlySpan<byte> bytes, out AddressKey address)
    {
        bool isIPv6 = bytes.Length >= MaxLengthBytes && MemoryMarshal.Read<ushort>(bytes) == Libc.AF_INET6;
        address = isIPv6 ? AddressKey.FromIPv6(bytes[8..]) : default;
        return isIPv6;
    }
}
