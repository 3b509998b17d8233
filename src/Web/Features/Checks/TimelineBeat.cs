using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>What came of the probes within one beat of a timeline.</summary>
public sealed class TimelineBeat
{
    private readonly List<TimeSpan> _single = [];

    internal TimelineBeat(DateTimeOffset from, TimeSpan length)
    {
        From = from;
        Length = length;
    }

    /// <summary>Its begin, UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Its length.</summary>
    public TimeSpan Length { get; }

    /// <summary>Probes that said something about the server.</summary>
    public int Count { get; private set; }

    /// <summary>Those that passed.</summary>
    public int Passed { get; private set; }

    /// <summary>Those that failed.</summary>
    public int Failed => Count - Passed;

    /// <summary>Probes this node could not make; only known of the last ten minutes.</summary>
    public int NotTried { get; private set; }

    /// <summary>From start to end.</summary>
    public PhaseSummary Whole { get; private set; }

    /// <summary>Until the connection stood.</summary>
    public PhaseSummary Connect { get; private set; }

    /// <summary>Until TLS was agreed on.</summary>
    public PhaseSummary Tls { get; private set; }

    /// <summary>Until the first byte of the answer.</summary>
    public PhaseSummary FirstByte { get; private set; }

    /// <summary>Did nothing pass of what was tried?</summary>
    public bool IsDown => Count > 0 && Passed == 0;

    /// <summary>How it looks: <c>none</c>, <c>pass</c>, <c>part</c>, <c>fail</c> or <c>local</c>.</summary>
    public string Style => Count == 0 ? NotTried > 0 ? "local" : "none" : Failed == 0 ? "pass" : Passed == 0 ? "fail" : "part";

    /// <summary>Percentile of the passed probes' durations; null unless every probe of the beat is known by itself and one passed.</summary>
    /// <param name="percent">1 to 100.</param>
    public TimeSpan? Percentile(int percent) => _single.Count > 0 && _single.Count == Passed ? Percentiles.Of(_single, percent) : null;

    internal void Add(ProbeSummary summary)
    {
        Count += summary.Count;
        Passed += summary.Passed;
        Whole = Whole.With(summary.Whole);
        Connect = Connect.With(summary.Connect);
        Tls = Tls.With(summary.Tls);
        FirstByte = FirstByte.With(summary.FirstByte);
    }

    internal void Add(ProbeRecord probe)
    {
        if (probe.Outcome == ProbeOutcome.LocalError)
        {
            NotTried++;
            return;
        }

        Count++;
        if (probe.Outcome == ProbeOutcome.Passed)
        {
            Passed++;
            _single.Add(probe.Duration);
        }

        Whole = Whole.With(probe.Duration);
        Connect = Connect.With(probe.Connect);
        Tls = Tls.With(probe.Tls);
        FirstByte = FirstByte.With(probe.FirstByte);
    }
}

/// <summary>Percentiles by the nearest rank: always a value that was measured.</summary>
public static class Percentiles
{
    /// <summary>The value that <paramref name="percent"/> % of all do not exceed; null without values.</summary>
    public static TimeSpan? Of(IEnumerable<TimeSpan> values, int percent)
    {
        List<TimeSpan> sorted = [.. values.Order()];
        return sorted.Count == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(percent / 100.0 * sorted.Count), 1, sorted.Count) - 1];
    }
}
