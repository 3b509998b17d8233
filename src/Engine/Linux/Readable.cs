namespace KeepaliveConsole.Engine.Linux;

/// <summary>Waits with ppoll for a few descriptors; for threads that are not in a hurry.</summary>
internal static unsafe class Readable
{
    private const int MaxDescriptors = 8;

    /// <summary>Returns when one of at most eight is readable or the time is over. Negative numbers are passed over.</summary>
    /// <param name="numbers">The descriptors.</param>
    /// <param name="timeout">Longest wait; null = for ever.</param>
    public static void Wait(ReadOnlySpan<int> numbers, TimeSpan? timeout)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Length, MaxDescriptors);
        Libc.PollFd* descriptors = stackalloc Libc.PollFd[MaxDescriptors];
        for (int i = 0; i < numbers.Length; i++) descriptors[i] = new Libc.PollFd { Fd = numbers[i], Events = Libc.POLLIN };
        long ticks = Math.Max(timeout.GetValueOrDefault().Ticks, 0);
        var limit = new Libc.TimeSpec { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        _ = Libc.ppoll(descriptors, (nuint)numbers.Length, timeout is null ? null : &limit, null); // a signal ends it early, which is harmless
    }
}
