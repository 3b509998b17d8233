namespace KeepaliveConsole.Engine.Linux;

/// <summary>A timerfd on CLOCK_MONOTONIC with absolute deadlines, so that being late once does not move the next one.</summary>
internal sealed unsafe class DeadlineTimer : IDisposable
{
    private readonly Descriptor _descriptor = Kernel.Own(Libc.timerfd_create(Libc.CLOCK_MONOTONIC, Libc.TFD_CLOEXEC | Libc.TFD_NONBLOCK), "timerfd_create");
    /// <summary>A deadline that is at least so far away, half a second, is not put off: it rings once for nothing instead.</summary>
    private const long Far = 500_000_000;

    private long _armed;

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>
    /// Becomes readable at <paramref name="deadline"/>; one in the past: at once. May ring too early, but not within half a second from
    /// <paramref name="now"/>. Costs no call when nothing changed, or when it was put off from far to farther.
    /// </summary>
    public void Arm(MonotonicTime deadline, MonotonicTime now)
    {
        long nanoseconds = Math.Max(deadline.Nanoseconds, 1); // 0 would disarm
        if (nanoseconds == _armed || (_armed < nanoseconds && _armed - now.Nanoseconds >= Far)) return;
        _armed = nanoseconds;
        var spec = new Libc.TimerSpec { Value = { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 } };
        _ = Libc.timerfd_settime(_descriptor.Number, Libc.TFD_TIMER_ABSTIME, &spec, null); // fails only on bad arguments
    }

    /// <summary>Takes note that it rang; the next <see cref="Arm"/> sets it anew.</summary>
    public void Clear()
    {
        ulong expirations;
        _ = Libc.read(_descriptor.Number, (byte*)&expirations, sizeof(ulong));
        _armed = 0;
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();
}
