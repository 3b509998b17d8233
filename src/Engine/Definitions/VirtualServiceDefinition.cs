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

    /// <summary>Locality-based least connections (lblc).</summary>
    LocalityBasedLeastConnections,

    /// <summary>Locality-based least connections with replication (lblcr).</summary>
    LocalityBasedLeastConnectionsReplicated,

    /// <summary>Destination hash (dh).</summary>
    DestinationHash,

    /// <summary>Maglev hash (mh).</summary>
    MaglevHash,

    /// <summary>The heaviest that is there (fo, weighted fail-over).</summary>
    FailOver,

    /// <summary>The heaviest until it is full, then the next (ovf, weighted overflow).</summary>
    Overflow,

    /// <summary>Shortest expected delay (sed).</summary>
    ShortestExpectedDelay,

    /// <summary>Never queue (nq).</summary>
    NeverQueue,

    /// <summary>Power of two choices (twos), kernels 5.14 and later.</summary>
    TwoRandomChoices,
}

/// <summary>Flags of a scheduler; what each means depends on it.</summary>
[Flags]
public enum SchedulerFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>First flag; for sh and mh: fall back to another server when the chosen one has no weight (<c>sh-fallback</c>, <c>mh-fallback</c>).</summary>
    First = 1,

    /// <summary>Second flag; for sh and mh: count the source port too (<c>sh-port</c>, <c>mh-port</c>).</summary>
    Second = 2,

    /// <summary>Third flag; no scheduler of today's kernels uses it.</summary>
    Third = 4,
}

/// <summary>How packets reach the real server.</summary>
public enum ForwardingMethod
{
    /// <summary>Destination address rewritten; answers come back through the director.</summary>
    Nat,

    /// <summary>Direct routing: only the MAC address is rewritten; the real server holds the VIP on lo.</summary>
    DirectRouting,

    /// <summary>Tunnel (TUN): the packet travels inside another; the real server holds the VIP and answers itself.</summary>
    Tunnel,
}

/// <summary>What a tunnelled packet travels in.</summary>
public enum TunnelKind
{
    /// <summary>IP in IP.</summary>
    IpIp,

    /// <summary>Generic UDP encapsulation; needs a port.</summary>
    Gue,

    /// <summary>GRE.</summary>
    Gre,
}

/// <summary>Checksum of the outer packet of a GUE or GRE tunnel.</summary>
public enum TunnelChecksum
{
    /// <summary>None (keepalived's <c>nocsum</c>).</summary>
    None,

    /// <summary>Computed (<c>csum</c>).</summary>
    Full,

    /// <summary>Remote checksum offload, GUE only (<c>remcsum</c>).</summary>
    Remote,
}

/// <summary>How a tunnel is made.</summary>
public sealed record TunnelDefinition
{
    /// <summary>Kind. Default IP in IP.</summary>
    public TunnelKind Kind { get; init; }

    /// <summary>UDP port of GUE, 1 to 65535; null for the other kinds.</summary>
    public int? Port { get; init; }

    /// <summary>Checksum. Default none.</summary>
    public TunnelChecksum Checksum { get; init; }
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

    /// <summary>
    /// Further addresses, ports or marks that the same real servers serve, with their ranges (keepalived's virtual_server_group); protocol
    /// and settings are those of the service. Each address and port becomes one entry of the kernel's table.
    /// </summary>
    public ValueArray<ServiceRangeDefinition> MoreEndpoints { get; init; }

    /// <summary>Name of the group in keepalived.conf; null = none.</summary>
    public string? GroupName { get; init; }

    /// <summary>How the tunnel is made where <see cref="ForwardingMethod"/> is Tunnel; null = IP in IP.</summary>
    public TunnelDefinition? Tunnel { get; init; }

    /// <summary>Flags of the scheduler. Default none.</summary>
    public SchedulerFlags SchedulerFlags { get; init; }

    /// <summary>One packet is one connection (keepalived's <c>ops</c>); UDP only. Default false.</summary>
    public bool OnePacket { get; init; }

    /// <summary>Keep the service hashed in the kernel (keepalived's <c>hashed</c>); kernels do so always. Default false.</summary>
    public bool Hashed { get; init; }

