using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Carries the engine's events to the recorder, which writes them to history and audit behind the engine's back.</summary>
internal sealed class RecorderFeed(IEngineStatusFeed feed, EngineRecorder recorder, EarlyEngine? early = null) : IHostedService, IDisposable
{
    /// <summary>Its name among the readers of the stream.</summary>
    public const string Name = "recorder";

    /// <summary>Events it may fall behind: as many as may wait for the database. A burst of a director with thousands of servers is longer than what others may.</summary>
    public const int Capacity = 65_536;

    private readonly CancellationTokenSource _end = new();
    private EngineSubscription? _subscription;
    private Task _reading = Task.CompletedTask;

    /// <summary>Takes its place in the stream; before the engine starts, so that its first words are recorded too.</summary>
    public void Subscribe() => _subscription ??= early?.Events ?? feed.Subscribe(Name, Capacity);

    /// <summary>Begins to read.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Subscribe();
        _reading = Task.Run(() => ReadAsync(_subscription!), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Hands over what waits and ends.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        using (cancellationToken.Register(_end.Cancel)) await _reading.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _subscription?.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(EngineSubscription subscription)
    {
        // The name never changes, and a picture of now would be one of thousands of servers for each batch.
        string node = subscription.Initial.Node;
        try
        {
            await foreach (EventBatch batch in subscription.ReadAsync(_end.Token).ConfigureAwait(false))
            {
                recorder.Miss(batch.Dropped);
                foreach (EngineEvent happened in batch.Events) recorder.Enqueue(happened, node);
            }
        }
        catch (OperationCanceledException)
        {
            // The host's patience ended.
        }
    }
}
