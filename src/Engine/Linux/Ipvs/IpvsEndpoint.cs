using System.Buffers.Binary;
using System.Net;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Reads addresses and ports, which are in network order.</summary>
internal static class IpvsEndpoint
{
    /// <summary>A port; 0 when the value is too short.</summary>
    public static int Port(ReadOnlySpan<byte> value) => value.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : 0;

    /// <summary>An address of <paramref name="family"/>; null when the family is neither or the value too short.</summary>
    public static IPAddress? Address(ushort family, ReadOnlySpan<byte> value) => family switch
    {
        AF_INET when value.Length >= 4 => new IPAddress(value[..4]),
        AF_INET6 when value.Length >= 16 => new IPAddress(value[..16]),
        _ => null,
    };
}