    /// <summary>Bits of a client's address that persistence compares, 1 to 32 (128 for IPv6); null = all.</summary>
    public int? PersistenceGranularity { get; init; }

    /// <summary>The kernel's persistence engine, such as <c>sip</c>; null = by address.</summary>
    public string? PersistenceEngine { get; init; }

    /// <summary>Run the scripts for "down" when the engine stops (keepalived's <c>omega</c>). Default false.</summary>
    public bool NotifyDownOnStop { get; init; }

    /// <summary>Check only while this host holds the service's address (keepalived's <c>ha_suspend</c>). Default false. Without an address it means nothing.</summary>
    public bool SuspendWhileNotOwner { get; init; }

    /// <summary>When no real server is left and no sorry server is there, keep all of them serving: a false alarm must not cost the service. Default false.</summary>
    public bool KeepAllWhenNoneLeft { get; init; }

    /// <summary>Time in which the weight of a server that came back climbs from a tenth to the whole; null = at once.</summary>
    public TimeSpan? SlowStart { get; init; }

    /// <summary>Keeps out servers that come and go too often; null = does not.</summary>
    public FlapDampingDefinition? FlapDamping { get; init; }

    /// <summary>Take failed connections seen in the kernel's counters as evidence against a server, too. Default false.</summary>
    public bool PassiveEvidence { get; init; }

    /// <summary>Programs run when the quorum comes or goes; null = none.</summary>
    public ServiceNotifyDefinition? Notify { get; init; }

    /// <summary>Tell people of state changes (keepalived's <c>smtp_alert</c>); null = as the default says.</summary>
    public bool? Alert { get; init; }
}

/// <summary>Addresses and ports that belong to a virtual service beside its key.</summary>
public sealed record ServiceRangeDefinition
{
    /// <summary>First address; null for a firewall mark.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Last address, of the same family and not before the first, at most 256 addresses; null = only the first.</summary>
    public IPAddress? LastAddress { get; init; }

    /// <summary>First port, 0 to 65535; 0 = every port.</summary>
    public int Port { get; init; }

    /// <summary>Last port, at most 1024 ports in all; null = only the first.</summary>
    public int? LastPort { get; init; }

    /// <summary>Firewall mark, 1 and up; null = by address and port.</summary>
    public uint? FirewallMark { get; init; }
}

/// <summary>
/// Keeps out a server that flaps (after RFC 2439): each going down adds 1000 to a penalty that halves with time; above
/// <see cref="SuppressAbove"/> the server stays out until the penalty is below <see cref="ReuseBelow"/>.
/// </summary>
public sealed record FlapDampingDefinition
{
    /// <summary>Time in which the penalty halves. Default 60 s.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Penalty above which the server stays out, 1001 to 20000. Default 3000: the third or fourth failure within a minute.</summary>
    public int SuppressAbove { get; init; } = 3000;

    /// <summary>Penalty below which it may serve again, 1 to <see cref="SuppressAbove"/>. Default 1000.</summary>
    public int ReuseBelow { get; init; } = 1000;

    /// <summary>Longest it stays out. Default 10 min.</summary>
    public TimeSpan LongestSuppression { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Programs run on changes of a virtual service or real server; each is a program with its arguments as one line, run without a shell.</summary>
public sealed record ServiceNotifyDefinition
{
    /// <summary>On quorum gained, or server up; null = none.</summary>
    public string? Up { get; init; }

    /// <summary>On quorum lost, or server down; null = none.</summary>
    public string? Down { get; init; }

    /// <summary>User, or <c>user:group</c>, they run as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }
}

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

    /// <summary>Tell people of state changes (keepalived's <c>smtp_alert</c>); null = as the service says.</summary>
    public bool? Alert { get; init; }

    /// <summary>Checks that must all pass. Empty = counts as up always.</summary>
    public ValueArray<CheckDefinition> Checks { get; init; }

    /// <summary><c>10.88.0.101:80</c>, the name used in routes and pages.</summary>
    public string EndpointName => ServiceKey.EndpointText(Address, Port);
}
