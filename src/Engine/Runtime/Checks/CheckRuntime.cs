using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Probes;
using KeepaliveConsole.Engine.Runtime.Notify;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Runs the checks of all real servers and says what the load balancer's table must hold. Any thread may call any member.
/// State is under one lock that is never held while something outside is called. Events and wanted tables are handed out in
/// the order they were decided, on the thread that ended the probe (or on one that is handing out just then): nothing is polled. The thread
/// that serves all probes hands out nothing itself and waits for no lock: see <see cref="TryEnter"/>.
/// </summary>
internal sealed partial class CheckRuntime : IDisposable
{
    // A definition that asks for no delay at all must not keep the processor busy.
    private static readonly TimeSpan s_shortestDelay = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly Roster _roster = new();
    private readonly ProbeCounters _counters = new();
    private readonly CheckSchedule _schedule;
    private readonly Outbox _outbox;
    private readonly ProbeEventBudget _budget = new();
    private readonly IProbes _probes;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private MonotonicTime? _armedFor;
    private BalancerTable? _wanted;
    private bool _isStarting;
    private bool _isDisposed;
    private int _ringCapacity = ProbeRing.LeastCapacity;

    /// <summary>Checks over real connections.</summary>
    /// <param name="options">How many probes may be on their way at once.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="loggers">For what an operator cannot see as an event.</param>
    /// <param name="time">The clock, and the timer checks run by.</param>
    /// <param name="wantedChanged">Takes the wanted table whenever it differs from the last one, and once at the first <see cref="Apply"/>.</param>
    public CheckRuntime(EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time, Action<BalancerTable> wantedChanged)
        : this(options, sink, loggers, time, wantedChanged, new SocketProbes(time, options.Node), Random.Shared, changed => new HeldAddresses(changed, sink))
    {
    }

