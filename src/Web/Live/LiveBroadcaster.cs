using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Live;

/// <summary>Reads the engine's stream once and offers it to every connection. The engine never waits for it, and it never waits for a client.</summary>
internal sealed partial class LiveBroadcaster(IEngineStatusFeed feed, TimeProvider time, ILogger<LiveBroadcaster> logger) : BackgroundService
{
    /// <summary>Time between batches of probes, and between looks at the picture: 250 ms, four a second.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<LiveConnection> _connections = [];
    private readonly PictureChanges _changes = new();
    private readonly Dictionary<(string Service, string Server), ProbeCompleted> _probes = [];

    /// <summary>Adds a connection; its first message is the picture, and nothing that happens after the picture is missing.</summary>
    public void Add(LiveConnection connection)
    {
        lock (_gate)
        {
            StatusDocument status = StatusDocument.From(feed.Current);
            connection.Offer((client, seq) => client.Snapshot(seq, status));
            _connections.Add(connection);
        }
    }

    /// <summary>Removes a connection.</summary>
    public void Remove(LiveConnection connection)
    {
        lock (_gate) _connections.Remove(connection);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ReadAsync(stoppingToken), PaceAsync(stoppingToken));

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using EngineSubscription subscription = feed.Subscribe("live");
        try
        {
            await foreach (EventBatch batch in subscription.ReadAsync(cancellationToken).ConfigureAwait(false)) Take(batch);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (!cancellationToken.IsCancellationRequested) LogStreamEnded();
    }

    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                lock (_gate)
                {
                    OfferChanges();
                    OfferProbes();
                }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Take(EventBatch batch)
    {
        lock (_gate)
        {
            if (batch.Dropped > 0)
                foreach (LiveConnection connection in _connections) connection.Miss(batch.Dropped);
            if (batch.Events.Any(happened => happened is not ProbeCompleted)) OfferChanges();
            foreach (EngineEvent happened in batch.Events)
            {
                if (happened is ProbeCompleted probe) _probes[(probe.Service, probe.Server)] = probe;
                else OfferEvent(happened);
            }
        }
    }

    private void OfferEvent(EngineEvent happened)
    {
        if (_connections.Count == 0) return;
        if (happened is DefinitionApplied applied)
        {
            string[] changes = [.. applied.Changes];
            OfferAll((client, seq) => client.DefinitionApplied(seq, applied.AppliedRevision, changes));
        }

        EventDocument document = EventDocument.From(happened);
        OfferAll((client, seq) => client.EventRecorded(seq, document));
    }

    private void OfferChanges()
    {
        if (_connections.Count == 0) return;
        (IReadOnlyList<VrrpInstanceStatus> vrrp, IReadOnlyList<(string Service, RealServerStatus Server)> servers) = _changes.Take(feed.Current);
        foreach (VrrpInstanceStatus instance in vrrp)
        {
            VrrpDocument document = VrrpDocument.From(instance);
            OfferAll((client, seq) => client.VrrpChanged(seq, document));
        }

        foreach ((string service, RealServerStatus server) in servers)
        {
            RealServerDocument document = RealServerDocument.From(server);
            OfferAll((client, seq) => client.RealServerChanged(seq, service, document));
        }
    }

    private void OfferProbes()
    {
        if (_probes.Count == 0) return;
        CompletedProbeDocument[] batch = [.. _probes.Values.Select(probe => new CompletedProbeDocument(probe.Service, probe.Server, probe.CheckIndex, ProbeDocument.From(probe.Result)))];
        _probes.Clear();
        OfferAll((client, seq) => client.ProbeCompleted(seq, batch));
    }

    private void OfferAll(LiveMessage message)
    {
        foreach (LiveConnection connection in _connections) connection.Offer(message);
    }

    [LoggerMessage(LogLevel.Debug, "The engine's stream of events ended.")]
    private partial void LogStreamEnded();
}
