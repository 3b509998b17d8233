using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Probes;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Runs the checks of all real servers and says what the load balancer's table must hold. Any thread may call any member.
/// State is under one lock that is never held while something outside is called. Events and wanted tables are handed out in
/// the order they were decided, on the thread that ended the probe (or on one that is handing out just then): nothing is polled.
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
    private readonly IProbes _probes;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private MonotonicTime? _armedFor;
    private BalancerTable? _wanted;
    private bool _isStarting;
    private bool _isDisposed;

    /// <summary>Checks over real connections.</summary>
    /// <param name="options">How many probes may be on their way at once.</param>
    /// <param name="sink">Takes the events.</param>
    /// <param name="loggers">For what an operator cannot see as an event.</param>
    /// <param name="time">The clock, and the timer checks run by.</param>
    /// <param name="wantedChanged">Takes the wanted table whenever it differs from the last one, and once at the first <see cref="Apply"/>.</param>
    public CheckRuntime(EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time, Action<BalancerTable> wantedChanged)
        : this(options, sink, loggers, time, wantedChanged, new SocketProbes(time, options.Node), Random.Shared)
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
        Random random)
    {
        _logger = loggers.CreateLogger<CheckRuntime>();
        _schedule = new CheckSchedule(Math.Max(1, options.ConcurrentProbes));
        _outbox = new Outbox(sink, wantedChanged, _logger);
        _probes = probes;
        _random = random;
        _time = time;
        _timer = time.CreateTimer(static runtime => ((CheckRuntime)runtime!).TimerElapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
            foreach ((CheckRun check, MonotonicTime? runBy) in change.Added)
            {
                MonotonicTime first = now + (_random.NextDouble() * (check.Definition.Warmup ?? check.Definition.Interval));
                _schedule.Set(check, runBy is { } by && by < first ? by : first);
            }

            foreach ((ServerRun server, RealServerState from) in change.StateChanged) StateChanged(server, from, utcNow);
            foreach (ServiceRun service in _roster.Services) Decide(service);
            PublishWanted();
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

    /// <summary>The services and real servers now; <paramref name="actual"/> is what the load balancer's table holds.</summary>
    public ValueArray<VirtualServiceStatus> Snapshot(BalancerTable actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        var table = new Dictionary<ServiceKey, BalancerService>(actual.Services.Count);
        foreach (BalancerService service in actual.Services) table[service.Key] = service;
        lock (_gate)
        {
            var picture = new StatusPicture(Now(), _time.GetUtcNow());
            var services = new VirtualServiceStatus[_roster.Services.Length];
            for (int i = 0; i < services.Length; i++)
                services[i] = picture.Of(_roster.Services[i], table.GetValueOrDefault(_roster.Services[i].Definition.Key));
            return new(services);
        }
    }

    /// <summary>Probes by outcome and durations by kind since the start; drift is not known here and stays 0.</summary>
    public EngineCounters Counters()
    {
        lock (_gate) return new EngineCounters { Probes = _counters.Outcomes(), ProbeDurations = _counters.Durations() };
    }

    /// <summary>Ends all checks. Nothing is handed out after it returns, apart from one item that may be on its way.</summary>
    public void Dispose()
    {
        RosterChange change;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            change = _roster.Apply(ClusterDefinition.Empty, _time.GetUtcNow());
        }

        _outbox.Close();
        _timer.Dispose();
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
    private void Decide(ServiceRun service)
    {
        bool[] up = service.ServersUp();
        ServiceHealth before = service.Health;
        service.Health = before.Step(service.Definition, up);
        // A new service that has its quorum is no news; one that starts without it is.
        bool isNews = service.Wanted is null ? !service.Health.QuorumUp : service.Health.QuorumUp != before.QuorumUp;
        if (isNews)
            _outbox.Add(new QuorumChanged(service.Definition.Name, service.Health.QuorumUp, service.Health.AliveWeight, ServiceHealth.Thresholds(service.Definition).Quorum));
        service.Wanted = WantedTable.Of(service.Definition, service.Health, up);
    }

    // Under the lock.
    private void PublishWanted()
    {
        var services = new BalancerService[_roster.Services.Length];
        for (int i = 0; i < services.Length; i++) services[i] = _roster.Services[i].Wanted!;
        var wanted = new BalancerTable(new(services));
        if (wanted == _wanted) return;
        _wanted = wanted;
        _outbox.Add(wanted);
    }

    // Under the lock.
    private void StateChanged(ServerRun server, RealServerState from, DateTimeOffset utcNow)
    {
        server.StateSince = utcNow;
        _outbox.Add(new RealServerStateChanged(server.Service.Definition.Name, server.Definition.EndpointName, from, server.Health.State, server.Health.Reason));
    }
}
