using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Virtual routes and policy rules are such as the kernel takes.</summary>
internal sealed class RouteRule : InstanceRule
{
    protected override void Check(VrrpInstanceDefinition instance, string pointer, ProblemList problems)
    {
        for (int index = 0; index < instance.VirtualRoutes.Count; index++)
        {
            VirtualRouteDefinition route = instance.VirtualRoutes[index];
            string at = $"{pointer}/virtualRoutes/{index}";
            CheckRoute(route, at, $"{instance.Name}: the route {route}", problems);
            if (instance.VirtualRoutes.Take(index).Any(other => IsSame(other, route)))
                problems.Error(at, "route.duplicate", $"{instance.Name}: the route {route} is listed twice; the kernel keeps one per destination, table and metric, so remove one.");
        }

        for (int index = 0; index < instance.VirtualRules.Count; index++)
        {
            VirtualRuleDefinition rule = instance.VirtualRules[index];
            string at = $"{pointer}/virtualRules/{index}";
            CheckRule(rule, at, $"{instance.Name}: the rule {rule}", problems);
            if (instance.VirtualRules.Take(index).Contains(rule))
                problems.Error(at, "rule.duplicate", $"{instance.Name}: the rule {rule} is listed twice; remove one.");
        }
    }

    private static void CheckRoute(VirtualRouteDefinition route, string at, Sentence subject, ProblemList problems)
    {
        CheckNetwork(route.Destination, route.PrefixLength, at, "route", subject, problems);
        if (route.Kind == VirtualRouteKind.Unicast)
        {
            if (route.Gateway is null && route.Interface is null)
                problems.Error(at, "route.nowhere", $"{subject} leads nowhere; give it a gateway or an interface.");
        }
        else if (route.Gateway is not null || route.OnLink)
        {
            problems.Error(at, "route.gateway", $"{subject} drops packets, so it cannot have a gateway; remove one of the two.");
        }

        AddressFamily? family = route.Destination?.AddressFamily;
        foreach ((string member, IPAddress? address) in ((string, IPAddress?)[])[("gateway", route.Gateway), ("source", route.Source)])
        {
            if (address is null) continue;
            family ??= address.AddressFamily;
            if (!VirtualAddressRule.IsUsable(address))
                problems.Error($"{at}/{member}", "route.address", $"{subject}: {address} is not an address a host can have; use a unicast address as {member}.");
            else if (address.AddressFamily != family)
                problems.Error($"{at}/{member}", "route.family", $"{subject}: the {member} {address} is of another family than the rest; use one of the same family.");
        }

        if (route.Interface is not null && !NameRule.IsInterfaceName(route.Interface))
            problems.Error($"{at}/interface", "interface.name", $"{subject}: \"{route.Interface}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
        if (route.OnLink && route.Gateway is null && route.Kind == VirtualRouteKind.Unicast)
            problems.Error($"{at}/onLink", "route.onLink", $"{subject}: onLink speaks of a gateway and there is none; remove it or give the gateway.");
        CheckTable(route.Table, at, "route", subject, problems);
        if (route.Metric is < 0 or > uint.MaxValue)
            problems.Error($"{at}/metric", "route.metric", $"{subject}: the metric must be 0 to {uint.MaxValue}, not {route.Metric}.");
        if (route.Mtu is < 68 or > 65535)
            problems.Error($"{at}/mtu", "route.mtu", $"{subject}: the MTU must be 68 to 65535, not {route.Mtu}.");
        if (route.Scope is not null && !IsScope(route.Scope))
            problems.Error($"{at}/scope", "route.scope", $"{subject}: \"{route.Scope}\" is no scope; use global, link, host or a number from 0 to 255.");
    }

    private static void CheckRule(VirtualRuleDefinition rule, string at, Sentence subject, ProblemList problems)
    {
        CheckNetwork(rule.From, rule.FromPrefixLength, $"{at}/from", "rule", subject, problems);
        CheckNetwork(rule.To, rule.ToPrefixLength, $"{at}/to", "rule", subject, problems);
        if (rule.From is not null && rule.To is not null && rule.From.AddressFamily != rule.To.AddressFamily)
            problems.Error($"{at}/to", "rule.family", $"{subject} goes from one family to another; use networks of the same family.");
        CheckTable(rule.Table, at, "rule", subject, problems);
        if (rule.Priority is < 1 or > 32765)
            problems.Error($"{at}/priority", "rule.priority", $"{subject}: the priority must be 1 to 32765, not {rule.Priority}, so that it comes before the main table.");
        if (rule.Mark is < 0 or > uint.MaxValue)
            problems.Error($"{at}/mark", "rule.mark", $"{subject}: the firewall mark must be 0 to {uint.MaxValue}, not {rule.Mark}.");
        foreach ((string member, string? name) in ((string, string?)[])[("incomingInterface", rule.IncomingInterface), ("outgoingInterface", rule.OutgoingInterface)])
        {
            if (name is not null && !NameRule.IsInterfaceName(name))
                problems.Error($"{at}/{member}", "interface.name", $"{subject}: \"{name}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
        }
    }

    private static void CheckNetwork(IPAddress? network, int prefixLength, string at, string kind, Sentence subject, ProblemList problems)
    {
        int bits = network is null ? 0 : network.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (prefixLength < 0 || prefixLength > bits)
            problems.Error(at, $"{kind}.prefixLength", $"{subject}: the prefix length must be 0 to {bits}, not {prefixLength}.");
        else if (network is not null && HasHostBits(network, prefixLength))
            problems.Error(at, $"{kind}.hostBits", $"{subject}: {network} has bits beyond the first {prefixLength}, which the kernel refuses; clear them or lengthen the prefix.");
    }

    private static void CheckTable(long? table, string at, string kind, Sentence subject, ProblemList problems)
    {
        if (table is < 1 or > uint.MaxValue)
            problems.Error($"{at}/table", $"{kind}.table", $"{subject}: the routing table must be 1 to {uint.MaxValue}, not {table}; 254 is main.");
    }

    private static bool HasHostBits(IPAddress network, int prefixLength)
    {
        byte[] bytes = network.GetAddressBytes();
        for (int bit = prefixLength; bit < bytes.Length * 8; bit++)
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) return true;
        return false;
    }

    private static bool IsSame(VirtualRouteDefinition one, VirtualRouteDefinition other) =>
        Equals(one.Destination, other.Destination) && one.PrefixLength == other.PrefixLength && (one.Table ?? 254) == (other.Table ?? 254) && one.Metric == other.Metric
        && (one.Destination is not null || one.Gateway?.AddressFamily == other.Gateway?.AddressFamily);

    /// <summary>A scope's name, or its number.</summary>
    internal static bool IsScope(string scope) => scope is "global" or "link" or "host" || byte.TryParse(scope, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);
}
