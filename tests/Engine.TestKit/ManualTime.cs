namespace KeepaliveConsole.Engine.TestKit;

/// <summary>
/// A clock that stands still until told to move; timers fire on the thread that moves it, in order of their time. The
/// timestamp's frequency is an odd one, so that code that takes it for ticks or nanoseconds shows.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private long _ticks;
    private int _timersSet;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond * 7;

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Elapsed;

    /// <inheritdoc />
    public override long GetTimestamp() => Interlocked.Read(ref _ticks) * 7;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock by <paramref name="span"/> and fires every timer on the way at exactly its time.</summary>
    public void Advance(TimeSpan span)
    {
        long end = Interlocked.Read(ref _ticks) + span.Ticks;
        while (NextUntil(end) is { } timer) timer.Fire();
        Interlocked.Exchange(ref _ticks, end);
    }

    /// <summary>
    /// Done when timers were set <paramref name="count"/> times since the start. Lets a test on real sockets move the clock
    /// exactly when the code under test waits; fails after 30 real seconds.
    /// </summary>
    public Task TimersSetAsync(int count)
    {
        lock (_gate)
        {
            if (_timersSet >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30), System);
        }
    }

    private void TimerSet()
    {
        _timersSet++;
        foreach ((int count, TaskCompletionSource reached) in _waiting)
            if (count <= _timersSet) reached.TrySetResult();
        _waiting.RemoveAll(one => one.Count <= _timersSet);
    }

    private ManualTimer? NextUntil(long end)
    {
        lock (_gate)
        {
            ManualTimer? next = null;
            foreach (ManualTimer timer in _timers)
                if (timer.DueAt <= end && (next is null || timer.DueAt < next.DueAt)) next = timer;
            if (next is null) return null;
            Interlocked.Exchange(ref _ticks, Math.Max(_ticks, next.DueAt));
            if (next.Period > 0) next.DueAt += next.Period;
            else _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public long DueAt { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = owner._ticks + dueTime.Ticks;
                Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                owner._timers.Add(this);
                owner.TimerSet();
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._gate) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
