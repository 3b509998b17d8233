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
}
