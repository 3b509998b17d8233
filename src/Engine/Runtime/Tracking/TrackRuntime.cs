using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Runtime.Tracking;

/// <summary>
/// Watches what the instances of this node track, and says what that does to each. It has a thread of its own, and scripts
/// run on that of <see cref="ProgramThread"/>: an election waits for neither.
/// </summary>
/// <param name="node">Name of this node.</param>
/// <param name="sink">Takes events.</param>
/// <param name="programs">Runs the scripts.</param>
/// <param name="time">Wall clock for what people see.</param>
/// <param name="changed">
/// Told the name of an instance whose <see cref="EffectOf"/> is another now. Called on the thread of this class with no lock held,
/// never from <see cref="Apply"/>, so the receiver may take its own lock and ask.
/// </param>
internal sealed class TrackRuntime(string node, IEventSink sink, IProgramRunner programs, TimeProvider time, Action<string> changed) : IDisposable
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_joinLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly TrackBoard _board = new(node);
    private readonly ConcurrentQueue<(ScriptTracker Script, ScriptResult Result)> _ended = new();
    private readonly WakeUp _wake = new();
    private Thread? _thread;
    private volatile bool _isEnding;
    private volatile bool _isApplied;

    /// <summary>Starts watching, in the network namespace of the calling thread.</summary>
    public void Start()
    {
        if (_thread is not null) return;
        _thread = new Thread(Watch) { Name = "kc-tracks", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Brings what is tracked into force. Any thread; returns at once. What is equal to before goes on untouched.</summary>
    public void Apply(ClusterDefinition definition)
    {
        lock (_gate)
        {
            _board.Apply(definition, MonotonicClock.Now);
            _isApplied = true;
        }

        _wake.Ring();
    }

    /// <summary>What tracking does to an instance now; null = the first result of something that may be a fault is awaited.</summary>
    public TrackEffect? EffectOf(string instance)
    {
        lock (_gate) return _board.EffectOf(instance);
    }

    /// <summary>How the tracks of an instance stand.</summary>
    public ValueArray<TrackStatus> Snapshot(string instance)
    {
        lock (_gate) return _board.Status(instance);
    }

    /// <summary>Stops watching. Scripts on their way are ended by their runner.</summary>
    public void Dispose()
    {
        if (_isEnding) return;
        _isEnding = true;
        _wake.Ring();
        if (_thread is null || _thread.Join(s_joinLimit)) _wake.Dispose();
    }

    private void Watch()
    {
        using var eyes = new TrackEyes(sink);
        MonotonicTime nextSweep = MonotonicClock.Now;
        while (!_isEnding)
        {
            try
            {
                bool isApplied = _isApplied;
                _isApplied = false;
                MonotonicTime now = MonotonicClock.Now;
                bool sweep = isApplied || now >= nextSweep;
                if (sweep) nextSweep = now + s_sweep;
                Look(eyes, isApplied, sweep);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A fault in this code must not end all tracking: say it, and go on.
                sink.Publish(EngineNotice.Of("tracking", $"unexpected {exception.GetType().Name}: {exception.Message}; going on", EventSeverity.Critical));
            }

            Wait(eyes, nextSweep);
        }
    }

    private void Look(TrackEyes eyes, bool isApplied, bool sweep)
    {
        Tracker[] trackers;
        lock (_gate) trackers = [.. _board.Trackers];
        ProcessTracker[] processes = [.. trackers.OfType<ProcessTracker>()];
        FileTracker[] files = [.. trackers.OfType<FileTracker>()];
        InterfaceTracker[] links = [.. trackers.OfType<InterfaceTracker>()];
        if (isApplied) eyes.Want(processes, files, links.Length > 0);

        eyes.ReadProcessEvents();
        if (sweep && !isApplied && eyes.MustScan && processes.Length > 0) eyes.ScanProcesses();
        bool readFiles = eyes.ReadFileEvents() || sweep;
        if (sweep && files.Length > 0) eyes.WatchFiles(files);
        // What waits in the monitor is older than the listing that follows.
        if (eyes.ReadLinkEvents() || (sweep && links.Length > 0)) eyes.ListLinks();
        (FileTracker File, TrackReading Reading)[] read = readFiles ? [.. files.Select(file => (file, eyes.Read(file)))] : [];

        DateTimeOffset utc = time.GetUtcNow();
        List<ScriptTracker> due;
        TrackChanges changes;
        lock (_gate)
        {
            MonotonicTime now = MonotonicClock.Now;
            foreach ((FileTracker file, TrackReading reading) in read) _board.Read(file, reading, utc);
            foreach (InterfaceTracker link in links) _board.Seen(link, eyes.Link(link.Track.Target), utc);
            // After an Apply meanwhile the counts are of other processes; the next turn counts those.
            if (!_isApplied) _board.Counted(eyes.Count, now, utc);
            while (_ended.TryDequeue(out (ScriptTracker Script, ScriptResult Result) ended)) _board.Ended(ended.Script, ended.Result, utc);
            _board.Elapsed(now);
            due = _board.Due(now);
            changes = _board.TakeChanges();
        }

        foreach (EngineEvent happened in changes.Events) sink.Publish(happened);
        foreach (string instance in changes.Instances) changed(instance);
        foreach (ScriptTracker script in due)
        {
            programs.Run(script.Request, result =>
            {
                _ended.Enqueue((script, new ScriptResult(result.Succeeded, result.Sentence.ToString())));
                _wake.Ring();
            });
        }
    }

    private void Wait(TrackEyes eyes, MonotonicTime nextSweep)
    {
        MonotonicTime? until;
        lock (_gate)
        {
            until = _board.Deadline;
            if (_board.Trackers.Any(tracker => tracker is not ScriptTracker) && (until is null || nextSweep < until)) until = nextSweep;
        }

        TimeSpan? timeout = until is { } deadline ? deadline - MonotonicClock.Now : null;
        Readable.Wait([_wake.Number, .. eyes.Numbers], timeout);
        _wake.Clear();
    }
}
