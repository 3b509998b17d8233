using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Checks;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

public class ProbeTimelineTests
{
    private static readonly DateTimeOffset s_now = FakeStatus.Noon.AddSeconds(30);

    private static ProbeRecord Probe(DateTimeOffset at, double ms, ProbeOutcome outcome = ProbeOutcome.Passed) => new(at, outcome, TimeSpan.FromMilliseconds(ms), null, null, null);

    internal static ProbeSummary Summary(DateTimeOffset from, int count, int passed, double ms = 2) => new()
    {
        Service = FakeStatus.Service,
        Server = "10.88.0.101:80",
        CheckIndex = 0,
        From = from,
        Count = count,
        Passed = passed,
        Whole = new PhaseSummary(count, count * TimeSpan.FromMilliseconds(ms), TimeSpan.FromMilliseconds(ms), TimeSpan.FromMilliseconds(2 * ms)),
    };

    [Fact]
    public void TenMinutes_CutsSingleProbesIntoBeatsOfTenSeconds()
    {
        ProbeTimeline timeline = ProbeTimeline.Of(TimelineRange.TenMinutes, ProbePast.None,
            [Probe(s_now.AddSeconds(-1), 4), Probe(s_now.AddSeconds(-5), 2), Probe(s_now.AddSeconds(-12), 9, ProbeOutcome.TimedOut), Probe(s_now.AddSeconds(-25), 9, ProbeOutcome.LocalError)], s_now);

        Assert.Equal(60, timeline.Beats.Count);
        Assert.Equal(["local", "fail", "pass", "none"], timeline.Beats.Skip(56).Select(beat => beat.Style));
        Assert.Equal((3, 100.0 * 2 / 3), (timeline.Count, timeline.Uptime));
        Assert.Equal((TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(4)), (timeline.Beats[58].Percentile(50), timeline.Beats[58].Percentile(99)));
    }

    [Fact]
    public void Hour_TakesSingleProbesOnlyAfterTheLastMinuteThatIsClosed()
    {
        var past = new ProbePast([], [Summary(s_now.AddSeconds(-30).AddMinutes(-2), 60, 60), Summary(s_now.AddSeconds(-30).AddMinutes(-1), 60, 30)]);

        ProbeTimeline timeline = ProbeTimeline.Of(TimelineRange.Hour, past, [Probe(s_now.AddSeconds(-50), 1), Probe(s_now.AddSeconds(-2), 1)], s_now);

        Assert.Equal([0, 60, 60, 1], timeline.Beats.Skip(56).Select(beat => beat.Count));
        Assert.Equal(["none", "pass", "part", "pass"], timeline.Beats.Skip(56).Select(beat => beat.Style));
        Assert.Null(timeline.Beats[57].Percentile(95));
    }

    [Fact]
    public void Month_NoHourIsCountedTwice_ThoughMinutesCoverTheSameDay()
    {
        DateTimeOffset noon = FakeStatus.Noon;
        var past = new ProbePast(
            [.. Enumerable.Range(1, 48).Reverse().Select(hour => Summary(noon.AddHours(-hour), 100, 100))],
            [.. Enumerable.Range(1, 23 * 60).Reverse().Select(minute => Summary(noon.AddMinutes(-minute), 1, 1))]);

        ProbeTimeline timeline = ProbeTimeline.Of(TimelineRange.Month, past, [], s_now);

        // 22 hours of minutes, and before them 26 of the 48 hours.
        Assert.Equal((22 * 60) + (26 * 100), timeline.Count);
        Assert.Equal(100, timeline.Uptime);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.2, 2)]
    [InlineData(4.9, 5)]
    [InlineData(51, 100)]
    [InlineData(1800, 2000)]
    public void Chart_EndsAtARoundNumber(double longest, double top) => Assert.Equal(top, ChartLines.NiceTop(longest));

    [Fact]
    public void Chart_HasExactPercentilesOfTenMinutes_AndBandsWhereNothingPassed()
    {
        ProbeTimeline timeline = ProbeTimeline.Of(TimelineRange.TenMinutes, ProbePast.None,
            [Probe(s_now.AddSeconds(-1), 5), Probe(s_now.AddSeconds(-12), 9, ProbeOutcome.TimedOut), Probe(s_now.AddSeconds(-22), 9, ProbeOutcome.Refused)], s_now);

        ChartLines chart = ChartLines.Of(timeline);

        Assert.True(chart.IsExact);
        Assert.Equal(["p99", "p95", "p50"], chart.Lines.Select(line => line.Style));
        Assert.Equal((672.0, 24.0), Assert.Single(chart.DownBands));
        Assert.Equal((5, "M699 0L705 0"), (chart.TopMs, chart.Lines[0].Path));
    }

    [Theory]
    [InlineData(50, 3)]
    [InlineData(95, 5)]
    [InlineData(1, 1)]
    public void Percentile_IsAValueThatWasMeasured(int percent, int ms) =>
        Assert.Equal(TimeSpan.FromMilliseconds(ms), Percentiles.Of(new[] { 5, 1, 4, 2, 3 }.Select(one => TimeSpan.FromMilliseconds(one)), percent));
}
