using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Virtual routes and rules ↔ rows.</summary>
internal static class RoutingMapping
{
    public static VirtualRouteRow ToRow(VirtualRouteDefinition route) => new()
    {
        Kind = route.Kind,
        Destination = route.Destination,
        PrefixLength = route.PrefixLength,
        Gateway = route.Gateway,
        Interface = route.Interface,
        Source = route.Source,
        Table = route.Table,
        Metric = route.Metric,
        Scope = route.Scope,
        Mtu = route.Mtu,
        OnLink = route.OnLink,
        NoTrack = route.NoTrack,
    };

    public static VirtualRouteDefinition ToItem(VirtualRouteRow row) => new()
    {
        Kind = row.Kind,
        Destination = row.Destination,
        PrefixLength = row.PrefixLength,
        Gateway = row.Gateway,
        Interface = row.Interface,
        Source = row.Source,
        Table = row.Table,
        Metric = row.Metric,
        Scope = row.Scope,
        Mtu = row.Mtu,
        OnLink = row.OnLink,
        NoTrack = row.NoTrack,
    };

    public static VirtualRuleRow ToRow(VirtualRuleDefinition rule) => new()
    {
        From = rule.From,
        FromPrefixLength = rule.FromPrefixLength,
        To = rule.To,
        ToPrefixLength = rule.ToPrefixLength,
        IsIPv6 = rule.IsIPv6,
        Table = rule.Table,
        Priority = rule.Priority,
        Mark = rule.Mark,
        IncomingInterface = rule.IncomingInterface,
        OutgoingInterface = rule.OutgoingInterface,
        NoTrack = rule.NoTrack,
    };

    public static VirtualRuleDefinition ToItem(VirtualRuleRow row) => new()
    {
        From = row.From,
        FromPrefixLength = row.FromPrefixLength,
        To = row.To,
        ToPrefixLength = row.ToPrefixLength,
        IsIPv6 = row.IsIPv6,
        Table = row.Table,
        Priority = row.Priority,
        Mark = row.Mark,
        IncomingInterface = row.IncomingInterface,
        OutgoingInterface = row.OutgoingInterface,
        NoTrack = row.NoTrack,
    };
}
