namespace KeepaliveConsole.Engine.Linux;

/// <summary>Waits with poll for a few descriptors; for threads that are not in a hurry.</summary>
internal static unsafe class Readable
{
    /// <summary>Returns when one of the two is readable or the time is over.</summary>
    public static void Wait(int first, int second, int timeoutMilliseconds) => Wait([first, second], timeoutMilliseconds);

    /// <summary>Returns when one of them is readable or the time is over; -1 = for ever. Negative numbers are passed over.</summary>
    public static void Wait(ReadOnlySpan<int> numbers, int timeoutMilliseconds)
    {
        Libc.PollFd* descriptors = stackalloc Libc.PollFd[numbers.Length];
        for (int i = 0; i < numbers.Length; i++) descriptors[i] = new Libc.PollFd { Fd = numbers[i], Events = Libc.POLLIN };
        _ = Libc.poll(descriptors, (nuint)numbers.Length, timeoutMilliseconds); // a signal ends it early, which is harmless
    }
}
