namespace KeepaliveConsole.Engine.Linux;

/// <summary>Time since the machine started, which one process can hand to the next: unlike the wall clock nobody sets it, and it goes on in suspend.</summary>
internal static class BootClock
{
    /// <summary>Since the start of the machine.</summary>
    public static unsafe TimeSpan Now
    {
        get
        {
            Libc.TimeSpec time;
            _ = Libc.clock_gettime(Libc.CLOCK_BOOTTIME, &time); // fails only on a bad clock number
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / MonotonicTime.NanosecondsPerTick);
        }
    }

    /// <summary>Which start of the machine this is; empty where the kernel does not say.</summary>
    public static string BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
