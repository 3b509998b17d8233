using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Transport protocol of a virtual service.</summary>
public enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp = 6,

    /// <summary>UDP.</summary>
    Udp = 17,

    /// <summary>SCTP.</summary>
    Sctp = 132,
}

/// <summary>What identifies a virtual service: address, port and protocol, or a firewall mark.</summary>
public sealed record ServiceKey
{
    /// <summary>The virtual address; null for a firewall mark.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Port 0 to 65535; 0 = every port (needs persistence).</summary>
    public int Port { get; init; }

    /// <summary>Protocol; not used with a firewall mark. Default TCP.</summary>
    public TransportProtocol Protocol { get; init; } = TransportProtocol.Tcp;

    /// <summary>Firewall mark, 1 and up; null = by address and port.</summary>
    public uint? FirewallMark { get; init; }

    /// <summary><c>10.88.0.100:80/tcp</c>, <c>[2001:db8::1]:443/udp</c> or <c>fwmark:7</c>. Used as the service's name where none is given.</summary>
    public override string ToString() => FirewallMark is { } mark
        ? string.Create(CultureInfo.InvariantCulture, $"fwmark:{mark}")
        : $"{(Address is null ? "no address" : EndpointText(Address, Port))}/{Protocol.ToString().ToLowerInvariant()}";

    /// <summary><c>10.88.0.101:80</c> or <c>[2001:db8::1]:80</c>. Takes any number as port, so that a definition that breaks the rules can still be shown.</summary>
    public static string EndpointText(IPAddress address, int port)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{address}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");
    }
}
