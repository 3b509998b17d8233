namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// Real-time scheduling of the calling thread alone. RLIMIT_RTTIME is never set: it is per process and the kernel kills
/// with it. kernel.sched_rt_runtime_us already keeps a runaway thread from taking a whole CPU.
/// </summary>
internal static unsafe class RealTimeThread
{
    /// <summary>SCHED_RR with <paramref name="priority"/> 1 to 99; needs CAP_SYS_NICE or RLIMIT_RTPRIO. Children do not inherit it.</summary>
    public static LinuxError Become(int priority)
    {
        return Libc.sched_setscheduler(0, Libc.SCHED_RR | Libc.SCHED_RESET_ON_FORK, &priority) == 0 ? LinuxError.None : LinuxError.Last();
    }

    /// <summary>Timers of this thread ring on time instead of up to 50 µs late (ordinary scheduling only; real-time has none).</summary>
    public static void WithoutTimerSlack() => _ = Libc.prctl(Libc.PR_SET_TIMERSLACK, 1, 0, 0, 0);
}
