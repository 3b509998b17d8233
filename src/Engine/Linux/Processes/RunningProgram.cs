using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// One program on its way: waits for its end, reads its first line, ends it at the time limit. For one thread, the one that
/// started it. SIGTERM to its whole process group, 2 s later SIGKILL.
/// </summary>
internal sealed unsafe class RunningProgram : IDisposable
{
    /// <summary>From SIGTERM to SIGKILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const int MaximumLine = 200;

    // One that writes without pause must not keep the thread from its time limit, nor from those of others.
    private const int ReadsInTurn = 16;

    private readonly TimeSpan? _timeout;
    private readonly Descriptor _process;
    private readonly byte[] _line = new byte[MaximumLine];
    private Descriptor? _output;
    private int _lineLength;
    private bool _lineEnded;
    private bool _keepsLast;
    private bool _timedOut;
    private bool _asked;

    private RunningProgram(int pid, Descriptor process, Descriptor? output, TimeSpan? timeout, MonotonicTime now, Action<ProgramResult> ended)
    {
        Pid = pid;
        _process = process;
        _output = output;
        _timeout = timeout;
        Ended = ended;
        Deadline = timeout is { } limit ? now + limit : null;
    }

    /// <summary>Its process id, which is also its process group.</summary>
    public int Pid { get; }

    /// <summary>Told once, when it has ended.</summary>
    public Action<ProgramResult> Ended { get; }

    /// <summary>Readable when it has ended.</summary>
    public int ProcessNumber => _process.Number;

    /// <summary>Readable when it has written; -1 = nobody listens.</summary>
    public int OutputNumber => _output?.Number ?? -1;

    /// <summary>Asks it to end.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Was it asked to end?</summary>
    public bool IsAsked => _asked;

    /// <summary>When the next signal is due; null = never.</summary>
    public MonotonicTime? Deadline { get; private set; }

    /// <summary>Starts it; null when it could not be, and <paramref name="problem"/> then says why.</summary>
    public static RunningProgram? Start(ProgramRequest request, MonotonicTime now, Action<ProgramResult> ended, CancellationToken stop, out string? problem)
    {
        if (ProgramPlan.Of(request, out problem) is not { } plan) return null;
        Descriptor? reading = null;
        Descriptor? writing = null;
        if (request.KeepsFirstLine)
        {
            int* ends = stackalloc int[2];
            if (Libc.pipe2(ends, Libc.O_CLOEXEC) != 0)
            {
                problem = $"no pipe for its output: {LinuxError.Last()}";
                return null;
            }

            reading = new Descriptor(ends[0]);
            writing = new Descriptor(ends[1]);
            // Only this end: a program whose output does not wait would lose some of it.
            _ = Libc.fcntl(ends[0], Libc.F_SETFL, Libc.O_NONBLOCK);
        }

        int error = ProgramSpawn.Start(plan, writing?.Number ?? -1, out int pid);
        writing?.Dispose();
        if (error != 0)
        {
            reading?.Dispose();
            problem = $"{plan.Arguments[0]} could not be started: {new LinuxError(error)}";
            return null;
        }

        // Its number cannot be another's yet: it is ours until it is waited for.
        int process = (int)Libc.syscall(Libc.SYS_pidfd_open, pid, 0);
        if (process >= 0) return new RunningProgram(pid, new Descriptor(process), reading, request.Timeout, now, ended) { Stop = stop, _keepsLast = request.KeepsLastLine };
        problem = $"it could not be watched, and was ended: {LinuxError.Last()}";
        int status;
        _ = Libc.kill(-pid, Libc.SIGKILL);
        _ = Libc.waitpid(pid, &status, 0);
        reading?.Dispose();
        return null;
    }

    /// <summary>Reads what it has written; only the start of one line is kept.</summary>
    public void ReadOutput()
    {
        byte* buffer = stackalloc byte[4096];
        for (int reads = 0; _output is not null && reads < ReadsInTurn; reads++)
        {
            nint length = Libc.read(_output.Number, buffer, 4096);
            if (length < 0 && LinuxError.Last().Number is LinuxError.EAGAIN or LinuxError.EINTR) return;
            if (length <= 0)
            {
                _output.Dispose();
                _output = null;
                return;
            }

            foreach (byte letter in new ReadOnlySpan<byte>(buffer, (int)length))
            {
                if (_lineEnded && !_keepsLast) break;
                if (_lineEnded && letter != (byte)'\n') (_lineLength, _lineEnded) = (0, false);
                if (letter == (byte)'\n') _lineEnded = _lineLength > 0;
                else if (_lineLength < MaximumLine) _line[_lineLength++] = letter;
            }

            if (length < 4096) return;
        }
    }

    /// <summary>The time limit is over: SIGTERM, then SIGKILL.</summary>
    public void DeadlineReached(MonotonicTime now)
    {
        // One that was asked to end for another reason and is slow about it has not met its limit.
        _timedOut |= !_asked;
        End(now);
    }

    /// <summary>Asks it to end, or makes it when it was asked before.</summary>
    public void End(MonotonicTime now)
    {
        // A failure means that nothing of the group is left.
        _ = Libc.kill(-Pid, _asked ? Libc.SIGKILL : Libc.SIGTERM);
        _asked = true;
        Deadline = now + Grace;
    }

    /// <summary>Has it ended? If so it is waited for, so that no zombie stays.</summary>
    public bool TryEnd(out ProgramResult result)
    {
        result = default!;
        int status = 0;
        int waited = Libc.waitpid(Pid, &status, Libc.WNOHANG);
        if (waited == 0) return false;
        if (waited < 0 && LinuxError.Last().Number == LinuxError.EINTR) return false;
        ReadOutput();
        // What the leader of a group that had to be ended has left behind goes too.
        if (_asked) _ = Libc.kill(-Pid, Libc.SIGKILL);
        string? line = _lineLength == 0 ? null : Clean(Encoding.UTF8.GetString(_line, 0, _lineLength));
        bool exited = (status & 0x7F) == 0;
        int code = (status >> 8) & 0xFF;
        result = _timedOut ? new ProgramResult(null, $"no end within {_timeout!.Value.TotalSeconds:0.###} s", line)
            : waited < 0 ? new ProgramResult(null, $"its end was not seen: {LinuxError.Last()}; is SIGCHLD ignored?", line)
            : exited ? new ProgramResult(code, $"exit code {code}", line)
            : new ProgramResult(null, $"ended by signal {status & 0x7F}", line);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.Dispose();
        _output?.Dispose();
    }

    private static string Clean(string text) => new([.. text.Trim().Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
