namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Settings of the kernel's load balancer (IPVS) on one node.</summary>
public sealed record LoadBalancerDefinition
{
    /// <summary>How long an idle TCP connection is remembered (keepalived's <c>lvs_timeouts tcp</c>), 1 s to 31 days; null = the kernel's 900 s.</summary>
    public TimeSpan? TcpTimeout { get; init; }

    /// <summary>How long a TCP connection is remembered after FIN; null = the kernel's 120 s.</summary>
    public TimeSpan? TcpFinTimeout { get; init; }

    /// <summary>How long an idle UDP flow is remembered; null = the kernel's 300 s.</summary>
    public TimeSpan? UdpTimeout { get; init; }

    /// <summary>Connection synchronisation between directors; null = none.</summary>
    public SyncDaemonDefinition? SyncDaemon { get; init; }

    /// <summary>Empty the whole table at the start, services of others included (keepalived's <c>lvs_flush</c>). Default false: it is taken over as it is.</summary>
    public bool FlushOnStart { get; init; }

    /// <summary>What a clean stop does with the table. Default: as <c>Engine:KeepTableOnExit</c> says.</summary>
    public TableOnStop? OnStop { get; init; }
}

/// <summary>What a clean stop does with the load balancer's table.</summary>
public enum TableOnStop
{
    /// <summary>Our services go, one by one.</summary>
    RemoveOwn,

    /// <summary>Everything goes, services of others included (keepalived's <c>lvs_flush_on_stop</c>).</summary>
    Flush,

    /// <summary>It stays as it is: connections go on.</summary>
    Keep,
}
