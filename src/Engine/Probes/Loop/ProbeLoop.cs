using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes.Loop;

/// <summary>
/// One thread that serves all probes over plain sockets: connects, sends, receives, and keeps their time limits. A probe costs
/// its system calls and one small object. Results are handed out on threads of the pool, so that whoever takes them holds up no other probe;
/// once somebody has a timer here, on the loop's thread, which spares two changes of thread a probe: whoever does must not wait for anything.
/// </summary>
internal sealed partial class ProbeLoop : IDisposable
{
    private const int ReceiveBytes = 64 * 1024;

    // A server that sends without pause gives way to the others after so many receives.
    private const int ReceivesInTurn = 16;

    private static readonly TimeSpan s_joinLimit = TimeSpan.FromSeconds(5);

    // The system's timer refuses more than 49 days; waking for nothing once a day is free.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly ConcurrentQueue<ProbeRun> _submitted = new();
    private readonly WakeUp _wake = new();
    private readonly Epoll _epoll = new();
    // Only with a clock that is not the system's: else the wait itself is limited.
    private readonly ITimer? _timer;
    private readonly DeadlineHeap _deadlines = new();
    private readonly Queue<ProbeRun> _unfinished = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(ReceiveBytes, pinned: true);
    private readonly Thread _thread;
    private ProbeRun?[] _byNumber = new ProbeRun?[256];
    private volatile LoopTimer? _ownTimer;
    private long _armedFor = long.MaxValue;
    private int _isRung;
    private volatile bool _isEnding;

    /// <summary>Starts the thread, in the network namespace of the calling one.</summary>
    public ProbeLoop(TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _epoll.Add(_wake.Number);
        if (time != TimeProvider.System) _timer = time.CreateTimer(static loop => ((ProbeLoop)loop!).Elapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Work) { Name = "kc-probes", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The loop's clock: ticks of 100 ns since it was made.</summary>
    public long Ticks => _time.GetElapsedTime(_epoch).Ticks;

    /// <summary>Is the calling thread the loop's?</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Are results handed out on the loop's thread?</summary>
    public bool HandsOutHere => _ownTimer is not null;

    /// <summary>The one timer on the loop's thread, with the system's clock only. From then on results come there, too.</summary>
    public ITimer CreateTimer(Action callback) => _ownTimer = new LoopTimer(this, callback);

    /// <summary>Runs a probe; any thread. Cancelled when <paramref name="cancellationToken"/> says that nobody wants its result.</summary>
    public ValueTask<ProbeResult> RunAsync(ProbeRequest request, ProbeTransport transport, Exchange exchange, CancellationToken cancellationToken)
    {
        var run = new ProbeRun(this, request, transport, exchange, cancellationToken);
        Submit(run);
        return new ValueTask<ProbeResult>(run.Task);
    }

    /// <summary>Brings a probe to the loop: a new one, or one that was cancelled.</summary>
    public void Submit(ProbeRun run)
    {
        _submitted.Enqueue(run);
        if (!IsCurrent) Ring();
    }

    /// <summary>Ends the thread. Probes on their way are cancelled.</summary>
    public void Dispose()
    {
        if (_isEnding) return;
        _isEnding = true;
        Ring();
        _timer?.Dispose();
        if (Thread.CurrentThread == _thread || !_thread.Join(s_joinLimit)) return;
        _epoll.Dispose();
        _wake.Dispose();
    }

    /// <summary>Makes the loop look at what was submitted and when it has to wake. Any thread.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _isRung, 1) == 0) _wake.Ring();
    }

    private void Elapsed()
    {
        Interlocked.Exchange(ref _armedFor, long.MaxValue);
        Ring();
    }

    private void Work()
    {
        while (!_isEnding)
        {
            // What is opened below takes numbers that were closed here, so all that was reported comes first.
            TakeReady(_unfinished.Count > 0 || !_submitted.IsEmpty ? 0 : WaitMilliseconds());
            for (int i = _unfinished.Count; i > 0; i--)
            {
                ProbeRun run = _unfinished.Dequeue();
                if (run.Phase != ProbePhase.Done) Guarded(run, static (loop, one) => loop.Receive(one));
            }

            _ownTimer?.GoOff(Ticks);
            while (_submitted.TryDequeue(out ProbeRun? run)) Guarded(run, static (loop, one) => loop.Begin(one));
            long now = Ticks;
            // A process that stood still for as long as a limit has not looked at what came in time: an answer that is there is no silence.
            if (_deadlines.Count > 0 && _deadlines.First.DeadlineTicks <= now)
                for (int left = _deadlines.Count; left > 0 && TakeReady(0) == Epoll.MaxEvents; left -= Epoll.MaxEvents) { }
            ExpireDue(now);
        }

        while (_deadlines.Count > 0) Abandon(_deadlines.First);
        while (_submitted.TryDequeue(out ProbeRun? run)) Abandon(run);
    }

    // Waits, and goes on with every probe of which the kernel has news; returns how many were reported.
    private int TakeReady(int milliseconds)
    {
        int ready = _epoll.Wait(milliseconds);
        for (int i = 0; i < ready; i++)
        {
            int number = _epoll.Ready(i);
            if (number == _wake.Number)
            {
                // In this order: who rings in between finds it rung, and what he brought is looked at after this.
                _wake.Clear();
                Interlocked.Exchange(ref _isRung, 0);
            }
            else if (_byNumber[number] is { } run)
            {
                run.Seen |= _epoll.Events(i);
                Guarded(run, static (loop, one) => loop.Ready(one));
            }
        }

        return ready;
    }

    private void ExpireDue(long now)
    {
        while (_deadlines.Count > 0 && _deadlines.First.DeadlineTicks <= now) Guarded(_deadlines.First, static (loop, one) => loop.Expire(one));
        if (_timer is null || _deadlines.Count == 0 || _deadlines.First.DeadlineTicks >= Interlocked.Read(ref _armedFor)) return;
        Interlocked.Exchange(ref _armedFor, _deadlines.First.DeadlineTicks);
        // Whole milliseconds, up: the system's timer knows no finer ones, and waking too early means waking twice.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(new TimeSpan(_deadlines.First.DeadlineTicks - now).TotalMilliseconds));
        _timer.Change(wait < s_longestWait ? wait : s_longestWait, Timeout.InfiniteTimeSpan);
    }

    // Whole milliseconds, up: the kernel's wait knows no finer ones, and waking too early means waking twice. -1 = until something comes.
    private int WaitMilliseconds()
    {
        if (_timer is not null) return -1;
        long due = Math.Min(_ownTimer?.DueTicks ?? long.MaxValue, _deadlines.Count == 0 ? long.MaxValue : _deadlines.First.DeadlineTicks);
        if (due == long.MaxValue) return -1;
        long left = due - Ticks;
        return left <= 0 ? 0 : (int)Math.Min((left + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, (long)s_longestWait.TotalMilliseconds);
    }

    // A fault in this code is not a fault of the server, and must not end the checks of all others.
    private void Guarded(ProbeRun run, Action<ProbeLoop, ProbeRun> step)
    {
        try
        {
            step(this, run);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Close(run);
            run.TrySetException(exception);
        }
    }
}
