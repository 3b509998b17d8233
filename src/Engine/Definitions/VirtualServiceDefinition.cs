using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How connections are spread over real servers. Names as in the kernel.</summary>
public enum Scheduler
{
    /// <summary>Round robin (rr).</summary>
    RoundRobin,

    /// <summary>Weighted round robin (wrr).</summary>
    WeightedRoundRobin,

    /// <summary>Least connections (lc).</summary>
    LeastConnections,

    /// <summary>Weighted least connections (wlc). keepalived's default.</summary>
    WeightedLeastConnections,

    /// <summary>Source hash (sh).</summary>
    SourceHash,
}

/// <summary>How packets reach the real server.</summary>
public enum ForwardingMethod
{
    /// <summary>Destination address rewritten; answers come back through the director.</summary>
    Nat,

    /// <summary>Direct routing: only the MAC address is rewritten; the real server holds the VIP on lo.</summary>
    DirectRouting,
}

/// <summary>A virtual service: what clients connect to, and the real servers behind it.</summary>
public sealed record VirtualServiceDefinition
{
    /// <summary>Name, unique in the cluster; <see cref="ServiceKey.ToString"/> where none was given.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port, or firewall mark.</summary>
    public required ServiceKey Key { get; init; }

    /// <summary>How connections are spread. Default wlc, as keepalived.</summary>
    public Scheduler Scheduler { get; init; } = Scheduler.WeightedLeastConnections;

    /// <summary>How packets reach real servers. Default NAT, as keepalived.</summary>
    public ForwardingMethod ForwardingMethod { get; init; } = ForwardingMethod.Nat;

    /// <summary>How long a client keeps its real server; null = not at all. 1 s to 31 days.</summary>
    public TimeSpan? PersistenceTimeout { get; init; }

    /// <summary>Weight that must be alive for the service to count as up. 1 and up, default 1.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Margin around <see cref="Quorum"/>: gained at quorum + hysteresis, lost below quorum − hysteresis. Default 0.</summary>
    public int Hysteresis { get; init; }

    /// <summary>Server that answers when quorum is lost; null = nobody does.</summary>
    public SorryServerDefinition? SorryServer { get; init; }

    /// <summary>The real servers.</summary>
    public ValueArray<RealServerDefinition> RealServers { get; init; }
}

/// <summary>The server that answers when no real server is left.</summary>
public sealed record SorryServerDefinition
{
    /// <summary>Address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Port 0 to 65535; 0 = the port the client asked for.</summary>
    public required int Port { get; init; }

    /// <summary><c>10.88.0.199:80</c></summary>
    public override string ToString() => ServiceKey.EndpointText(Address, Port);
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

    /// <summary>Checks that must all pass. Empty = counts as up always.</summary>
    public ValueArray<CheckDefinition> Checks { get; init; }

    /// <summary><c>10.88.0.101:80</c>, the name used in routes and pages.</summary>
    public string EndpointName => ServiceKey.EndpointText(Address, Port);
}
