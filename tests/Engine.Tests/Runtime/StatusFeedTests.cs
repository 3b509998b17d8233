using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime;

namespace KeepaliveConsole.Engine.Tests.Runtime;

public sealed class StatusFeedTests : IDisposable
{
    private readonly StatusFeed _feed;
    private int _pictures;

    public StatusFeedTests() => _feed = new StatusFeed(TimeProvider.System, Picture);

    public void Dispose() => _feed.Dispose();

    [Fact]
    public async Task Subscribe_ThenPublish_NothingFallsBetweenPictureAndStream()
    {
        _feed.Publish(Notice(0));
        using EngineSubscription subscription = _feed.Subscribe("test");
        for (int i = 1; i <= 50; i++) _feed.Publish(Notice(i));

        var seen = new List<EngineEvent>();
        await foreach (EventBatch batch in subscription.ReadAsync(CancellationToken.None))
        {
            seen.AddRange(batch.Events);
            if (seen[^1].Sequence == 51) break;
        }

        Assert.Equal(Enumerable.Range((int)subscription.Initial.Sequence + 1, 51 - (int)subscription.Initial.Sequence), seen.Select(e => (int)e.Sequence));
    }

    [Fact]
    public async Task SlowReader_LosesTheOldest_AndIsToldHowMany()
    {
        using EngineSubscription slow = _feed.Subscribe("slow");
        using EngineSubscription marker = _feed.Subscribe("marker");
        for (int i = 0; i < StatusFeed.ReaderCapacity + 10; i++)
        {
            _feed.Publish(Notice(i));
        }

        long last = StatusFeed.ReaderCapacity + 10;
        await WaitUntilDelivered(marker, last);

        await using IAsyncEnumerator<EventBatch> batches = slow.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal(10, batches.Current.Dropped);
        Assert.Equal(11, batches.Current.Events[0].Sequence);
        Assert.Equal(last, batches.Current.Events[^1].Sequence);
        Assert.Equal(10, _feed.DroppedBySubscriber["slow"]);
    }

    [Fact]
    public void Publish_StampsTheRevisionInForce()
    {
        _feed.Revision = 7;
        using EngineSubscription subscription = _feed.Subscribe("test");
        _feed.Publish(Notice(1));
        _feed.Dispose();

        EngineEvent only = Assert.Single(subscription.ReadAsync(CancellationToken.None).ToBlockingEnumerable().SelectMany(batch => batch.Events));
        Assert.Equal(7, only.Revision);
        Assert.Equal(TimeSpan.Zero, only.At.Offset);
    }

    [Fact]
    public void Current_WithoutAnEventInBetween_ReusesThePicture()
    {
        using var feed = new StatusFeed(new StandingClock(), Picture);
        EngineStatus first = feed.Current;
        EngineStatus second = feed.Current;

        Assert.Same(first, second);
        Assert.Equal(1, _pictures);
    }

    [Fact]
    public void Current_AfterPublish_IsTakenAnew_ThoughTheEventHasNoNumberYet()
    {
        using var feed = new StatusFeed(new StandingClock(), Picture);
        EngineStatus before = feed.Current;
        feed.Publish(Notice(1));

        Assert.NotSame(before, feed.Current);
    }

    [Fact]
    public void Current_AfterAProbesResult_IsThatOfAMomentAgo_ButASubscriberGetsItsOwn()
    {
        var clock = new StandingClock();
        using var feed = new StatusFeed(clock, Picture);
        EngineStatus first = feed.Current;
        feed.Publish(Probe());
        Assert.Same(first, feed.Current);

        using EngineSubscription subscription = feed.Subscribe("test");
        Assert.NotSame(first, subscription.Initial);
        EngineStatus second = feed.Current;
        Assert.Same(subscription.Initial, second);

        feed.Publish(Probe());
        clock.Ticks = TimeSpan.FromMilliseconds(99).Ticks;
        Assert.Same(second, feed.Current);
        clock.Ticks = TimeSpan.FromMilliseconds(100).Ticks;
        Assert.NotSame(second, feed.Current);
    }

    [Fact]
    public void Dispose_EndsEveryReader()
    {
        using EngineSubscription subscription = _feed.Subscribe("test");
        _feed.Dispose();

        Assert.Empty(subscription.ReadAsync(CancellationToken.None).ToBlockingEnumerable());
    }

    private static async Task WaitUntilDelivered(EngineSubscription subscription, long sequence)
    {
        await foreach (EventBatch batch in subscription.ReadAsync(CancellationToken.None))
            if (batch.Events[^1].Sequence >= sequence) return;
    }

    private sealed class StandingClock : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }

    private static ProbeCompleted Probe() =>
        new("s", "r", 0, new ProbeResult { Outcome = ProbeOutcome.Passed, At = DateTimeOffset.UnixEpoch, Duration = TimeSpan.Zero, Message = "" });

    private static EngineNotice Notice(int number) => new("test", $"notice {number}", EventSeverity.Info);

    private EngineStatus Picture(long sequence)
    {
        _pictures++;
        return new EngineStatus
        {
            Node = "l1",
            At = DateTimeOffset.UnixEpoch,
            Sequence = sequence,
            AppliedRevision = 1,
            Engine = new EngineHealth { StartedAt = DateTimeOffset.UnixEpoch, LoadBalancer = "none" },
        };
    }
}
