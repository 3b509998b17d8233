using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Balancing;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>
/// The director: election, checks and load balancer put together. It waits for nothing but its own threads: definitions
/// come in through <see cref="Apply"/>, facts go out through the feed.
/// </summary>
public sealed class KeepaliveEngine : IEngineLifetime, IEngineCommands, IEngineStatusFeed, IDisposable
{
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly StatusFeed _feed;
    private readonly IElectionHost _vrrp;
    private readonly CheckRuntime _checks;
    private readonly Lazy<BalancerRuntime> _lazyBalancer;
    private readonly Lock _applying = new();
    private volatile ClusterDefinition _definition = ClusterDefinition.Empty;
    private bool _started;
    private bool _stopped;

    /// <summary>Puts the parts together; nothing runs until <see cref="Start"/>.</summary>
    /// <param name="options">Settings of the host.</param>
    /// <param name="loggers">For one line per event.</param>
    /// <param name="time">Wall clock.</param>
    /// <param name="program">How an election process is started; null = the election always runs in this process.</param>
    public KeepaliveEngine(IOptions<EngineOptions> options, ILoggerFactory loggers, TimeProvider time, ElectionProgram? program = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options.Value;
        _time = time;
        _startedAt = time.GetUtcNow();
        _feed = new StatusFeed(time, TakePicture);
        _vrrp = ElectionHosts.Create(_options, program, _feed, loggers, time);
        _checks = new CheckRuntime(_options, _feed, loggers, time, WantTable);
        _lazyBalancer = new Lazy<BalancerRuntime>(() => new BalancerRuntime(LoadBalancerSelection.Create(_options), _options, _feed, loggers, time));
    }

    /// <inheritdoc />
    public EngineStatus Current => _feed.Current;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> DroppedBySubscriber => _feed.DroppedBySubscriber;

    /// <inheritdoc />
    public EngineCounters Counters => _checks.Counters() with { DriftRepairs = _feed.DriftRepairs };

    /// <summary>Starts the threads. The engine then idles until the first definition.</summary>
    public void Start()
    {
        _started = true;
        _vrrp.Start();
        // To choose one asks programs, which takes longer than the election needs to start: after it, in the caller's network namespace.
        new Thread(PrepareBalancer) { IsBackground = true, Name = "kc-balancer-choice" }.Start();
    }

    /// <inheritdoc />
    public EngineSubscription Subscribe(string name) => _feed.Subscribe(name);

    /// <inheritdoc />
    public ValueArray<DefinitionProblem> Apply(ClusterDefinition definition, long revision)
    {
        ValueArray<DefinitionProblem> problems = DefinitionRules.Check(definition);
        lock (_applying)
        {
            if (problems.Any(problem => problem.Severity == ProblemSeverity.Error))
            {
                _feed.Publish(new DefinitionRejected(revision, problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => problem.Message).ToValueArray()));
                return problems;
            }

            ValueArray<string> changes = DefinitionDifference.Between(_definition, definition);
            _definition = definition;
            _feed.Revision = revision;
            // The election first: checks and the table may take longer.
            _vrrp.Apply(definition);
            _checks.Apply(definition);
            _feed.Publish(new DefinitionApplied(revision, changes));
            return problems;
        }
    }

    /// <inheritdoc />
    public bool CheckNow(string service, string server) => _checks.CheckNow(service, server);

    /// <inheritdoc />
    public bool Announce(string instance) => _vrrp.Announce(instance) is null;

    /// <inheritdoc />
    public string? Yield(string instance) => _vrrp.Yield(instance);

    /// <inheritdoc />
    public bool? Resume(string instance) => _vrrp.Resume(instance);

    /// <inheritdoc />
    public string? Trace(string instance) => _vrrp.Trace(instance);

    /// <inheritdoc />
    public byte[]? Capture(string instance) => _vrrp.Capture(instance);

    /// <summary>
    /// Leaves in order: says priority 0, serves until a successor is heard (at most the largest skew), removes the addresses,
    /// then stops checks and takes the table away unless it is to be kept. Safe to call twice.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped) return;
        _stopped = true;
        if (_started) await _vrrp.StopAsync(null, _options.KeepAddressesOnExit).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _checks.Dispose();
        Balancer.Stop(_options.KeepTableOnExit);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _vrrp.Dispose();
        Balancer.Dispose();
        _feed.Dispose();
    }

    /// <summary>The load balancer; waits for the choice, some 50 ms, once.</summary>
    private BalancerRuntime Balancer => _lazyBalancer.Value;

    private void PrepareBalancer()
    {
        try
        {
            _ = _lazyBalancer.Value;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whoever needs it first gets the same failure.
        }
    }

    private void WantTable(BalancerTable wanted)
    {
        var reasons = new TableReasons(_definition, () => _checks.Snapshot(Balancer.Actual));
        Balancer.SetWanted(wanted, reasons.NameOf, reasons.Of);
    }

    private EngineStatus TakePicture(long sequence)
    {
        ElectionPicture election = _vrrp.Picture();
        return new EngineStatus
        {
            Node = _options.Node,
            At = _time.GetUtcNow(),
            Sequence = sequence,
            AppliedRevision = _feed.Revision,
            Engine = new EngineHealth
            {
                StartedAt = _startedAt,
                LoadBalancer = Balancer.Kind,
                LoadBalancerProblem = Balancer.Problem,
                VrrpNotPermitted = election.NotPermitted,
                RealTime = election.RealTime,
                ElectionProcess = election.Process,
                ElectionAllocatedBytes = election.AllocatedBytes,
                ForeignAdverts = election.ForeignAdverts,
                WorstLateness = election.WorstLateness,
                LatenessCounts = election.LatenessCounts,
                LatenessSumSeconds = election.LatenessSumSeconds,
            },
            Vrrp = election.Instances,
            VirtualServices = _checks.Snapshot(Balancer.Actual),
        };
    }
}
