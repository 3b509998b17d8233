using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A real server behind a virtual service.</summary>
internal sealed class RealServerRow : OrderedRow
{
    public long VirtualServiceId { get; set; }

    public required IPAddress Address { get; set; }

    public int Port { get; set; }

    public int Weight { get; set; }

    public ForwardingMethod? ForwardingMethod { get; set; }

    public bool InhibitOnFailure { get; set; }

    public AdminState Admin { get; set; }

    public string? AdminReason { get; set; }

    public string? AdminOwner { get; set; }

    public DateTimeOffset? AdminUntil { get; set; }

    /// <summary>Null = as the service says; then the other columns of the tunnel mean nothing.</summary>
    public TunnelKind? TunnelKind { get; set; }

    public int? TunnelPort { get; set; }

    public TunnelChecksum? TunnelChecksum { get; set; }

    public long UpperThreshold { get; set; }

    public long LowerThreshold { get; set; }

    public bool HasNotify { get; set; }

    public string? NotifyUp { get; set; }

    public string? NotifyDown { get; set; }

    public string? NotifyUser { get; set; }

    public bool? Alert { get; set; }

    public List<CheckRow> Checks { get; set; } = [];
}
