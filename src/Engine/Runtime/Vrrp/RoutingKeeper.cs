using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Keeps the virtual routes and rules of masters in the kernel and those of others out of it. Level-triggered: it compares what carries
/// our protocol number with what is wanted, so one that someone removed comes back and one left by an earlier run goes.
/// </summary>
internal sealed class RoutingKeeper(IAddressKernel kernel, IAddressReports reports, InterfaceTable table)
{
    /// <summary>Shortest time between two tries of one route or rule.</summary>
    private static readonly TimeSpan s_spacing = TimeSpan.FromMilliseconds(200);

    private readonly List<RouteFacts> _routes = [];
    private readonly List<RuleFacts> _rules = [];
    private readonly HashSet<string> _said = [];

    /// <summary>When each was last put, by what it is; those that are here were put once.</summary>
    private readonly Dictionary<object, MonotonicTime> _putAt = [];

    private bool _wasSwept;

    /// <summary>Does any instance have virtual routes or rules?</summary>
    public bool IsNeeded { get; private set; }

    /// <summary>Compares and repairs. The first time it also looks for what an earlier run left behind.</summary>
    public void Reconcile(IReadOnlyCollection<AddressHolding> holdings, MonotonicTime now)
    {
        IsNeeded = holdings.Any(holding => HasRouting(holding.Cell.Definition));
        if (holdings.Any(holding => holding.SparedUntil is { } spared && now < spared)) return;
        if (!IsNeeded && _wasSwept && _putAt.Count == 0) return;
        LinuxError error = kernel.ListRouting(_routes, _rules);
        if (!error.IsSuccess)
        {
            Say("routing", $"virtual routes could not be listed: {error}; trying again with each sweep");
            return;
        }

        List<(RouteFacts Facts, VirtualRouteDefinition Definition, VrrpCell Cell)> routes = [];
        List<(RuleFacts Facts, VirtualRuleDefinition Definition, VrrpCell Cell)> rules = [];
        foreach (AddressHolding holding in holdings)
        {
            if (!holding.WantsRouting) continue;
            foreach (VirtualRouteDefinition route in holding.Cell.Definition.VirtualRoutes)
                if (Facts(route) is { } facts) routes.Add((facts, route, holding.Cell));
            foreach (VirtualRuleDefinition rule in holding.Cell.Definition.VirtualRules) rules.Add((Facts(rule), rule, holding.Cell));
        }

        // Rules go before the routes they lead to, and come after them.
        for (int i = _rules.Count - 1; i >= 0; i--)
        {
            RuleFacts found = _rules[i];
            if (rules.Exists(wanted => wanted.Facts.Is(found))) continue;
            if (Removed(kernel.RemoveRule(found), $"rule lookup {found.Table}{Preference(found)}")) _rules.RemoveAt(i);
        }

        for (int i = _routes.Count - 1; i >= 0; i--)
        {
            RouteFacts found = _routes[i];
            if (routes.Exists(wanted => wanted.Facts.Is(found))) continue;
            if (Removed(kernel.RemoveRoute(found), $"route {Network(found)}")) _routes.RemoveAt(i);
        }

        foreach ((RouteFacts facts, VirtualRouteDefinition definition, VrrpCell cell) in routes)
        {
            if (_routes.Exists(found => facts.Is(found))) _putAt.TryAdd(definition, now);
            else if (MayPut(definition, definition.NoTrack, now, out bool again) && Put(kernel.AddRoute(facts), cell, definition, $"route {definition}", again, now)) _routes.Add(facts);
        }

        foreach ((RuleFacts facts, VirtualRuleDefinition definition, VrrpCell cell) in rules)
        {
            if (_rules.Exists(found => facts.Is(found))) _putAt.TryAdd(definition, now);
            else if (MayPut(definition, definition.NoTrack, now, out bool again) && Put(kernel.AddRule(facts), cell, definition, $"rule {definition}", again, now)) _rules.Add(facts);
        }

        ForgetUnwanted([.. routes.Select(route => (object)route.Definition), .. rules.Select(rule => (object)rule.Definition)]);
        foreach (AddressHolding holding in holdings) Show(holding, routes);
        _wasSwept = true;
    }

    private static bool HasRouting(VrrpInstanceDefinition definition) => definition.VirtualRoutes.Count + definition.VirtualRules.Count > 0;

    private static string Network(RouteFacts route) =>
        $"{(route.PrefixLength == 0 ? "default" : $"{route.Destination}/{route.PrefixLength}")}{(route.Gateway is { } gateway ? $" via {gateway}" : "")} table {route.Table}";

    private static string Preference(RuleFacts rule) => rule.Priority is { } priority ? $" preference {priority}" : "";

    private static RuleFacts Facts(VirtualRuleDefinition rule) => new()
    {
        IsIPv6 = (rule.From ?? rule.To) is { } network ? AddressKey.From(network).IsIPv6 : rule.IsIPv6,
        Table = (uint)rule.Table,
        From = rule.From is { } from && rule.FromPrefixLength > 0 ? AddressKey.From(from) : null,
        FromPrefixLength = rule.FromPrefixLength,
        To = rule.To is { } to && rule.ToPrefixLength > 0 ? AddressKey.From(to) : null,
        ToPrefixLength = rule.ToPrefixLength,
        Priority = (uint?)rule.Priority,
        Mark = (uint?)rule.Mark,
        IncomingInterface = rule.IncomingInterface,
        OutgoingInterface = rule.OutgoingInterface,
    };

