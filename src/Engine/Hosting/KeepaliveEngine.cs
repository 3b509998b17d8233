using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Runtime.Balancing;
using KeepaliveConsole.Engine.Runtime.Checks;
using KeepaliveConsole.Engine.Runtime.Notify;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>
/// The director: election, checks and load balancer put together. It waits for nothing but its own threads: definitions
/// come in through <see cref="Apply"/>, facts go out through the feed.
/// </summary>
public sealed class KeepaliveEngine : IEngineLifetime, IEngineCommands, IEngineStatusFeed, IEngineHistory, IDisposable
{
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly StatusFeed _feed;
    private readonly IElectionHost _vrrp;
    private readonly Lazy<CheckRuntime> _lazyChecks;
    private readonly Lazy<BalancerRuntime> _lazyBalancer;
    private readonly Lazy<ProgramThread> _programs;
    private readonly ServiceNotifyRuntime _serviceNotify;
    private readonly SetupLook _setup;
    private readonly Lock _applying = new();
    private volatile ClusterDefinition _definition = ClusterDefinition.Empty;
    private volatile bool _started;
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
        var transitions = new SyncRoleTap(_feed);
        _vrrp = ElectionHosts.Create(_options, program, transitions, loggers, time);
        _programs = new Lazy<ProgramThread>();
        _serviceNotify = new ServiceNotifyRuntime(_options.Node, new LatePrograms(_programs), _feed);
        IOwnedServices ownership = program is null ? new NoOwnedServices() : new OwnedServicesFile(Path.Combine(program.Directory, "balanced-services"), OwnedServicesFile.KernelsTable());
        _lazyBalancer = new Lazy<BalancerRuntime>(() =>
        {
            var balancer = new BalancerRuntime(LoadBalancerSelection.Create(_options), _options, _feed, loggers, time, instance => transitions.IsMaster(instance, _vrrp.Picture()), ownership);
            transitions.Changed = balancer.LookAtRole;
            return balancer;
        });
        // Made when first asked for: by the first picture or the first definition.
        _lazyChecks = new Lazy<CheckRuntime>(() => new CheckRuntime(_options, _feed, loggers, time, WantTable)
        {
            Notify = _serviceNotify,
            ReadCounters = () => _lazyBalancer.IsValueCreated ? Balancer.Counters : [],
            Refuses = service => _lazyBalancer.IsValueCreated ? Balancer.Refuses(service)?.ToString() : null,
        });
        _setup = new SetupLook(time);
        Limits = new HostBalancerLimits(_options.Node, _lazyBalancer);
    }

    /// <inheritdoc />
    public ClusterDefinition Definition => _definition;

    /// <inheritdoc />
    public IBalancerLimits Limits { get; }

    /// <inheritdoc />
    public EngineStatus Current => _feed.Current;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> DroppedBySubscriber => _feed.DroppedBySubscriber;

    /// <inheritdoc />
    public EngineCounters Counters => Checks.Counters() with { DriftRepairs = _feed.DriftRepairs };

    /// <inheritdoc />
    public event Action<IReadOnlyList<ProbeSummary>>? MinuteClosed
    {
        add => Checks.MinuteClosed += value;
        remove => Checks.MinuteClosed -= value;
    }

    /// <inheritdoc />
    public IReadOnlyList<ProbeRecord>? Probes(string service, string server, int check, DateTimeOffset since) => Checks.Probes(service, server, check, since);

    /// <summary>Starts the threads. The engine then idles until the first definition.</summary>
    public void Start()
    {
        _started = true;
        _feed.ForgetPicture();
        _vrrp.Start();
        // To choose one asks programs, which takes longer than the election needs to start: after it, in the caller's network namespace.
        new Thread(PrepareBalancer) { IsBackground = true, Name = "kc-balancer-choice" }.Start();
    }

    /// <inheritdoc />
    public EngineSubscription Subscribe(string name) => _feed.Subscribe(name);

    /// <inheritdoc />
    public EngineSubscription Subscribe(string name, int capacity) => _feed.Subscribe(name, capacity);

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
            Balancer.SetDefinition(definition.Nodes.FirstOrDefault(node => node.Name == _options.Node)?.LoadBalancer);
            Checks.Apply(definition);
            _feed.Publish(new DefinitionApplied(revision, changes));
            return problems;
        }
    }

    /// <inheritdoc />
    public bool CheckNow(string service, string server) => Checks.CheckNow(service, server);

    /// <inheritdoc />
    public Task<string?> CutAsync(string service, string server, out bool found)
    {
        found = Find(service, server) is not null;
        if (Find(service, server) is not var (definition, real)) return Task.FromResult<string?>(null);

        // From the definition, not from the table: a server in maintenance has left the table and may still have connections.
        BalancerTable actual = Balancer.Actual;
        return Balancer.CutAsync([.. ServiceEndpoints.Of(definition).Select(actual.Find).OfType<BalancerService>()
            .Select(entry => new BalancerPlace(entry, WantedTable.Destination(definition, entry.Key, real, 0)))]);
    }

    /// <inheritdoc />
    public RealServerSetup? Setup(string service, string server) => Find(service, server) is var (definition, real) ? SetupLook.Describe(definition, real) : null;

    /// <inheritdoc />
    public Task<RealServerSetup?> CheckSetupAsync(string service, string server) => Find(service, server) is var (definition, real)
        ? _setup.LookAsync(definition, real)
        : Task.FromResult<RealServerSetup?>(null);

    /// <inheritdoc />
    public bool Announce(string instance) => _vrrp.Announce(instance) is null;

    /// <inheritdoc />
    public string? Yield(string instance) => _vrrp.Yield(instance);

    /// <inheritdoc />
    public bool? Resume(string instance) => _vrrp.Resume(instance);

    /// <inheritdoc />
    public bool PeerClaims(string instance, IPAddress peer, int priority) => VrrpPriority.IsValid(priority) && _vrrp.PeerClaims(instance, peer, new VrrpPriority((byte)priority));

    /// <inheritdoc />
    public string? Trace(string instance) => _vrrp.Trace(instance);

    /// <inheritdoc />
    public byte[]? Capture(string instance) => _vrrp.Capture(instance);

    /// <inheritdoc />
    public IReadOnlyList<AdvertFrame>? Frames(string instance) => _vrrp.Capture(instance) is { } capture ? AdvertisementDissector.ReadCapture(capture) : null;

    /// <summary>
    /// Leaves in order: says priority 0, serves until a successor is heard (at most the largest skew), removes the addresses,
    /// then stops checks and takes the table away unless it is to be kept. Safe to call twice.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped) return;
        _stopped = true;
        if (_started) await _vrrp.StopAsync(null, _options.KeepAddressesOnExit).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_lazyChecks.IsValueCreated) Checks.Dispose();
        await _serviceNotify.StopAsync().ConfigureAwait(false);
        if (_programs.IsValueCreated) _programs.Value.Dispose();
        Balancer.Stop();
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

    private CheckRuntime Checks => _lazyChecks.Value;

    private (VirtualServiceDefinition Service, RealServerDefinition Server)? Find(string service, string server) =>
        _definition.VirtualServices.FirstOrDefault(candidate => candidate.Name == service) is { } definition
        && definition.RealServers.FirstOrDefault(candidate => candidate.EndpointName == server) is { } real
            ? (definition, real)
            : null;

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
        var reasons = new TableReasons(_definition, Checks.Glance);
        Balancer.SetWanted(wanted, reasons.NameOf, reasons.Of);
    }

    // Most definitions name no program: the thread that runs them begins with the first.
    private sealed class LatePrograms(Lazy<ProgramThread> thread) : IProgramRunner
    {
        public void Run(ProgramRequest request, Action<ProgramResult> ended, CancellationToken stop = default) => thread.Value.Run(request, ended, stop);
    }

    private EngineStatus TakePicture(long sequence)
    {
        ElectionPicture election = _vrrp.Picture();
        // Whoever subscribes before the start must not make it wait for the load balancer's choice, which asks programs.
        BalancerRuntime? balancer = _started || _lazyBalancer.IsValueCreated ? Balancer : null;
        return new EngineStatus
        {
            Node = _options.Node,
            At = _time.GetUtcNow(),
            Sequence = sequence,
            AppliedRevision = _feed.Revision,
            Engine = new EngineHealth
            {
                StartedAt = _startedAt,
                LoadBalancer = balancer?.Kind ?? NoLoadBalancer.KindName,
                LoadBalancerProblem = balancer?.Problem,
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
            VirtualServices = balancer is null ? [] : Checks.Snapshot(balancer.Actual),
        };
    }
}
