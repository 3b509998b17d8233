using System.Runtime.CompilerServices;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Stands where the engine will stand until it is merged.</summary>
internal sealed class IdleEngine(IOptions<EngineOptions> options) : IEngineLifetime, IEngineCommands, IEngineStatusFeed
{
    private long _revision;

    public EngineStatus Current => new()
    {
        Node = options.Value.Node, At = DateTimeOffset.UtcNow, Sequence = 0, AppliedRevision = _revision,
        Engine = new EngineHealth { StartedAt = DateTimeOffset.UtcNow, LoadBalancer = "none" },
    };

    public IReadOnlyDictionary<string, long> DroppedBySubscriber { get; } = new Dictionary<string, long>();

    public EngineCounters Counters { get; } = new();

    public void Start()
    {
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueArray<DefinitionProblem> Apply(ClusterDefinition definition, long revision)
    {
        _revision = revision;
        return [];
    }

    public bool CheckNow(string service, string server) => false;

    public bool Announce(string instance) => false;

    public EngineSubscription Subscribe(string name) => new Silence(Current);

    private sealed class Silence(EngineStatus initial) : EngineSubscription
    {
        private readonly TaskCompletionSource _end = new();

        public override EngineStatus Initial => initial;

        public override async IAsyncEnumerable<EventBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await _end.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            yield break;
        }

        protected override void Dispose(bool disposing) => _end.TrySetResult();
    }
}
