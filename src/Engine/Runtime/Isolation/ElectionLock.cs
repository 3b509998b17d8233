using System.Diagnostics;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>There is one election process for a data directory; the kernel lets go of the lock with the process.</summary>
internal static class ElectionLock
{
    /// <summary>What a process says on its standard output when it is ready and waits for the one before it to end.</summary>
    public const string Waiting = "waiting";

    private const int EWOULDBLOCK = 11;

    /// <summary>Longest wait for the process before: more than a console gives that one to end.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(1);

    /// <summary>Takes it; throws <see cref="IOException"/> when another process keeps it for 8 s.</summary>
    public static FileStream Take(ElectionProgram program)
    {
        if (TryTake(program.LockPath) is { } free) return free;
        Console.Out.WriteLine(Waiting);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_limit; Thread.Sleep(s_again))
            if (TryTake(program.LockPath) is { } taken) return taken;
        throw new IOException($"another election process holds {program.LockPath} and does not answer at {program.SocketPath}; 'fuser {program.LockPath}' shows it, end it with SIGTERM");
    }

    private static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException error) when (error.HResult == EWOULDBLOCK)
        {
            return null;
        }
    }
}
