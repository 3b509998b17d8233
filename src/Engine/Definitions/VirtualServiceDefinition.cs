namespace KeepaliveConsole.Engine.Definitions;

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

    /// <summary>Send mail when the quorum comes or goes (keepalived's <c>smtp_alert</c>); null = as the node's mail settings say, false without.</summary>
    public bool? Alert { get; init; }
}
