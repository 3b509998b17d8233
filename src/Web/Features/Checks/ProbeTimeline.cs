using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>What is known of one check: single probes of the last ten minutes, minutes of a day, hours of thirty days.</summary>
/// <param name="Hours">Hours, oldest first.</param>
/// <param name="Minutes">Minutes, oldest first.</param>
public sealed record ProbePast(IReadOnlyList<ProbeSummary> Hours, IReadOnlyList<ProbeSummary> Minutes)
{
    /// <summary>Nothing.</summary>
    public static ProbePast None { get; } = new([], []);
}

/// <summary>The beats of one check up to now, oldest first, put together from what is known finest. No probe is counted twice.</summary>
public sealed class ProbeTimeline
{
    private ProbeTimeline(TimelineRange range, TimelineBeat[] beats)
    {
        Range = range;
        Beats = beats;
    }

    /// <summary>What it covers.</summary>
    public TimelineRange Range { get; }

    /// <summary>The beats.</summary>
    public IReadOnlyList<TimelineBeat> Beats { get; }

    /// <summary>Probes in all.</summary>
    public int Count => Beats.Sum(beat => beat.Count);

    /// <summary>Passed of all, 0 to 100; null before the first.</summary>
    public double? Uptime => Count == 0 ? null : 100.0 * Beats.Sum(beat => beat.Passed) / Count;

    /// <summary>Puts a timeline together.</summary>
    /// <param name="range">What it covers.</param>
    /// <param name="past">Hours and minutes.</param>
    /// <param name="probes">Single probes, oldest first.</param>
    /// <param name="now">Its end, UTC; the last beat begins at a whole multiple of a beat, so that beats do not wander.</param>
    public static ProbeTimeline Of(TimelineRange range, ProbePast past, IReadOnlyList<ProbeRecord> probes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(probes);
        DateTimeOffset begin = Floor(now, range.Beat) - ((range.Beats - 1) * range.Beat);
        var beats = new TimelineBeat[range.Beats];
        for (int i = 0; i < beats.Length; i++) beats[i] = new TimelineBeat(begin + (i * range.Beat), range.Beat);

        TimelineBeat? BeatAt(DateTimeOffset at) => at < begin ? null : (at - begin) / range.Beat is var place && place < beats.Length ? beats[(int)place] : null;

        if (range == TimelineRange.TenMinutes)
        {
            foreach (ProbeRecord probe in probes) BeatAt(probe.At)?.Add(probe);
            return new ProbeTimeline(range, beats);
        }

        // Minutes are kept for a day: from a fixed hour on they are finer than hours, up to the last one that is closed; then single probes.
        DateTimeOffset minutesFrom = Floor(now, TimeSpan.FromHours(1)) - TimeSpan.FromHours(22);
        DateTimeOffset probesFrom = past.Minutes.Count > 0 ? past.Minutes[^1].From + TimeSpan.FromMinutes(1) : DateTimeOffset.MinValue;
        foreach (ProbeSummary hour in past.Hours)
            if (hour.From < minutesFrom) BeatAt(hour.From)?.Add(hour);
        foreach (ProbeSummary minute in past.Minutes)
            if (minute.From >= minutesFrom) BeatAt(minute.From)?.Add(minute);
        foreach (ProbeRecord probe in probes)
            if (probe.At >= probesFrom) BeatAt(probe.At)?.Add(probe);
        return new ProbeTimeline(range, beats);
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan span) => new(at.UtcTicks - (at.UtcTicks % span.Ticks), TimeSpan.Zero);
}
