using System.Globalization;
using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Services and servers as keepalived calls them towards programs, pipes and people.</summary>
public static class KeepalivedName
{
    /// <summary><c>[10.88.0.100]:tcp:80</c>, <c>FWM 7</c>, or <c>[group]:0</c> for the endpoints of a group.</summary>
    public static string Of(VirtualServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.GroupName is { } group ? $"[{group}]:0"
            : service.Key.FirewallMark is { } mark ? string.Create(CultureInfo.InvariantCulture, $"FWM {mark}")
            : Of(service.Key.Address!, service.Key.Protocol, service.Key.Port);
    }

    /// <summary><c>[10.88.0.101]:tcp:80</c></summary>
    public static string Of(VirtualServiceDefinition service, RealServerDefinition server)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(server);
        return Of(server.Address, service.Key.Protocol, server.Port);
    }

    private static string Of(IPAddress address, TransportProtocol protocol, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"[{address}]:{protocol.ToString().ToLowerInvariant()}:{port}");
}
