using System.Collections.Concurrent;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// The thread that starts programs and waits for them. One thread for all, and always the same: the kernel ends a program
/// whose starting thread is gone (PR_SET_PDEATHSIG), which must mean the engine's end and not that of a pool thread. It belongs to
/// the network namespace of the thread that makes it, and so do the programs.
/// </summary>
internal sealed unsafe class ProgramThread : IProgramRunner, IDisposable
{
    private readonly ConcurrentQueue<Waiting> _requests = new();
    private readonly WakeUp _wake = new();
    private readonly List<RunningProgram> _running = [];
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Starts the thread.</summary>
    public ProgramThread()
    {
        _thread = new Thread(Work) { Name = "kc-programs", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc />
    public void Run(ProgramRequest request, Action<ProgramResult> ended, CancellationToken stop = default)
    {
        if (_isEnding)
        {
            ended(NotStarted("the engine ends"));
            return;
        }

        stop.Register(_wake.Ring);
        _requests.Enqueue(new Waiting(request, ended, stop));
        _wake.Ring();
    }

    /// <summary>Asks every program to end, makes those that have not after 2 s, and ends the thread. May be called again.</summary>
    public void Dispose()
    {
        if (_isEnding) return;
        _isEnding = true;
        _wake.Ring();
        if (_thread.Join(RunningProgram.Grace * 2)) _wake.Dispose();
    }

    private void Work()
    {
        bool asked = false;
        while (true)
        {
            MonotonicTime now = MonotonicClock.Now;
            while (_requests.TryDequeue(out Waiting? next))
            {
                if (_isEnding || next.Stop.IsCancellationRequested) next.Ended(NotStarted("the engine ends"));
                else if (RunningProgram.Start(next.Request, now, next.Ended, next.Stop, out string? problem) is { } started) _running.Add(started);
                else next.Ended(NotStarted(problem!));
            }

            if (_isEnding && !asked)
            {
                asked = true;
                foreach (RunningProgram program in _running) program.End(now);
            }

            foreach (RunningProgram program in _running)
                if (program.Stop.IsCancellationRequested && !program.IsAsked) program.End(now);

            if (_isEnding && _running.Count == 0) return;
            Wait(now);
        }
    }

    private void Wait(MonotonicTime now)
    {
        int count = 1 + (_running.Count * 2);
        Libc.PollFd[] descriptors = new Libc.PollFd[count];
        descriptors[0] = new Libc.PollFd { Fd = _wake.Number, Events = Libc.POLLIN };
        MonotonicTime? nearest = null;
        for (int i = 0; i < _running.Count; i++)
        {
            RunningProgram program = _running[i];
            descriptors[1 + (i * 2)] = new Libc.PollFd { Fd = program.ProcessNumber, Events = Libc.POLLIN };
            // A negative number is passed over by poll.
            descriptors[2 + (i * 2)] = new Libc.PollFd { Fd = program.OutputNumber, Events = Libc.POLLIN };
            if (program.Deadline is { } deadline && (nearest is null || deadline < nearest)) nearest = deadline;
        }

        long ticks = nearest is { } time ? Math.Max(0, (time - now).Ticks) + 1 : 0;
        var limit = new Libc.TimeSpec { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        fixed (Libc.PollFd* first = descriptors) _ = Libc.ppoll(first, (nuint)count, nearest is null ? null : &limit, null);
        _wake.Clear();
        now = MonotonicClock.Now;
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            RunningProgram program = _running[i];
            if (descriptors[2 + (i * 2)].Returned != 0) program.ReadOutput();
            if (descriptors[1 + (i * 2)].Returned != 0 && program.TryEnd(out ProgramResult result))
            {
                _running.RemoveAt(i);
                program.Dispose();
                program.Ended(result);
            }
            else if (program.Deadline is { } deadline && now >= deadline)
            {
                program.DeadlineReached(now);
            }
        }
    }

    private static ProgramResult NotStarted(string reason) => new(null, Sentence.Verbatim(reason)) { WasStarted = false };

    private sealed record Waiting(ProgramRequest Request, Action<ProgramResult> Ended, CancellationToken Stop);
}
