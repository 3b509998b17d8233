using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Counts probes since the start. Touched only under the lock of <see cref="CheckRuntime"/>.</summary>
internal sealed class ProbeCounters
{
    /// <summary>Upper bounds of the duration histograms, in seconds: from a LAN answer to the longest usual time-out.</summary>
    public static ValueArray<double> BoundsSeconds { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[] _outcomes = new long[Enum.GetValues<ProbeOutcome>().Length];
    private readonly SortedDictionary<string, (long[] Counts, double Sum)> _durations = new(StringComparer.Ordinal);

    /// <summary>Upper bounds of the histogram of late starts, in seconds.</summary>
    public static ValueArray<double> LatenessBoundsSeconds { get; } = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

    private readonly long[] _late = new long[LatenessBoundsSeconds.Count + 1];
    private double _lateSum;

    /// <summary>Counts by how much a probe started after it was due.</summary>
    public void Late(TimeSpan by)
    {
        double seconds = Math.Max(0, by.TotalSeconds);
        int bucket = 0;
        while (bucket < LatenessBoundsSeconds.Count && seconds > LatenessBoundsSeconds[bucket]) bucket++;
        _late[bucket]++;
        _lateSum += seconds;
    }

    /// <summary>Late starts of all probes.</summary>
    public DurationHistogram Lateness() => new(LatenessBoundsSeconds, new(Cumulative(_late)), _lateSum);

    /// <summary>Counts one probe.</summary>
    public void Add(CheckDefinition check, ProbeResult result)
    {
        _outcomes[(int)result.Outcome]++;
        string kind = CheckName.Label(check);
        (long[] counts, double sum) = _durations.TryGetValue(kind, out (long[] Counts, double Sum) known) ? known : (new long[BoundsSeconds.Count + 1], 0);
        double seconds = result.Duration.TotalSeconds;
        int bucket = 0;
        while (bucket < BoundsSeconds.Count && seconds > BoundsSeconds[bucket]) bucket++;
        counts[bucket]++;
        _durations[kind] = (counts, sum + seconds);
    }

    /// <summary>Probes by outcome, every outcome present.</summary>
    public IReadOnlyDictionary<string, long> Outcomes() =>
        Enum.GetValues<ProbeOutcome>().ToDictionary(outcome => outcome.ToString(), outcome => _outcomes[(int)outcome]);

    /// <summary>Durations by kind of check; a kind that never ran is missing.</summary>
    public IReadOnlyDictionary<string, DurationHistogram> Durations()
    {
        var histograms = new Dictionary<string, DurationHistogram>();
        foreach ((string kind, (long[] counts, double sum)) in _durations)
        {
            histograms[kind] = new(BoundsSeconds, new(Cumulative(counts)), sum);
        }

        return histograms;
    }

    private static long[] Cumulative(long[] counts)
    {
        var cumulative = new long[counts.Length];
        long total = 0;
        for (int i = 0; i < counts.Length; i++) cumulative[i] = total += counts[i];
        return cumulative;
    }
}
