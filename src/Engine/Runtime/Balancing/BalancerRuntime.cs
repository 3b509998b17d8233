using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Forwarding;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Keeps the kernel's load-balancing table as wanted, on a thread of its own: neither a slow kernel call nor a slow nft
/// holds up checks or adverts. Works in the network namespace of the thread that makes it.
/// </summary>
internal sealed partial class BalancerRuntime : IDisposable
{
    /// <summary>Sweeps in a row that may give way to a change.</summary>
    private const int MostSweepsGivenUp = 3;

    /// <summary>Sweeps from one look at the table of tracked connections to the next: 8, some 4 s.</summary>
    private const int SweepsPerTrackingLook = 8;

    private const string Stops = "the engine stops";

    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks for a sign that something else changed the table.</summary>
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(250);

    private readonly ILoadBalancer _balancer;
    private readonly EngineOptions _options;
    private readonly IEventSink _sink;
    private readonly ILogger _logger;
    private readonly BalancerVoice _voice;
    private readonly BalancerReconciler _reconciler;
    private readonly TrackingRoom _tracking = new();
    // Never disposed: others may still set it while the thread ends.
    private readonly AutoResetEvent _work = new(false);
    private readonly Thread _thread;
    private readonly ITimer _sweepTimer;
    private readonly Func<string, bool> _isMaster;
    private readonly Func<bool> _isUrgent;
    private readonly TimeSpan _watch;
    private readonly ConcurrentQueue<Action> _commands = [];
    private BalancerWanted? _pending;
    private LoadBalancerDefinition? _definition;
    private int _sweepDue;
    private int _roleDue;
    private int _sweepsGivenUp;
    private int _sweeps;
    private bool _begun;
    private volatile bool _stopping;
    private TableOnStop _onStop;
    private int _stopped;
    private volatile bool _hasEnded;

    /// <summary>Starts the thread. Nothing is written before the first <see cref="SetWanted"/>.</summary>
    /// <param name="balancer">The kernel's load balancer; disposed at the end.</param>
    /// <param name="options">Settings of the host.</param>
    /// <param name="sink">Where events go.</param>
    /// <param name="loggers">For faults.</param>
    /// <param name="time">For the sweep's timer.</param>
    /// <param name="isMaster">Is this host master of the VRRP instance of that name? Called on the balancer's thread. Null: of none.</param>
    /// <param name="ownership">What remembers our services over a restart; null = nothing does.</param>
    public BalancerRuntime(
        ILoadBalancer balancer, EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time,
        Func<string, bool>? isMaster = null, IOwnedServices? ownership = null)
        : this(balancer, new IpForwarding(), options, sink, loggers, time, isMaster, ownership)
    {
    }

    internal BalancerRuntime(
        ILoadBalancer balancer, IIpForwarding forwarding, EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time,
        Func<string, bool>? isMaster = null, IOwnedServices? ownership = null)
    {
        _isMaster = isMaster ?? (static _ => false);
        _isUrgent = () => Volatile.Read(ref _pending) is not null || _stopping;
        _balancer = balancer;
        _options = options;
        _sink = sink;
        _logger = loggers.CreateLogger<BalancerRuntime>();
        _voice = new BalancerVoice(sink);
        _watch = balancer.HasSign ? s_watch : Timeout.InfiniteTimeSpan;
        _reconciler = new BalancerReconciler(balancer, forwarding, _voice, ownership ?? new NoOwnedServices());
        _thread = new Thread(Loop) { Name = "load balancer", IsBackground = true };
        // The kernel tells nobody when its table changes. Twice an interval, so that what is found is mended within one.
        TimeSpan period = options.SweepInterval / 2;
        _sweepTimer = time.CreateTimer(_ => AskForSweep(), null, period, period);
        _thread.Start();
    }

    /// <summary><c>ipvs</c>, <c>nftables</c> or <c>none</c>.</summary>
    public string Kind => _balancer.Kind;

    /// <summary>The kernel's table as last read or written, foreign services included. Empty before the first <see cref="SetWanted"/>.</summary>
    public BalancerTable Actual => _reconciler.Actual;

    /// <summary>What is wrong now and the way out; null = nothing.</summary>
    public string? Problem => _voice.Problem;

    /// <summary>Connections by destination as of the last sweep; empty where the load balancer does not count them.</summary>
    public ValueArray<DestinationCounters> Counters => _reconciler.Counters.Destinations;

    /// <summary>Connections by service as of the last sweep; empty where the load balancer does not count them.</summary>
    public ValueArray<ServiceCounters> ServiceCounters => _reconciler.Counters.Services;

    /// <summary>Why <paramref name="service"/> cannot be done here; null = it can. Any thread.</summary>
    public Sentence? Refuses(BalancerService service) => _balancer.Refuses(service);

    /// <summary>Sets what the table is to be; the latest wins. Any thread: returns at once, the effect shows in events.</summary>
    /// <param name="wanted">The whole table.</param>
    /// <param name="nameOf">Name of a service in the definition; called on the balancer's thread.</param>
    /// <param name="reasonOf">Why a destination is in the table with its weight, or left it (then as it was); called on the balancer's thread. Null: "as wanted".</param>
    public void SetWanted(BalancerTable wanted, Func<ServiceKey, string> nameOf, Func<ServiceKey, BalancerDestination, string>? reasonOf = null)
    {
        Volatile.Write(ref _pending, new BalancerWanted(wanted, nameOf, reasonOf ?? (static (_, _) => BalancerWanted.AsWanted)));
        _work.Set();
    }

