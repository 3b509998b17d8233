using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class LiveStatusTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly ManualTime _time = new(FakeStatus.Noon);
    private readonly LiveStatus _live;
    private int _wakes;

    public LiveStatusTests()
    {
        _live = new LiveStatus(_engine, _time, NullLogger<LiveStatus>.Instance);
        _live.Changed += () => Interlocked.Increment(ref _wakes);
    }

    public void Dispose() => _live.Dispose();

    private async Task PublishAsync()
    {
        long before = _live.EventCount;
        _engine.Publish(new EngineNotice("x", "y", EventSeverity.Info));
        await Polling.UntilAsync(() => _live.EventCount > before);
    }

    [Fact]
    public async Task FirstEvent_WakesAtOnceWithoutAnyTimePassing()
    {
        _live.Start();

        await PublishAsync();

        await Polling.UntilAsync(() => Volatile.Read(ref _wakes) == 1);
        Assert.Equal(1, _wakes);
    }

    [Fact]
    public async Task ManyEvents_WakeAtMostTenTimesASecond()
    {
        _live.Start();
        for (int i = 0; i < 100; i++)
        {
            await PublishAsync();
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(_wakes, 10, 12);
    }

    [Fact]
    public async Task AChange_DoesNotWaitForTheWakeThatAProbeAskedFor()
    {
        _live.Start();
        await PublishAsync();
        await Polling.UntilAsync(() => Volatile.Read(ref _wakes) == 1);
        _time.Advance(TimeSpan.FromMilliseconds(60));
        _engine.Publish(new ProbeCompleted("s", "r", 0, new ProbeResult { Outcome = ProbeOutcome.Passed, At = FakeStatus.Noon, Duration = TimeSpan.Zero, Message = "" }));
        await PublishAsync();
        Assert.Equal(1, _wakes);

        _time.Advance(TimeSpan.FromMilliseconds(40));
        await Polling.UntilAsync(() => Volatile.Read(ref _wakes) == 2);

        _time.Advance(TimeSpan.FromMilliseconds(800)); // the wake of the probe was this one
        Assert.Equal(2, _wakes);
    }

    [Fact]
    public void NoEvent_WakesOnceASecond()
    {
        _live.Start();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(5, _wakes);
    }

    [Fact]
    public void Disposed_NoLongerWakes()
    {
        _live.Start();
        _live.Dispose();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, _wakes);
    }

    [Fact]
    public void Window_ProbesAndRepeats_AreLeftOutAndTheOldestFallOff()
    {
        var window = new EventWindow();
        window.Add([.. Enumerable.Range(1, 250).Select(n => (EngineEvent)new EngineNotice("x", $"{n}", EventSeverity.Info) { Sequence = n })]);
        window.Add([new EngineNotice("x", "again", EventSeverity.Info) { Sequence = 250 }, new ProbeCompleted("s", "r", 0, new ProbeResult { Outcome = ProbeOutcome.Passed, At = FakeStatus.Noon, Duration = TimeSpan.Zero, Message = "" }) { Sequence = 251 }]);

        Assert.Equal(250, window.Added);
        Assert.Equal(200, window.OldestFirst().Count);
        Assert.Equal(51, window.OldestFirst()[0].Sequence);
        Assert.Equal([250L, 249L], window.Newest(2).Select(happened => happened.Sequence));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(252, "4 min 12 s")]
    [InlineData(11640, "3 h 14 min")]
    [InlineData(273600, "3 d 4 h")]
    [InlineData(-5, "0 s")]
    public void Ages_Text_IsTheTwoLargestUnits(double seconds, string expected) => Assert.Equal(expected, Ages.Text(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(3.0, Freshness.Fresh)]
    [InlineData(3.1, Freshness.Stale)]
    [InlineData(6.0, Freshness.Stale)]
    [InlineData(6.1, Freshness.Unknown)]
    public void Picture_Age_DecidesFreshness(double seconds, Freshness expected) =>
        Assert.Equal(expected, PictureAge.Of(FakeStatus.Healthy(), FakeStatus.Noon.AddSeconds(seconds)).Freshness);

    [Fact]
    public void ViewerClock_OffsetOnly_ShowsLocalTimeAndTakesItBack()
    {
        var clock = new ViewerClock();
        clock.Use(null, 480);

        Assert.Equal("UTC+08:00", clock.ZoneName);
        Assert.Equal("2026-03-01 20:00:00", clock.Text(FakeStatus.Noon));
        Assert.Equal(FakeStatus.Noon, clock.Moment(new DateTime(2026, 3, 1, 20, 0, 0, DateTimeKind.Unspecified)));
    }
}
