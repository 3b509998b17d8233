using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>The kernel's form of an IP address without a port: sockaddr_in or sockaddr_in6.</summary>
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

    /// <summary>The IPv6 address in <paramref name="bytes"/>; false when it is another family.</summary>
    public static bool TryReadIPv6(ReadOnlySpan<byte> bytes, out AddressKey address)
    {
        bool isIPv6 = bytes.Length >= MaxLengthBytes && MemoryMarshal.Read<ushort>(bytes) == Libc.AF_INET6;
        address = isIPv6 ? AddressKey.FromIPv6(bytes[8..]) : default;
        return isIPv6;
    }
}
