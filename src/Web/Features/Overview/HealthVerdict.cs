using System.Globalization;
using KeepaliveConsole.Engine.Events;

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
    public static HealthVerdict From(EngineStatus status, IReadOnlyList<AttentionItem> attention)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(attention);
        List<AttentionItem> grave = [.. attention.Where(item => item.Severity != EventSeverity.Info)];
        if (grave.Count == 0) return new HealthVerdict(HealthLevel.Ok, AllWell(status));

        EventSeverity worst = grave.Max(item => item.Severity);
        AttentionKind kind = grave.Where(item => item.Severity == worst).Min(item => item.Kind);
        List<AttentionItem> same = [.. grave.Where(item => item.Kind == kind)];
        int more = grave.Count - same.Count;
        string sentence = Describe(status, kind, same) + (more == 0 ? "." : Invariant($"; {more} more below."));
        return new HealthVerdict(worst == EventSeverity.Critical ? HealthLevel.Critical : HealthLevel.Degraded, sentence);
    }

    private static string Describe(EngineStatus status, AttentionKind kind, List<AttentionItem> items)
    {
        int servers = status.VirtualServices.Sum(service => service.RealServers.Count);
        return kind switch
        {
            AttentionKind.Fault => Of(items, status.Vrrp.Count, "VRRP instances", "in Fault"),
            AttentionKind.Quorum => Of(items, status.VirtualServices.Count, "virtual services", "below quorum"),
            AttentionKind.ServerDown => Of(items, servers, "real servers", "down"),
            AttentionKind.ServerChanging => Of(items, servers, "real servers", "failing or coming back"),
            _ => $"{items[0].Subject}: {items[0].What}",
        };
    }

    // "1 of 12 virtual services is below quorum: web-443"
    private static string Of(List<AttentionItem> items, int total, string nouns, string state)
    {
        string names = items.Count <= 2 ? string.Join(" and ", items.Select(item => item.Subject)) : $"{items[0].Subject}, {items[1].Subject} …";
        return Invariant($"{items.Count} of {total} {nouns} {(items.Count == 1 ? "is" : "are")} {state}: {names}");
    }

    private static string AllWell(EngineStatus status)
    {
        if (status.Vrrp.Count == 0 && status.VirtualServices.Count == 0) return "Nothing is defined yet.";
        int servers = status.VirtualServices.Sum(service => service.RealServers.Count);
        var parts = new List<string>(3);
        if (status.Vrrp.Count > 0) parts.Add(Counted(status.Vrrp.Count, "VRRP instance works", "VRRP instances work"));
        if (status.VirtualServices.Count > 0) parts.Add(Counted(status.VirtualServices.Count, "virtual service has its quorum", "virtual services have their quorum"));
        if (servers > 0) parts.Add(Invariant($"none of {servers} real servers is failing"));
        string sentence = string.Join(", ", parts);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";
    }

    private static string Counted(int count, string one, string many) => Invariant($"{count} {(count == 1 ? one : many)}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
