using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Isolation;

namespace KeepaliveConsole.Engine.Tests.Runtime.Isolation;

public sealed class EventBacklogTests
{
    private readonly EventBacklog _backlog = new(TimeProvider.System);

    [Fact]
    public void WhatNobodyAcknowledged_IsThereForTheNext()
    {
        Publish(3);
        Assert.Equal((3, 3L, 0L), Look(0));
        Assert.Equal((3, 3L, 0L), Look(_backlog.Acknowledged)); // another console, after the first ended without a word

        _backlog.Acknowledge(2);
        Publish(1);
        Assert.Equal((2, 4L, 0L), Look(_backlog.Acknowledged));
    }

    [Fact]
    public void WithoutAConsole_TheOldestAreLost_AndCountedOnce()
    {
        Publish(EventBacklog.Capacity + 10);
        Assert.Equal((EventBacklog.Capacity, (long)EventBacklog.Capacity, 10L), Look(0));
        Assert.Equal(0, Look(0).Lost);
    }

    [Fact]
    public void Acknowledging_WhatWasNeverTold_ForgetsNothingToCome()
    {
        _backlog.Acknowledge(1000);
        Publish(1);
        Assert.Equal((1, 1L, 0L), Look(_backlog.Acknowledged));
    }

    [Fact]
    public void Events_CarryTheTimeTheyHappened()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        Publish(1);
        Assert.InRange(_backlog.After(0).Events[0].At, before, DateTimeOffset.UtcNow);
    }

    private void Publish(int count)
    {
        for (int i = 0; i < count; i++) _backlog.Publish(new EngineNotice("a", $"{i}", EventSeverity.Info));
    }

    private (int Count, long UpTo, long Lost) Look(long after)
    {
        (ValueArray<EngineEvent> events, long upTo, long lost) = _backlog.After(after);
        return (events.Count, upTo, lost);
    }
}
