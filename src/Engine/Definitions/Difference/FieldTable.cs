using System.Globalization;

namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of each kind of thing, in the order their changes are listed.</summary>
internal static class FieldTable
{
    public static readonly Field<NodeDefinition>[] Node =
    [
        new("router id", node => node.RouterId),
        new("script user", node => node.ScriptUser),
        new("script security", node => node.ScriptSecurity),
    ];

    public static readonly Field<VrrpInstanceDefinition>[] Instance =
    [
        new("VRID", instance => instance.VirtualRouterId),
        new("version", instance => instance.Version),
        new("advert interval", instance => instance.AdvertisementInterval),
        new("preempt", instance => instance.Preempt),
        new("preempt delay", instance => instance.PreemptDelay),
        new("down timer adverts", instance => instance.DownTimerAdverts),
        new("authentication", instance => instance.Authentication?.Type),
        new("password", instance => instance.Authentication?.Password, IsSecret: true),
        new("announcements", instance => instance.Announcement.Repeat),
        new("second announcement after", instance => instance.Announcement.SecondBurstDelay),
        new("lease", instance => instance.UseLease),
    ];

    public static readonly Field<VirtualAddressDefinition>[] Address =
    [
        new("prefix length", address => address.PrefixLength),
        new("interface", address => address.Interface),
        new("label", address => address.Label),
        new("excluded from adverts", address => address.Excluded),
    ];

    public static readonly Field<VrrpParticipantDefinition>[] Participant =
    [
        new("interface", participant => participant.Interface),
        new("priority", participant => participant.Priority),
        new("source address", participant => participant.SourceAddress),
        new("initial master", participant => participant.InitialMaster),
        new("unicast peers", participant => participant.UnicastPeers),
        new("notify", participant => participant.Notify),
    ];

    public static readonly Field<TrackDefinition>[] Track = [new("weight", track => track.Weight)];

    public static readonly Field<SyncGroupDefinition>[] SyncGroup = [new("members", group => group.Members)];

    public static readonly Field<TrackScriptDefinition>[] TrackScript =
    [
        new("command", script => script.Command),
        new("interval", script => script.Interval),
        new("timeout", script => script.Timeout),
        new("weight", script => script.Weight),
        new("rise", script => script.Rise),
        new("fall", script => script.Fall),
    ];

    public static readonly Field<TrackProcessDefinition>[] TrackProcess =
    [
        new("process", process => process.Process),
        new("weight", process => process.Weight),
        new("quorum", process => process.Quorum),
        new("fork delay", process => process.ForkDelay),
        new("terminate delay", process => process.TerminateDelay),
    ];

    public static readonly Field<VirtualServiceDefinition>[] Service =
    [
        new("key", service => service.Key),
        new("scheduler", service => service.Scheduler),
        new("forwarding", service => service.ForwardingMethod),
        new("persistence", service => service.PersistenceTimeout),
        new("quorum", service => service.Quorum),
        new("hysteresis", service => service.Hysteresis),
        new("sorry server", service => service.SorryServer),
    ];

    public static readonly Field<RealServerDefinition>[] RealServer =
    [
        new("weight", server => server.Weight),
        new("forwarding", server => server.ForwardingMethod),
        new("inhibit on failure", server => server.InhibitOnFailure),
        new("admin", server => server.Admin),
    ];

    public static readonly Field<CheckDefinition>[] Check =
    [
        new("connect address", check => check.ConnectAddress),
        new("connect port", check => check.ConnectPort),
        new("connect timeout", check => check.ConnectTimeout),
        new("retries", check => check.Retries),
        new("retry delay", check => check.RetryDelay),
        new("interval", check => check.Interval),
        new("warmup", check => check.Warmup),
        new("virtual host", check => (check as HttpCheckDefinition)?.VirtualHost),
        new("urls", check => (check as HttpCheckDefinition)?.Urls),
    ];

    /// <summary>Adds <c>subject: label old -> new</c> for each member that differs.</summary>
    public static void Add<T>(Field<T>[] fields, string subject, T before, T after, List<string> lines)
    {
        foreach (Field<T> field in fields)
        {
            object? old = field.Value(before);
            object? now = field.Value(after);
            if (Equals(old, now)) continue;
            lines.Add($"{subject}: {field.Label} {Text(old, field.IsSecret)} -> {Text(now, field.IsSecret)}");
        }
    }

    private static string Text(object? value, bool isSecret) => value switch
    {
        null => "none",
        _ when isSecret => Json.JsonShape.Mask,
        bool yes => yes ? "on" : "off",
        TimeSpan span => $"{((decimal)span.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture)} s",
        ValueArray<HttpUrlDefinition> urls => "[" + string.Join(", ", urls.Select(UrlText)) + "]",
        _ => value.ToString() ?? "none",
    };

    private static string UrlText(HttpUrlDefinition url)
    {
        var parts = new List<string> { url.Path };
        if (url.VirtualHost is not null) parts.Add($"host {url.VirtualHost}");
        if (url.StatusCodes.Count > 0) parts.Add($"status {string.Join(' ', url.StatusCodes)}");
        if (url.ExpectedBody is not null) parts.Add($"body \"{url.ExpectedBody}\"");
        if (url.Digest is not null) parts.Add($"digest {url.Digest}");
        return string.Join(' ', parts);
    }
}
