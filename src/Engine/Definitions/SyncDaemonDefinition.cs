using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

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
