using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A route that exists while an instance is Master.</summary>
internal sealed class VirtualRouteRow : OrderedRow
{
    public long VrrpInstanceId { get; set; }

    public VirtualRouteKind Kind { get; set; }

    public IPAddress? Destination { get; set; }

    public int PrefixLength { get; set; }

    public IPAddress? Gateway { get; set; }

    public string? Interface { get; set; }

    public IPAddress? Source { get; set; }

    public long? Table { get; set; }

    public long? Metric { get; set; }

    public string? Scope { get; set; }

    public int? Mtu { get; set; }

    public bool OnLink { get; set; }

    public bool NoTrack { get; set; }
}

/// <summary>A policy rule that exists while an instance is Master.</summary>
internal sealed class VirtualRuleRow : OrderedRow
{
    public long VrrpInstanceId { get; set; }

    public IPAddress? From { get; set; }

    public int FromPrefixLength { get; set; }

    public IPAddress? To { get; set; }

    public int ToPrefixLength { get; set; }

    public bool IsIPv6 { get; set; }

    public long Table { get; set; }

    public long? Priority { get; set; }

    public long? Mark { get; set; }

    public string? IncomingInterface { get; set; }

    public string? OutgoingInterface { get; set; }

    public bool NoTrack { get; set; }
}
