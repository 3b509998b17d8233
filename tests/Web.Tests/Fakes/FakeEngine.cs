using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>
/// An engine that does what a test says: <see cref="Publish"/> sends an event to every subscriber, <see cref="Current"/> is
/// the picture they read, and every command is kept for the test to look at.
/// </summary>
public sealed class FakeEngine : IEngineCommands, IEngineStatusFeed, IEngineLifetime, IEngineHistory
{
    private readonly Lock _gate = new();
    private readonly List<FakeSubscription> _subscriptions = [];
    private long _sequence;
    private EngineStatus _current;

    public FakeEngine(EngineStatus? initial = null)
    {
        _current = initial ?? FakeStatus.Healthy();
        _sequence = _current.Sequence;
    }

    /// <summary>The picture; setting it publishes nothing.</summary>
    public EngineStatus Current
    {
        get { lock (_gate) return _current; }
        set { lock (_gate) _current = value; }
    }

    /// <summary>Definitions that were applied, oldest first.</summary>
    public List<(ClusterDefinition Definition, long Revision)> Applied { get; } = [];

    /// <summary>Servers whose connections were ended.</summary>
    public List<(string Service, string Server)> Cut { get; } = [];

    /// <summary>Why they are not ended; null = they are.</summary>
    public string? CutProblem { get; set; }

    /// <summary>Real servers that were checked on demand.</summary>
    public List<(string Service, string Server)> Checked { get; } = [];

    /// <summary>What a look at a real server finds; null = there is no such server.</summary>
    public RealServerSetup? ServerSetup { get; set; }

    /// <summary>Real servers that were looked at.</summary>
    public List<(string Service, string Server)> LookedAt { get; } = [];

    /// <summary>Instances that were announced on demand.</summary>
    public List<string> Announced { get; } = [];

    /// <summary>What the load balancer refuses, and why; nothing at first.</summary>
    public Func<VirtualServiceDefinition, string?> Refusal { get; set; } = _ => null;

    /// <inheritdoc />
    public ClusterDefinition Definition
    {
        get { lock (_gate) return Applied.Count == 0 ? ClusterDefinition.Empty : Applied[^1].Definition; }
    }

    /// <inheritdoc />
    public IBalancerLimits Limits => new FakeLimits(this);

    /// <summary>What the next calls of <see cref="Apply"/> answer; an error among them refuses.</summary>
    public ValueArray<DefinitionProblem> ApplyProblems { get; set; }

    /// <summary>Was the engine started, and stopped?</summary>
    public bool Started { get; private set; }

    /// <summary>Was it stopped?</summary>
    public bool Stopped { get; private set; }

    public Dictionary<string, long> Dropped { get; } = [];

    public IReadOnlyDictionary<string, long> DroppedBySubscriber => Dropped;

    public EngineCounters Counters { get; set; } = new();

    /// <summary>Names of the subscribers there are now.</summary>
    public IReadOnlyList<string> Subscribers
    {
        get { lock (_gate) return [.. _subscriptions.Select(s => s.Name)]; }
    }

    public RealServerSetup? Setup(string service, string server) => ServerSetup is { } setup ? setup with { CheckedAt = null, Findings = [] } : null;

    public Task<RealServerSetup?> CheckSetupAsync(string service, string server)
    {
        LookedAt.Add((service, server));
        return Task.FromResult(ServerSetup);
    }