    /// <summary>
    /// Sets what is wanted beside the table, and what the start and the stop do with it; null = nothing. Call before the first <see cref="SetWanted"/>,
    /// for <see cref="LoadBalancerDefinition.FlushOnStart"/> to be known in time. Any thread: returns at once.
    /// </summary>
    public void SetDefinition(LoadBalancerDefinition? definition)
    {
        Volatile.Write(ref _definition, definition);
        LookAtRole();
    }

    /// <summary>Looks again whether this host is master of the instance that decides its role in connection synchronisation. Any thread: returns at once.</summary>
    public void LookAtRole()
    {
        Interlocked.Exchange(ref _roleDue, 1);
        _work.Set();
    }

    /// <summary>
    /// Ends the established connections at <paramref name="places"/>. Any thread; done when the balancer's thread has come to it. Null = done; else
    /// why not, for people.
    /// </summary>
    public Task<string?> CutAsync(IReadOnlyList<BalancerPlace> places)
    {
        if (_stopping) return Task.FromResult<string?>(Stops);
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(() => Guarded(() => done.TrySetResult(_balancer.Cut(places)), fault => done.TrySetResult($"an internal fault: {fault.Message}")));
        // The thread may have ended between the look above and here: then nobody would take it.
        if (_hasEnded) done.TrySetResult(Stops);
        _work.Set();
        return done.Task;
    }

    /// <summary>Stops as the definition says; where it does not, as <see cref="EngineOptions.KeepTableOnExit"/> does.</summary>
    public void Stop() => Stop(Volatile.Read(ref _definition)?.OnStop ?? (_options.KeepTableOnExit ? TableOnStop.Keep : TableOnStop.RemoveOwn));

    /// <summary>Ends the thread, after it has done with the table as <paramref name="how"/> says. Foreign services stay unless it is emptied.</summary>
    public void Stop(TableOnStop how)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        _sweepTimer.Dispose();
        _onStop = how;
        _stopping = true;
        _work.Set();
        if (!_thread.Join(s_longestStop)) LogStuck(s_longestStop.TotalSeconds);
    }

    /// <summary>As <see cref="Stop()"/>.</summary>
    public void Dispose() => Stop();

    private void AskForSweep()
    {
        Interlocked.Exchange(ref _sweepDue, 1);
        _work.Set();
    }

    private void Loop()
    {
        while (true)
        {
            bool asked = _work.WaitOne(_watch);
            if (_stopping) break;
            if (!asked && _balancer.MayHaveDrifted()) Interlocked.Exchange(ref _sweepDue, 1);
            Guarded(TakeWork);
        }

        _hasEnded = true;
        while (_commands.TryDequeue(out Action? command)) command();
        Guarded(Leave);
        _balancer.Dispose();
    }

    private void TakeWork()
    {
        // The table first: a change there must not wait for anything.
        LoadBalancerDefinition? definition = Volatile.Read(ref _definition);
        if (Interlocked.Exchange(ref _pending, null) is { } wanted)
        {
            if (!_begun && definition?.FlushOnStart == true) _reconciler.Flush();
            _begun = true;
            _reconciler.Bring(wanted);
        }

        while (_commands.TryDequeue(out Action? command)) command();
        bool sweep = Interlocked.Exchange(ref _sweepDue, 0) == 1;
        if (Interlocked.Exchange(ref _roleDue, 0) == 1 || sweep) _reconciler.Configure(Settings(definition));
        if (!sweep) return;

        if (++_sweeps % SweepsPerTrackingLook == 0 && _tracking.Look(TrackedConnections.Read()) is { } notice) _sink.Publish(notice);
        // A change must not wait for the look at a large table; but a table that always changes is looked at, too.
        bool whole = _reconciler.Sweep(_sweepsGivenUp < MostSweepsGivenUp ? _isUrgent : null);
        _sweepsGivenUp = whole ? 0 : _sweepsGivenUp + 1;
        if (!whole) AskForSweep();
    }

    private BalancerSettings Settings(LoadBalancerDefinition? definition) =>
        BalancerSettings.Of(definition, definition?.SyncDaemon?.Instance is { } instance ? _isMaster(instance) : null);

    private void Leave()
    {
        if (_onStop == TableOnStop.Keep) return;
        _reconciler.Configure(BalancerSettings.None);
        _reconciler.Remove();
        if (_onStop == TableOnStop.Flush) _reconciler.Flush();
    }

    // A fault of ours must not end load balancing for good: the next sweep starts from what the kernel really has.
    private void Guarded(Action work, Action<Exception>? onFault = null)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // Anything may come out of a fault; it is told and the thread goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(fault);
            _sink.Publish(EngineNotice.Of("load balancer", $"an internal fault ({fault.Message}); the table is compared again at the next sweep", EventSeverity.Critical));
            onFault?.Invoke(fault);
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error, Message = "Load balancer: internal fault")]
    private partial void LogFault(Exception fault);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Load balancer: the thread did not end within {Seconds} s")]
    private partial void LogStuck(double seconds);
}
