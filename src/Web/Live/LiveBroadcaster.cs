using KeepaliveConsole.Data.History;
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

    // Stands still while nobody is connected: a director that nobody looks at is not woken four times a second.
    private readonly PeriodicTimer _pace = new(Timeout.InfiniteTimeSpan, time);

    private long _dropped;

    /// <summary>Messages that slow clients lost since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Connections that are open now.</summary>
    public int Connections
    {
        get { lock (_gate) return _connections.Count; }
    }

    /// <summary>A connection that counts here what it loses; <see cref="Add"/> opens it.</summary>
    public LiveConnection Create() => new(count => Interlocked.Add(ref _dropped, count));

    /// <summary>Adds a connection; its first message is the picture, and nothing that happens after the picture is missing.</summary>
    public void Add(LiveConnection connection)
    {
        lock (_gate)
        {
            StatusDocument status = StatusDocument.From(feed.Current);
            connection.Offer((client, seq) => client.Snapshot(seq, status));
            _connections.Add(connection);
            if (_connections.Count == 1) _pace.Period = Pace;
        }
    }

    /// <summary>Removes a connection.</summary>
    public void Remove(LiveConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.Remove(connection) || _connections.Count > 0) return;
            _pace.Period = Timeout.InfiniteTimeSpan;
            _probes.Clear();
        }
    }

    /// <summary>Tells what the console itself has to say, such as a commit window that opened.</summary>
    public void Tell(StreamedEvent told)
    {
        EventDocument document = EventDocument.From(told);
        lock (_gate) OfferAll((client, seq) => client.EventRecorded(seq, document));
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        // Streams that are closed after this have no pace to set any more.
        lock (_gate) _connections.Clear();
        _pace.Dispose();
        base.Dispose();
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
        try
        {
            while (await _pace.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
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
            if (_connections.Count == 0) return;
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

    [LoggerMessage(5101, LogLevel.Debug, "The engine's stream of events ended.")]
    private partial void LogStreamEnded();
}
