using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>One real server (RS) behind a virtual service.</summary>
public sealed record RealServerDefinition
{
    /// <summary>Address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Port 0 to 65535; 0 = the port the client asked for (firewall mark services).</summary>
    public required int Port { get; init; }

    /// <summary>Share of new connections, 0 to 65535; 0 = no new ones. Default 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How packets reach this server; null = as the service says.</summary>
    public ForwardingMethod? ForwardingMethod { get; init; }

    /// <summary>On failure set weight 0 instead of leaving the table, so established connections go on. Default false.</summary>
    public bool InhibitOnFailure { get; init; }

    /// <summary>What the operator wants. Default enabled. Kept in the definition, so it survives a restart.</summary>
    public AdminState Admin { get; init; }

    /// <summary>Why the operator wants it so; null = not said.</summary>
    public string? AdminReason { get; init; }

    /// <summary>Who wanted it so; null = not known.</summary>
    public string? AdminOwner { get; init; }

    /// <summary>When <see cref="Admin"/> goes back to enabled by itself, UTC; null = never.</summary>
    public DateTimeOffset? AdminUntil { get; init; }

    /// <summary>How the tunnel is made where the method is Tunnel; null = as the service says.</summary>
    public TunnelDefinition? Tunnel { get; init; }

    /// <summary>Connections at which the kernel sends it no more; 0 = no limit.</summary>
    public long UpperThreshold { get; init; }

    /// <summary>Connections below which the kernel sends it some again; 0 = three quarters of <see cref="UpperThreshold"/>.</summary>
    public long LowerThreshold { get; init; }

    /// <summary>Programs run when it goes up or down; null = none.</summary>
    public ServiceNotifyDefinition? Notify { get; init; }

    /// <summary>Send mail when the server goes up or down (keepalived's <c>smtp_alert</c>); null = as the node's mail settings say, true without.</summary>
    public bool? Alert { get; init; }

    /// <summary>Checks that must all pass. Empty = counts as up always.</summary>
    public ValueArray<CheckDefinition> Checks { get; init; }

    /// <summary><c>10.88.0.101:80</c>, the name used in routes and pages.</summary>
    public string EndpointName => ServiceKey.EndpointText(Address, Port);
}

/// <summary>What an operator wants of a real server.</summary>
public enum AdminState
{
    /// <summary>Takes traffic while its checks pass.</summary>
    Enabled,

    /// <summary>Takes no new connections; established ones go on. Stays in the table with weight 0.</summary>
    Drain,

    /// <summary>Out of the table.</summary>
    Maintenance,
}
