namespace KeepaliveConsole.Engine.Linux;

/// <summary>CLOCK_MONOTONIC, the clock of every deadline: not moved by setting the wall clock, stands still in suspend.</summary>
internal static class MonotonicClock
{
    /// <summary>Now. Allocates nothing, does not enter the kernel.</summary>
    public static unsafe MonotonicTime Now
    {
        get
        {
            Libc.TimeSpec time;
            _ = Libc.clock_gettime(Libc.CLOCK_MONOTONIC, &time); // fails only on a bad clock number
            return new MonotonicTime((time.Seconds * 1_000_000_000) + time.Nanoseconds);
        }
    }

    /// <summary>Sleeps; a time in the past costs one call. A signal may end it early.</summary>
    public static unsafe void SleepUntil(MonotonicTime time)
    {
        var request = new Libc.TimeSpec { Seconds = time.Nanoseconds / 1_000_000_000, Nanoseconds = time.Nanoseconds % 1_000_000_000 };
        _ = Libc.clock_nanosleep(Libc.CLOCK_MONOTONIC, Libc.TIMER_ABSTIME, &request, null);
    }
}
