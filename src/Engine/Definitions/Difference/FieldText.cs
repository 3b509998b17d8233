using System.Globalization;

namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>A member's value as people read it in a line of changes.</summary>
internal static class FieldText
{
    public static string Of(object? value, bool isSecret) => value switch
    {
        null => "none",
        _ when isSecret => Json.JsonShape.Mask,
        bool yes => yes ? "on" : "off",
        TimeSpan span => $"{((decimal)span.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture)} s",
        ValueArray<HttpUrlDefinition> urls => List(urls, Url),
        ValueArray<UnicastPeerDefinition> peers => List(peers, Peer),
        ValueArray<NotifyFifoDefinition> fifos => List(fifos, Fifo),
        ValueArray<VirtualRouteDefinition> routes => List(routes, Route),
        ValueArray<VirtualRuleDefinition> rules => List(rules, Rule),
        ValueArray<string> words => List(words, word => word),
        _ => value.ToString() ?? "none",
    };

    private static string List<T>(ValueArray<T> items, Func<T, string> text) => items.Count == 0 ? "none" : "[" + string.Join(", ", items.Select(text)) + "]";

    private static string Url(HttpUrlDefinition url)
    {
        var parts = new List<string> { url.Path };
        if (url.VirtualHost is not null) parts.Add($"host {url.VirtualHost}");
        if (url.StatusCodes.Count > 0) parts.Add($"status {string.Join(' ', url.StatusCodes)}");
        if (url.ExpectedBody is not null) parts.Add($"body \"{url.ExpectedBody}\"");
        if (url.Digest is not null) parts.Add($"digest {url.Digest}");
        return string.Join(' ', parts);
    }

    private static string Peer(UnicastPeerDefinition peer) => peer.Address
        + (peer.MinimumTimeToLive is { } minimum ? $" TTL from {minimum}" : "") + (peer.MaximumTimeToLive is { } maximum ? $" TTL to {maximum}" : "");

    private static string Fifo(NotifyFifoDefinition fifo) => fifo.Path + (fifo.Script is null ? "" : $" read by {fifo.Script}") + (fifo.User is null ? "" : $" as {fifo.User}");

    /// <summary>The route as <c>ip route</c> would take it, with every word that it has.</summary>
    private static string Route(VirtualRouteDefinition route) => route
        + (route.Destination is null && route.PrefixLength != 0 ? $" prefix {route.PrefixLength}" : "")
        + Word("src", route.Source) + Word("metric", route.Metric) + Word("scope", route.Scope) + Word("mtu", route.Mtu)
        + (route.OnLink ? " onlink" : "") + (route.NoTrack ? " no_track" : "");

    private static string Rule(VirtualRuleDefinition rule) => (rule.IsIPv6 ? "IPv6 " : "") + rule
        + (rule.From is null && rule.FromPrefixLength != 0 ? $" from prefix {rule.FromPrefixLength}" : "")
        + (rule.To is null && rule.ToPrefixLength != 0 ? $" to prefix {rule.ToPrefixLength}" : "")
        + Word("priority", rule.Priority) + Word("iif", rule.IncomingInterface) + Word("oif", rule.OutgoingInterface)
        + (rule.NoTrack ? " no_track" : "");

    private static string Word(string word, object? value) => value is null ? "" : $" {word} {Convert.ToString(value, CultureInfo.InvariantCulture)}";
}
