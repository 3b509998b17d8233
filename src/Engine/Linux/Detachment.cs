namespace KeepaliveConsole.Engine.Linux;

/// <summary>Makes a process independent of the one that started it.</summary>
internal static class Detachment
{
    private const uint PrivateFileMode = 0x180; // 0600

    /// <summary>A session of its own: no terminal and no process group of another can signal it any more. Harmless when it has one already.</summary>
    public static void LeaveSession() => _ = Libc.setsid();

    /// <summary>Takes nothing from the standard input and says everything into a file, so that neither a closed terminal nor a full pipe matters.</summary>
    /// <param name="logPath">File to append to; made with mode 0600.</param>
    public static LinuxError Redirect(string logPath)
    {
        LinuxError error = Replace("/dev/null", Libc.O_RDONLY, 0);
        int log = Libc.open(logPath, Libc.O_RDWR | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, PrivateFileMode);
        if (log < 0)
        {
            LinuxError noLog = LinuxError.Last();
            // Silence rather than a pipe that fills.
            _ = Replace("/dev/null", Libc.O_RDWR, 1);
            _ = Replace("/dev/null", Libc.O_RDWR, 2);
            return noLog;
        }

        if (Libc.dup2(log, 1) < 0 || Libc.dup2(log, 2) < 0) error = LinuxError.Last();
        _ = Libc.close(log);
        return error;
    }

    /// <summary>
    /// Keeps memory that is touched once from being paged out, without touching what is only reserved (a runtime reserves gigabytes).
    /// Needs CAP_IPC_LOCK or an unlimited RLIMIT_MEMLOCK.
    /// </summary>
    public static LinuxError LockMemory() =>
        Libc.mlockall(Libc.MCL_CURRENT | Libc.MCL_FUTURE | Libc.MCL_ONFAULT) == 0 ? LinuxError.None : LinuxError.Last();

    /// <summary>Sockets handed over by a service manager (LISTEN_FDS) stay with this process and are not passed on to the programs it starts.</summary>
    public static void KeepHandedSockets()
    {
        const int first = 3; // SD_LISTEN_FDS_START
        if (!int.TryParse(Environment.GetEnvironmentVariable("LISTEN_FDS"), out int count)) return;
        for (int number = first; number < first + count; number++) _ = Libc.fcntl(number, Libc.F_SETFD, Libc.FD_CLOEXEC);
    }

    private static LinuxError Replace(string path, int flags, int number)
    {
        int opened = Libc.open(path, flags | Libc.O_CLOEXEC, 0);
        if (opened < 0) return LinuxError.Last();
        LinuxError error = Libc.dup2(opened, number) < 0 ? LinuxError.Last() : LinuxError.None;
        _ = Libc.close(opened);
        return error;
    }
}
