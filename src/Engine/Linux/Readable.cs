namespace KeepaliveConsole.Engine.Linux;

/// <summary>Waits with poll for a few descriptors; for threads that are not in a hurry.</summary>
internal static unsafe class Readable
{
    /// <summary>Returns when one of the two is readable or the time is over.</summary>
    public static void Wait(int first, int second, int timeoutMilliseconds)
    {
        Libc.PollFd* descriptors = stackalloc Libc.PollFd[2];
        descriptors[0] = new Libc.PollFd { Fd = first, Events = Libc.POLLIN };
        descriptors[1] = new Libc.PollFd { Fd = second, Events = Libc.POLLIN };
        _ = Libc.poll(descriptors, 2, timeoutMilliseconds); // a signal ends it early, which is harmless
    }
}
