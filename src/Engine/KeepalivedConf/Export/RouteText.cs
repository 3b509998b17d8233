using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes <c>virtual_routes</c> and <c>virtual_rules</c>.</summary>
internal static class RouteText
{
    public static void Write(VrrpInstanceDefinition instance, ConfWriter text)
    {
        if (instance.VirtualRoutes.Count > 0)
        {
            text.Open("virtual_routes");
            for (int index = 0; index < instance.VirtualRoutes.Count; index++) WriteRoute(instance.VirtualRoutes[index], $"virtualRoutes/{index}", text);
            text.Close();
        }

        if (instance.VirtualRules.Count == 0) return;
        text.Open("virtual_rules");
        for (int index = 0; index < instance.VirtualRules.Count; index++) WriteRule(instance.VirtualRules[index], $"virtualRules/{index}", text);
        text.Close();
    }

    private static void WriteRoute(VirtualRouteDefinition route, string member, ConfWriter text)
    {
        string destination = route.Destination is null ? "default" : string.Create(CultureInfo.InvariantCulture, $"{route.Destination}/{route.PrefixLength}");
        List<string> words = [];
        if (route.Gateway is { } gateway) words.AddRange(["via", gateway.ToString()]);
        if (route.Interface is { } device) words.AddRange(["dev", device]);
        if (route.Source is { } source) words.AddRange(["src", source.ToString()]);
        Number(words, "table", route.Table);
        Number(words, "metric", route.Metric);
        if (route.Scope is { } scope) words.AddRange(["scope", scope]);
        Number(words, "mtu", route.Mtu);
        if (route.OnLink) words.Add("onlink");
        if (route.NoTrack) words.Add("no_track");
        text.Line(member, route.Kind == VirtualRouteKind.Unicast ? destination : $"{route.Kind.ToString().ToLowerInvariant()} {destination}", [.. words]);
    }

    private static void WriteRule(VirtualRuleDefinition rule, string member, ConfWriter text)
    {
        List<string> words = [];
        if (rule.From is { } from) words.AddRange(["from", string.Create(CultureInfo.InvariantCulture, $"{from}/{rule.FromPrefixLength}")]);
        if (rule.To is { } to) words.AddRange(["to", string.Create(CultureInfo.InvariantCulture, $"{to}/{rule.ToPrefixLength}")]);
        Number(words, "table", rule.Table);
        Number(words, "preference", rule.Priority);
        Number(words, "fwmark", rule.Mark);
        if (rule.IncomingInterface is { } incoming) words.AddRange(["iif", incoming]);
        if (rule.OutgoingInterface is { } outgoing) words.AddRange(["oif", outgoing]);
        if (rule.NoTrack) words.Add("no_track");

        // keepalived 2.2 passes over the word behind this one, so it comes last.
        if (rule.IsIPv6) words.Add("inet6");
        text.Line(member, words[0], [.. words.Skip(1)]);
    }

    private static void Number(List<string> words, string word, long? value)
    {
        if (value is { } number) words.AddRange([word, number.ToString(CultureInfo.InvariantCulture)]);
    }
}