    /// <summary>The same with other probes, and with the source of the random start times.</summary>
    internal CheckRuntime(
        EngineOptions options,
        IEventSink sink,
        ILoggerFactory loggers,
        TimeProvider time,
        Action<BalancerTable> wantedChanged,
        IProbes probes,
        Random random,
        Func<Action<IReadOnlySet<IPAddress>>, IDisposable>? watchAddresses = null)
    {
        _watchAddresses = watchAddresses;
        _logger = loggers.CreateLogger<CheckRuntime>();
        _schedule = new CheckSchedule(Math.Max(1, options.ConcurrentProbes));
        _outbox = new Outbox(sink, wantedChanged, Settle, _logger);
        _probes = probes;
        _random = random;
        _time = time;
        _timer = probes.CreateTimer(TimerElapsed) ?? time.CreateTimer(static runtime => ((CheckRuntime)runtime!).TimerElapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Brings the checks of <paramref name="definition"/> into force. What is equal by value goes on untouched; a check that
    /// changed starts anew within its warmup. A server that is down stays down until a probe passes.
    /// </summary>
    public void Apply(ClusterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        RosterChange change;
        _probes.Apply(definition);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            DateTimeOffset utcNow = _time.GetUtcNow();
            change = _roster.Apply(definition, utcNow);
            MonotonicTime now = Now();
            _ringCapacity = ProbeRing.CapacityFor(_roster.Services.Sum(service => service.Servers.Sum(server => server.Checks.Length)));
            foreach ((CheckRun check, MonotonicTime? runBy) in change.Added)
            {
                MonotonicTime first = now + (_random.NextDouble() * (check.Definition.Warmup ?? check.Definition.Interval));
                _schedule.Set(check, runBy is { } by && by < first ? by : first);
                if (check.Server.Service.IsSuspended) CheckSchedule.Unset(check);
            }

            foreach (ServiceRun service in change.Services) Suspend(service, now);

            foreach ((ServerRun server, RealServerState from) in change.StateChanged) StateChanged(server, from, utcNow);
            foreach (ServiceRun service in change.Services) Mark(service);
            _servicesChanged = true;
            WatchWhatIsAsked(definition);
            if (Notify is { } notify) _outbox.Add(() => notify.Apply(definition));
            Arm(now);
        }

        foreach (CheckRun check in change.Removed)
        {
            check.Cancel();
            check.Dispose();
        }

        _outbox.Deliver();
        StartDue();
    }

    /// <summary>Runs all checks of a real server now; the results count like any other. False when there is no such server.</summary>
    public bool CheckNow(string service, string server)
    {
        bool isKnown = false;
        lock (_gate)
        {
            if (_isDisposed) return false;
            MonotonicTime now = Now();
            foreach (ServiceRun one in _roster.Services)
            {
                if (one.Definition.Name != service) continue;
                foreach (ServerRun candidate in one.Servers)
                {
                    if (candidate.Definition.EndpointName != server) continue;
                    isKnown = true;
                    // One that is on its way already gives the answer.
                    foreach (CheckRun check in candidate.Checks)
                        if (!check.IsRunning && !check.IsWaiting) _schedule.Set(check, now);
                }
            }

            Arm(now);
        }

        StartDue();
        return isKnown;
    }

    /// <summary>Told of servers and quorums that come and go; null = nobody.</summary>
    public ServiceNotifyRuntime? Notify { get; init; }

    /// <summary>Says why the load balancer cannot do a service; null = it can do all.</summary>
    public Func<BalancerService, string?>? Refuses { get; init; }

    /// <summary>The services and real servers now; <paramref name="actual"/> is what the load balancer's table holds.</summary>
    public ValueArray<VirtualServiceStatus> Snapshot(BalancerTable actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        lock (_gate)
        {
            TakeCounters();
            DateTimeOffset utcNow = _time.GetUtcNow();
            var picture = new StatusPicture(utcNow, new ServerPictures(Now(), utcNow, CountersOf, _countersByPlace), Refuses);
            var services = new VirtualServiceStatus[_roster.Services.Length];
            for (int i = 0; i < services.Length; i++)
                services[i] = picture.Of(_roster.Services[i], actual.Find(_roster.Services[i].Definition.Key));
            return new(services);
        }
    }

    /// <summary>What decides about the table of <paramref name="service"/> now; null = it is no longer defined.</summary>
    public ServiceGlance? Glance(VirtualServiceDefinition service)
    {
        lock (_gate)
        {
            ServiceRun? run = Array.Find(_roster.Services, one => ReferenceEquals(one.Definition, service)) ?? Array.Find(_roster.Services, one => one.Definition.Name == service.Name);
            return run is null ? null : new ServiceGlance(run.Health.QuorumUp, run.Health.KeepsAll, Array.ConvertAll(run.Servers, static server => new ServerGlance(
                server.Definition, server.Health.State, server.Health.Reason, server.Standing?.Admin ?? server.Definition.Admin, server.Standing is { IsSuppressed: true }, server.Standing?.WeightReason)));
        }
    }

    /// <summary>Probes by outcome and durations by kind since the start; drift is not known here and stays 0.</summary>
    public EngineCounters Counters()
    {
        lock (_gate) return new EngineCounters { Probes = _counters.Outcomes(), ProbeDurations = _counters.Durations(), ProbeStartLateness = _counters.Lateness() };
    }

    /// <summary>Ends all checks. Nothing is handed out after it returns, apart from one item that may be on its way.</summary>
    public void Dispose()
    {
        RosterChange change;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            // keepalived's omega: programs hear "down" of what serves to the end.
            foreach (ServiceRun service in _roster.Services)
                if (service.Definition.NotifyDownOnStop) TellDown(service);
            change = _roster.Apply(ClusterDefinition.Empty, _time.GetUtcNow());
        }

        _outbox.Close();
        _timer.Dispose();
        _minuteTimer?.Dispose();
        _counterTimer?.Dispose();
        _addressWatch?.Dispose();
        foreach (CheckRun check in change.Removed)
        {
            check.Cancel();
            check.Dispose();
        }

        (_probes as IDisposable)?.Dispose();
    }

    private MonotonicTime Now()
    {
        long timestamp = _time.GetTimestamp();
        long frequency = _time.TimestampFrequency;
        return new(frequency == 1_000_000_000 ? timestamp : (long)((Int128)timestamp * 1_000_000_000 / frequency));
    }

    // Under the lock.
    private void StateChanged(ServerRun server, RealServerState from, DateTimeOffset utcNow)
    {
        server.StateSince = utcNow;
        server.Version++;
        _outbox.Add(new RealServerStateChanged(server.Service.Definition.Name, server.Definition.EndpointName, from, server.Health.State, server.Health.Reason));
    }
}
