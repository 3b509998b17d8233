using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>Keeps the last events of the process, so that a page opened now shows what happened before.</summary>
public sealed partial class EventTail(IEngineStatusFeed feed, ILogger<EventTail> logger) : BackgroundService
{
    /// <summary>The events.</summary>
    public EventWindow Window { get; } = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using EngineSubscription subscription = feed.Subscribe("console-tail");
            await foreach (EventBatch batch in subscription.ReadAsync(stoppingToken).ConfigureAwait(false))
                Window.Add(batch.Events);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
#pragma warning disable CA1031 // The console lives on without the list of old events; it must not take the engine's process down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogStopped(exception);
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "The list of recent events stopped; newly opened pages start without old events")]
    private partial void LogStopped(Exception exception);
}
