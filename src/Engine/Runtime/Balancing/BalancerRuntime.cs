using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Forwarding;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Keeps the kernel's load-balancing table as wanted, on a thread of its own: neither a slow kernel call nor a slow nft
/// holds up checks or adverts. Works in the network namespace of the thread that makes it.
/// </summary>
internal sealed partial class BalancerRuntime : IDisposable
{
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks for a sign that something else changed the table.</summary>
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(250);

    private readonly ILoadBalancer _balancer;
    private readonly EngineOptions _options;
    private readonly IEventSink _sink;
    private readonly ILogger _logger;
    private readonly BalancerVoice _voice;
    private readonly BalancerReconciler _reconciler;
    // Never disposed: others may still set it while the thread ends.
    private readonly AutoResetEvent _work = new(false);
    private readonly Thread _thread;
    private readonly ITimer _sweepTimer;
    private readonly ConcurrentQueue<Action> _commands = [];
    private BalancerWanted? _pending;
    private int _sweepDue;
    private volatile bool _stopping;
    private bool _keepTable;
    private int _stopped;

    /// <summary>Starts the thread. Nothing is written before the first <see cref="SetWanted"/>.</summary>
    public BalancerRuntime(ILoadBalancer balancer, EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time)
        : this(balancer, new IpForwarding(), options, sink, loggers, time)
    {
    }

    internal BalancerRuntime(ILoadBalancer balancer, IIpForwarding forwarding, EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time)
    {
        _balancer = balancer;
        _options = options;
        _sink = sink;
        _logger = loggers.CreateLogger<BalancerRuntime>();
        _voice = new BalancerVoice(sink);
        _reconciler = new BalancerReconciler(balancer, forwarding, _voice);
        _thread = new Thread(Loop) { Name = "load balancer", IsBackground = true };
        _sweepTimer = time.CreateTimer(_ => AskForSweep(), null, options.SweepInterval, options.SweepInterval);
        _thread.Start();
    }

    /// <summary><c>ipvs</c>, <c>nftables</c> or <c>none</c>.</summary>
    public string Kind => _balancer.Kind;

    /// <summary>The kernel's table as last read or written, foreign services included. Empty before the first <see cref="SetWanted"/>.</summary>
    public BalancerTable Actual => _reconciler.Actual;

    /// <summary>What is wrong now and the way out; null = nothing.</summary>
    public string? Problem => _voice.Problem;

    /// <summary>Connections by destination as of the last sweep; empty where the load balancer does not count them.</summary>
    public IReadOnlyList<DestinationCounters> Counters => _reconciler.Counters;

    /// <summary>Why <paramref name="service"/> cannot be done here; null = it can. Any thread.</summary>
    public string? Refuses(BalancerService service) => _balancer.Refuses(service);

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
    /// Ends the established connections of <paramref name="destination"/> that came through any of <paramref name="services"/>. Any thread; done when the
    /// balancer's thread has come to it. Null = done; else why not, for people.
    /// </summary>
    public Task<string?> CutAsync(IReadOnlyList<BalancerService> services, BalancerDestination destination)
    {
        if (_stopping) return Task.FromResult<string?>("the engine stops");
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(() => done.SetResult(services.Select(service => _balancer.Cut(service, destination)).FirstOrDefault(problem => problem is not null)));
        _work.Set();
        return done.Task;
    }

    /// <summary>Ends the thread. The services of ours are removed first, unless <paramref name="keepTable"/>; foreign ones stay.</summary>
    public void Stop(bool keepTable)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        _sweepTimer.Dispose();
        _keepTable = keepTable;
        _stopping = true;
        _work.Set();
        if (!_thread.Join(s_longestStop)) LogStuck(s_longestStop.TotalSeconds);
    }

    /// <summary>Stops as <see cref="EngineOptions.KeepTableOnExit"/> says.</summary>
    public void Dispose() => Stop(_options.KeepTableOnExit);

    private void AskForSweep()
    {
        Interlocked.Exchange(ref _sweepDue, 1);
        _work.Set();
    }

    private void Loop()
    {
        while (true)
        {
            bool asked = _work.WaitOne(s_watch);
            if (_stopping) break;
            if (!asked && _balancer.MayHaveDrifted()) Interlocked.Exchange(ref _sweepDue, 1);
            Guarded(TakeWork);
        }

        while (_commands.TryDequeue(out Action? command)) Guarded(command);
        if (!_keepTable) Guarded(_reconciler.Remove);
        _balancer.Dispose();
    }

    private void TakeWork()
    {
        if (Interlocked.Exchange(ref _pending, null) is { } wanted) _reconciler.Bring(wanted);
        while (_commands.TryDequeue(out Action? command)) command();
        if (Interlocked.Exchange(ref _sweepDue, 0) == 1) _reconciler.Sweep();
    }

    // A fault of ours must not end load balancing for good: the next sweep starts from what the kernel really has.
    private void Guarded(Action work)
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
            _sink.Publish(new EngineNotice("load balancer", $"an internal fault ({fault.Message}); the table is compared again at the next sweep", EventSeverity.Critical));
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error, Message = "Load balancer: internal fault")]
    private partial void LogFault(Exception fault);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Load balancer: the thread did not end within {Seconds} s")]
    private partial void LogStuck(double seconds);
}
