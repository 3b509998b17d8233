using System.Net;

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

/// <summary>
/// IPVS connection synchronisation (keepalived's <c>lvs_sync_daemon</c>): the master of <see cref="Instance"/> sends its connections, the others
/// receive them, so that connections outlive a takeover.
/// </summary>
public sealed record SyncDaemonDefinition
{
    /// <summary>Interface.</summary>
    public required string Interface { get; init; }

    /// <summary>VRRP instance whose master sends; null = both sending and receiving always.</summary>
    public string? Instance { get; init; }

    /// <summary>Sync id, 0 to 255. Default 0.</summary>
    public int SyncId { get; init; }

    /// <summary>Longest message in bytes, 1 to 65507; null = by the interface's MTU.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>UDP port, 1 to 65535; null = the kernel's 8848.</summary>
    public int? Port { get; init; }

    /// <summary>TTL of multicast, 1 to 255; null = the kernel's 1.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Multicast group; null = the kernel's 224.0.0.81.</summary>
    public IPAddress? Group { get; init; }
}
