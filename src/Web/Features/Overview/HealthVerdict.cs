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
    /// <summary>The gravest item decides; the sentence is its own and says how many more there are.</summary>
    public static HealthVerdict From(EngineStatus status, IReadOnlyList<AttentionItem> attention)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(attention);
        if (status.Vrrp.Count == 0 && status.VirtualServices.Count == 0 && !attention.Any(item => item.Severity != EventSeverity.Info))
            return new HealthVerdict(HealthLevel.Ok, "Nothing is defined yet.");

        List<AttentionItem> critical = [.. attention.Where(item => item.Severity == EventSeverity.Critical)];
        List<AttentionItem> warnings = [.. attention.Where(item => item.Severity == EventSeverity.Warning)];
        if (critical.Count > 0) return new HealthVerdict(HealthLevel.Critical, Text(critical, warnings.Count));
        if (warnings.Count > 0) return new HealthVerdict(HealthLevel.Degraded, Text(warnings, 0));
        return new HealthVerdict(HealthLevel.Ok, AllWell(status));
    }

    private static string Text(List<AttentionItem> gravest, int others)
    {
        AttentionItem first = gravest[0];
        int more = gravest.Count - 1 + others;
        string sentence = $"{first.Subject}: {first.What}";
        return more == 0 ? sentence + "." : Invariant($"{sentence}, and {more} more.");
    }

    private static string AllWell(EngineStatus status)
    {
        int servers = status.VirtualServices.Sum(service => service.RealServers.Count);
        var parts = new List<string>(3);
        if (status.Vrrp.Count > 0) parts.Add(Counted(status.Vrrp.Count, "VRRP instance has", "VRRP instances have") + " an owner");
        if (status.VirtualServices.Count > 0) parts.Add(Counted(status.VirtualServices.Count, "virtual service is", "virtual services are") + " in quorum");
        if (servers > 0) parts.Add(Invariant($"no real server of {servers} is failing"));
        return string.Join(", ", parts) + ".";
    }

    private static string Counted(int count, string one, string many) => Invariant($"{count} {(count == 1 ? one : many)}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
