using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A virtual service.</summary>
internal sealed class VirtualServiceRow : OrderedRow
{
    public required string Name { get; set; }

    public IPAddress? Address { get; set; }

    public int Port { get; set; }

    public TransportProtocol Protocol { get; set; }

    public uint? FirewallMark { get; set; }

    public Scheduler Scheduler { get; set; }

    public ForwardingMethod ForwardingMethod { get; set; }

    public TimeSpan? PersistenceTimeout { get; set; }

    public int Quorum { get; set; }

    public int Hysteresis { get; set; }

    public string? GroupName { get; set; }

    /// <summary>Null = none; then the other columns of the tunnel mean nothing.</summary>
    public TunnelKind? TunnelKind { get; set; }

    public int? TunnelPort { get; set; }

    public TunnelChecksum? TunnelChecksum { get; set; }

    /// <summary>A number: flags have no one name.</summary>
    public int SchedulerFlags { get; set; }

    public bool OnePacket { get; set; }

    public bool Hashed { get; set; }

    public int? PersistenceGranularity { get; set; }

    public string? PersistenceEngine { get; set; }

    public bool NotifyDownOnStop { get; set; }

    public bool SuspendWhileNotOwner { get; set; }

    public bool KeepAllWhenNoneLeft { get; set; }

    public TimeSpan? SlowStart { get; set; }

    /// <summary>Null = no damping; then the other columns of it mean nothing.</summary>
    public TimeSpan? FlapHalfLife { get; set; }

    public int FlapSuppressAbove { get; set; }

    public int FlapReuseBelow { get; set; }

    public TimeSpan FlapLongestSuppression { get; set; }

    public bool PassiveEvidence { get; set; }

    public bool HasNotify { get; set; }

    public string? NotifyUp { get; set; }

    public string? NotifyDown { get; set; }

    public string? NotifyUser { get; set; }

    public bool? Alert { get; set; }

    /// <summary>Null = no sorry server; then its other columns mean nothing.</summary>
    public IPAddress? SorryServerAddress { get; set; }

    public int SorryServerPort { get; set; }

    public ForwardingMethod? SorryServerForwardingMethod { get; set; }

    public TunnelKind? SorryServerTunnelKind { get; set; }

    public int? SorryServerTunnelPort { get; set; }

    public TunnelChecksum? SorryServerTunnelChecksum { get; set; }

    public bool SorryServerInhibit { get; set; }

    public List<ServiceRangeRow> MoreEndpoints { get; set; } = [];

    public List<RealServerRow> RealServers { get; set; } = [];
}

/// <summary>Addresses and ports of a virtual service beside its key.</summary>
internal sealed class ServiceRangeRow : OrderedRow
{
    public long VirtualServiceId { get; set; }

    public IPAddress? Address { get; set; }

    public IPAddress? LastAddress { get; set; }

    public int Port { get; set; }

    public int? LastPort { get; set; }

    public uint? FirewallMark { get; set; }
}
