using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>How the whole is doing.</summary>
public enum HealthLevel
{
    /// <summary>Nothing needs a person.</summary>
    Ok,

    /// <summary>Serving, with less redundancy or capacity than wanted.</summary>
    Degraded,

    /// <summary>Service is or may be affected.</summary>
    Critical,
}

/// <summary>The verdict with one sentence.</summary>
/// <param name="Level">How grave.</param>
/// <param name="Sentence">Why, in one sentence.</param>
public sealed record HealthVerdict(HealthLevel Level, string Sentence)
{
    /// <summary>The gravest kind of item decides; the sentence counts that kind and says how many other things there are.</summary>
    public static HealthVerdict From(EngineStatus status, IReadOnlyList<AttentionItem> attention, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(text);
        List<AttentionItem> grave = [.. attention.Where(item => item.Severity != EventSeverity.Info)];
        if (grave.Count == 0) return new HealthVerdict(HealthLevel.Ok, AllWell(status, text));

        EventSeverity worst = grave.Max(item => item.Severity);
        AttentionKind kind = grave.Where(item => item.Severity == worst).Min(item => item.Kind);
        List<AttentionItem> same = [.. grave.Where(item => item.Kind == kind)];
        int more = grave.Count - same.Count;
        string sentence = Describe(status, kind, same, text) + (more == 0 ? text["."] : text["; {0} more below.", more]);
        return new HealthVerdict(worst == EventSeverity.Critical ? HealthLevel.Critical : HealthLevel.Degraded, sentence);
    }

    private static string Describe(EngineStatus status, AttentionKind kind, List<AttentionItem> items, ConsoleText text)
    {
        int servers = status.VirtualServices.Sum(service => service.RealServers.Count);
        return kind switch
        {
            AttentionKind.Fault => Of(items, status.Vrrp.Count, text, Key("{0} of {1} VRRP instances is in Fault: {2}"), Key("{0} of {1} VRRP instances are in Fault: {2}")),
            AttentionKind.Quorum => Of(items, status.VirtualServices.Count, text, Key("{0} of {1} virtual services is below quorum: {2}"), Key("{0} of {1} virtual services are below quorum: {2}")),
            AttentionKind.ServerDown => Of(items, servers, text, Key("{0} of {1} real servers is down: {2}"), Key("{0} of {1} real servers are down: {2}")),
            AttentionKind.ServerChanging => Of(items, servers, text, Key("{0} of {1} real servers is failing or coming back: {2}"), Key("{0} of {1} real servers are failing or coming back: {2}")),
            _ => $"{items[0].Subject}: {items[0].What}",
        };
    }

    // "1 of 12 virtual services is below quorum: web-443"
    private static string Of(List<AttentionItem> items, int total, ConsoleText text, string one, string many)
    {
        string names = items.Count switch
        {
            1 => items[0].Subject,
            2 => text["{0} and {1}", items[0].Subject, items[1].Subject],
            _ => $"{items[0].Subject}, {items[1].Subject} …",
        };
        return text[items.Count == 1 ? one : many, items.Count, total, names];
    }

    private static string AllWell(EngineStatus status, ConsoleText text)
    {
        if (status.Vrrp.Count == 0 && status.VirtualServices.Count == 0) return text["Nothing is defined yet."];
        int servers = status.VirtualServices.Sum(service => service.RealServers.Count);
        var parts = new List<string>(3);
        if (status.Vrrp.Count > 0) parts.Add(Counted(status.Vrrp.Count, text, Key("{0} VRRP instance works"), Key("{0} VRRP instances work")));
        if (status.VirtualServices.Count > 0) parts.Add(Counted(status.VirtualServices.Count, text, Key("{0} virtual service has its quorum"), Key("{0} virtual services have their quorum")));
        if (servers > 0) parts.Add(text["none of {0} real servers is failing", servers]);
        string sentence = string.Join(text[", "], parts);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..] + text["."];
    }

    private static string Counted(int count, ConsoleText text, string one, string many) => text[count == 1 ? one : many, count];
}
