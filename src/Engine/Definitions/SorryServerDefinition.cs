using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>The server that answers when no real server is left.</summary>
public sealed record SorryServerDefinition
{
    /// <summary>Address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Port 0 to 65535; 0 = the port the client asked for.</summary>
    public required int Port { get; init; }

    /// <summary>How packets reach it; null = as the service says.</summary>
    public ForwardingMethod? ForwardingMethod { get; init; }

    /// <summary>How the tunnel is made where the method is Tunnel; null = as the service says.</summary>
    public TunnelDefinition? Tunnel { get; init; }

    /// <summary>Keep it in the table with weight 0 while real servers serve (keepalived's <c>sorry_server_inhibit</c>). Default false.</summary>
    public bool Inhibit { get; init; }

    /// <summary><c>10.88.0.199:80</c></summary>
    public override string ToString() => ServiceKey.EndpointText(Address, Port);
}