    private static byte ScopeOf(VirtualRouteDefinition route) => route.Scope switch
    {
        "global" => RouteConstants.RT_SCOPE_UNIVERSE,
        "site" => RouteConstants.RT_SCOPE_SITE,
        "link" => RouteConstants.RT_SCOPE_LINK,
        "host" => RouteConstants.RT_SCOPE_HOST,
        { } number when byte.TryParse(number, CultureInfo.InvariantCulture, out byte scope) => scope,
        _ => route.Gateway is null && route.Kind == VirtualRouteKind.Unicast ? RouteConstants.RT_SCOPE_LINK : RouteConstants.RT_SCOPE_UNIVERSE,
    };

    /// <summary>Null: its interface is missing; it is tried again when the interface comes.</summary>
    private RouteFacts? Facts(VirtualRouteDefinition route)
    {
        const uint defaultMetricIPv6 = 1024; // IP6_RT_PRIO_USER
        int index = 0;
        if (route.Interface is { } name)
        {
            if (table.FindLink(name) is not { } link) return null;
            index = link.Index;
        }

        bool isIPv6 = (route.Destination ?? route.Gateway ?? route.Source) is { } address && AddressKey.From(address).IsIPv6;
        return new RouteFacts
        {
            IsIPv6 = isIPv6,
            Table = (uint)(route.Table ?? RouteConstants.RT_TABLE_MAIN),
            Destination = route.Destination is { } destination ? AddressKey.From(destination) : AddressKey.Unspecified(isIPv6),
            PrefixLength = route.Destination is null ? 0 : route.PrefixLength,
            Metric = (uint)(route.Metric is { } metric and > 0 ? metric : isIPv6 ? defaultMetricIPv6 : 0),
            Type = route.Kind switch
            {
                VirtualRouteKind.Blackhole => RouteConstants.RTN_BLACKHOLE,
                VirtualRouteKind.Unreachable => RouteConstants.RTN_UNREACHABLE,
                VirtualRouteKind.Prohibit => RouteConstants.RTN_PROHIBIT,
                _ => RouteConstants.RTN_UNICAST,
            },
            Scope = ScopeOf(route),
            Gateway = route.Gateway is { } gateway ? AddressKey.From(gateway) : null,
            InterfaceIndex = index,
            Source = route.Source is { } source ? AddressKey.From(source) : null,
            Mtu = (uint)(route.Mtu ?? 0),
            IsOnLink = route.OnLink,
        };
    }

    private bool MayPut(object definition, bool isNotTracked, MonotonicTime now, out bool again)
    {
        again = _putAt.TryGetValue(definition, out MonotonicTime last);
        return !again || (!isNotTracked && now - last >= s_spacing);
    }

    private bool Put(LinuxError error, VrrpCell cell, object definition, string what, bool again, MonotonicTime now)
    {
        if (error.IsSuccess)
        {
            _putAt[definition] = now;
            _said.Remove(what);
            if (again) reports.Publish(new DriftRepaired(what, $"it was gone although this node is master of {cell.Name}", "put back"));
            return true;
        }

        Say(cell.Name, $"the kernel refused the {what}: {error}; trying again with each sweep", what);
        return false;
    }

    private bool Removed(LinuxError error, string what)
    {
        if (error.IsSuccess)
        {
            if (!_wasSwept) reports.Publish(new DriftRepaired(what, "it was left by an earlier run", "removed"));
            _said.Remove(what);
            return true;
        }

        Say("routing", $"the kernel refused to remove the {what}: {error}; remove it by hand", what);
        return false;
    }

    private void ForgetUnwanted(HashSet<object> wanted)
    {
        foreach (object definition in _putAt.Keys.Where(definition => !wanted.Contains(definition)).ToList()) _putAt.Remove(definition);
    }

    private void Show(AddressHolding holding, List<(RouteFacts Facts, VirtualRouteDefinition Definition, VrrpCell Cell)> wanted)
    {
        ValueArray<VirtualRouteDefinition> routes = holding.Cell.Definition.VirtualRoutes;
        if (routes.Count == 0 && holding.Cell.VirtualRoutes.Count == 0) return;
        ValueArray<VirtualRouteStatus> shown = routes
            .Select(route => new VirtualRouteStatus(route.ToString(), wanted.Exists(entry => entry.Cell == holding.Cell && entry.Definition == route && _routes.Exists(found => entry.Facts.Is(found)))))
            .ToValueArray();
        if (shown != holding.Cell.VirtualRoutes) holding.Cell.VirtualRoutes = shown;
    }

    private void Say(string subject, Sentence message, string? key = null)
    {
        if (_said.Add(key ?? message.ToString())) reports.Publish(EngineNotice.Of(subject, message, EventSeverity.Warning));
    }
}
