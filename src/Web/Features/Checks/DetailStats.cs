using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>Figures of one check beside its picture.</summary>
public sealed record DetailStats
{
    /// <summary>Percentiles of what passed in the last ten minutes; null when nothing did.</summary>
    public required (TimeSpan P50, TimeSpan P95, TimeSpan P99)? Latency { get; init; }

    /// <summary>Passed of all probes, 0 to 100, by the word of the range; null where nothing was probed.</summary>
    public required IReadOnlyList<(string Range, double? Percent)> Uptime { get; init; }

    /// <summary>Works them out.</summary>
    public static DetailStats Of(ProbePast past, IReadOnlyList<ProbeRecord> probes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(probes);
        List<TimeSpan> passed = [.. probes.Where(probe => probe.Outcome == ProbeOutcome.Passed).Select(probe => probe.Duration)];
        return new DetailStats
        {
            Latency = passed.Count == 0 ? null : (Percentiles.Of(passed, 50)!.Value, Percentiles.Of(passed, 95)!.Value, Percentiles.Of(passed, 99)!.Value),
            Uptime = [.. TimelineRange.All.Skip(1).Select(range => (range.Word, ProbeTimeline.Of(range, past, probes, now).Uptime))],
        };
    }
}