    public void Start() => Started = true;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stopped = true;
        return Task.CompletedTask;
    }

    public ValueArray<DefinitionProblem> Apply(ClusterDefinition definition, long revision)
    {
        lock (_gate)
        {
            foreach (DefinitionProblem problem in ApplyProblems)
                if (problem.Severity == ProblemSeverity.Error) return ApplyProblems;
            Applied.Add((definition, revision));
            _current = _current with { AppliedRevision = revision };
        }

        Publish(new DefinitionApplied(revision, []));
        return ApplyProblems;
    }

    public Task<string?> CutAsync(string service, string server, out bool found)
    {
        lock (_gate)
        {
            found = _current.VirtualServices.Any(each => each.Name == service && each.RealServers.Any(real => real.Address == server));
            if (found) Cut.Add((service, server));
            return Task.FromResult(CutProblem);
        }
    }

    public bool CheckNow(string service, string server)
    {
        lock (_gate)
        {
            foreach (VirtualServiceStatus each in _current.VirtualServices)
                foreach (RealServerStatus real in each.RealServers)
                    if (each.Name == service && real.Address == server)
                    {
                        Checked.Add((service, server));
                        return true;
                    }
        }

        return false;
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<ProbeSummary>>? MinuteClosed;

    /// <summary>Single probes of every check there is.</summary>
    public List<ProbeRecord> History { get; } = [];

    /// <inheritdoc />
    public IReadOnlyList<ProbeRecord>? Probes(string service, string server, int check, DateTimeOffset since)
        => [.. History.Where(probe => probe.At >= since)];

    /// <summary>Closes a minute.</summary>
    public void CloseMinute(params IReadOnlyList<ProbeSummary> minutes) => MinuteClosed?.Invoke(minutes);

    /// <summary>Instances that were asked to yield.</summary>
    public List<string> Yielded { get; } = [];

    public string? Yield(string instance)
    {
        lock (_gate)
        {
            Yielded.Add(instance);
            return Current.Vrrp.Any(vrrp => vrrp.Name == instance && vrrp.State == VrrpState.Master) ? null : $"this node is not master of {instance}";
        }
    }

    /// <summary>Instances that were asked to resume.</summary>
    public List<string> Resumed { get; } = [];

    /// <summary>Does the election answer?</summary>
    public bool Answers { get; set; } = true;

    public bool? Resume(string instance)
    {
        lock (_gate)
        {
            if (!Answers) return null;
            Resumed.Add(instance);
            return Yielded.Remove(instance);
        }
    }

    /// <summary>What other consoles are said to claim, oldest first.</summary>
    public ConcurrentQueue<(string Instance, string Peer, int Priority)> Claims { get; } = new();

    public bool PeerClaims(string instance, IPAddress peer, int priority)
    {
        Claims.Enqueue((instance, peer.ToString(), priority));
        return true;
    }

    public string? Trace(string instance) => Current.Vrrp.Any(vrrp => vrrp.Name == instance) ? $"# {instance}\n" : null;

    public byte[]? Capture(string instance) => Current.Vrrp.Any(vrrp => vrrp.Name == instance) ? [0x0a, 0x0d, 0x0d, 0x0a] : null;

    /// <summary>Decoded adverts of every instance there is, oldest first.</summary>
    public List<AdvertFrame> RecordedFrames { get; } = [];

    public IReadOnlyList<AdvertFrame>? Frames(string instance) => Current.Vrrp.Any(vrrp => vrrp.Name == instance) ? [.. RecordedFrames] : null;

    public bool Announce(string instance)
    {
        lock (_gate)
        {
            foreach (VrrpInstanceStatus each in _current.Vrrp)
                if (each.Name == instance && each.State == VrrpState.Master)
                {
                    Announced.Add(instance);
                    return true;
                }
        }

        return false;
    }

    /// <summary>Changes the picture and publishes the event that tells of it, together.</summary>
    public EngineEvent Publish(EngineEvent happened, Func<EngineStatus, EngineStatus>? change = null)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_gate)
        {
            EngineEvent numbered = happened with { Sequence = ++_sequence, At = DateTimeOffset.UtcNow, Revision = _current.AppliedRevision };
            _current = (change?.Invoke(_current) ?? _current) with { Sequence = _sequence, At = numbered.At };
            foreach (FakeSubscription subscription in _subscriptions) subscription.Offer(numbered);
            return numbered;
        }
    }

    /// <summary>Tells every subscriber that it lost <paramref name="count"/> events, together with the next event.</summary>
    public void LoseEvents(long count)
    {
        lock (_gate)
            foreach (FakeSubscription subscription in _subscriptions) subscription.Lost += count;
    }

    public EngineSubscription Subscribe(string name)
    {
        lock (_gate)
        {
            var subscription = new FakeSubscription(this, name, _current);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    private void Remove(FakeSubscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }

    private sealed class FakeSubscription(FakeEngine engine, string name, EngineStatus initial) : EngineSubscription
    {
        private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>();

        public string Name => name;

        public long Lost { get; set; }

        public override EngineStatus Initial => initial;

        public void Offer(EngineEvent happened) => _events.Writer.TryWrite(happened);

        public override async IAsyncEnumerable<EventBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await _events.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<EngineEvent>();
                while (_events.Reader.TryRead(out EngineEvent? happened)) batch.Add(happened);
                long lost = Lost;
                Lost = 0;
                if (batch.Count > 0) yield return new EventBatch(batch, lost);
            }
        }

        protected override void Dispose(bool disposing)
        {
            _events.Writer.TryComplete();
            engine.Remove(this);
        }
    }

    private sealed class FakeLimits(FakeEngine engine) : IBalancerLimits
    {
        public string Node => "l1";

        public string Kind => "ipvs";

        public Sentence? Refuses(VirtualServiceDefinition service) => engine.Refusal(service) is { } reason ? Sentence.Verbatim(reason) : null;
    }
}
