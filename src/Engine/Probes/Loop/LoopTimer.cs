namespace KeepaliveConsole.Engine.Probes.Loop;

/// <summary>A timer that goes off on the loop's thread, once for each <see cref="Change"/>. Any thread may change it.</summary>
/// <param name="loop">The loop.</param>
/// <param name="callback">Called when it goes off; must not wait for anything.</param>
internal sealed class LoopTimer(ProbeLoop loop, Action callback) : ITimer
{
    private long _dueTicks = long.MaxValue;

    /// <summary>When it goes off, on the loop's clock; <see cref="long.MaxValue"/> = never.</summary>
    public long DueTicks => Interlocked.Read(ref _dueTicks);

    /// <inheritdoc />
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Exchange(ref _dueTicks, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : loop.Ticks + dueTime.Ticks);
        if (!loop.IsCurrent) loop.Ring();
        return true;
    }

    /// <summary>Goes off if its time has come; on the loop's thread.</summary>
    public void GoOff(long nowTicks)
    {
        long due = DueTicks;
        // Changed meanwhile: then it goes off when it is to.
        if (due <= nowTicks && Interlocked.CompareExchange(ref _dueTicks, long.MaxValue, due) == due) callback();
    }

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _dueTicks, long.MaxValue);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
