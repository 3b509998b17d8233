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
        TimeSpan span => Span(span),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ValueArray<ServiceRangeDefinition> ranges => List(ranges, range => range.ToString()),
        TunnelDefinition tunnel => Tunnel(tunnel),
        SyncDaemonDefinition daemon => SyncDaemon(daemon),
        FlapDampingDefinition damping => $"half life {Span(damping.HalfLife)}, out above {Number(damping.SuppressAbove)}, back below {Number(damping.ReuseBelow)}, at most {Span(damping.LongestSuppression)}",
        ServiceNotifyDefinition notify => Notify(notify),
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
        if (url.Pattern is { } pattern) parts.Add(Pattern(pattern));
        if (url.Json is { } json) parts.Add($"JSON {json.Path}{(json.Value is null ? "" : $" = {json.Value}")}");
        return string.Join(' ', parts);
    }

    private static string Pattern(BodyPatternDefinition pattern) => (pattern.MustNotMatch ? "not " : "") + $"like \"{pattern.Expression}\""
        + (pattern.Options.Count == 0 ? "" : $" ({string.Join(' ', pattern.Options)})")
        + (pattern.MinimumOffset == 0 ? "" : $" from {Number(pattern.MinimumOffset)}") + (pattern.MaximumOffset is { } end ? $" before {Number(end)}" : "");

    private static string Span(TimeSpan span) => $"{((decimal)span.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture)} s";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Tunnel(TunnelDefinition tunnel) => tunnel.Kind.ToString().ToLowerInvariant() + Word("port", tunnel.Port)
        + (tunnel.Checksum == TunnelChecksum.None ? "" : $" {tunnel.Checksum.ToString().ToLowerInvariant()} checksum");

    private static string SyncDaemon(SyncDaemonDefinition daemon) => daemon.Interface + Word("instance", daemon.Instance) + $" id {Number(daemon.SyncId)}"
        + Word("maxlen", daemon.MaximumLength) + Word("port", daemon.Port) + Word("ttl", daemon.TimeToLive) + Word("group", daemon.Group);

    private static string Notify(ServiceNotifyDefinition notify) =>
        $"up {notify.Up ?? "none"}, down {notify.Down ?? "none"}" + (notify.User is null ? "" : $", as {notify.User}");

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
