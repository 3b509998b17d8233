using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Hands events and tables to the outside in the order they were decided, never under the lock of whoever decided. One
/// thread at a time delivers; another that comes meanwhile leaves its items to it and goes on, so nobody ever waits.
/// </summary>
internal sealed partial class Outbox(IEventSink sink, Action<BalancerTable> wantedChanged, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<object> _items = new();
    private bool _isDelivering;
    private bool _isClosed;

    /// <summary>Adds an event. Called under the decider's lock, which makes the order.</summary>
    public void Add(EngineEvent engineEvent) => AddItem(engineEvent);

    /// <summary>Adds a table.</summary>
    public void Add(BalancerTable wanted) => AddItem(wanted);

    /// <summary>Nothing is delivered any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _items.Clear();
        }
    }

    /// <summary>Delivers everything added so far, unless another thread is at it. Not under a lock.</summary>
    public void Deliver()
    {
        lock (_gate)
        {
            if (_isDelivering) return;
            _isDelivering = true;
        }

        while (true)
        {
            object? item;
            lock (_gate)
            {
                if (!_items.TryDequeue(out item))
                {
                    _isDelivering = false;
                    return;
                }
            }

            Hand(item);
        }
    }

    private void AddItem(object item)
    {
        lock (_gate)
            if (!_isClosed) _items.Enqueue(item);
    }

    // A receiver that throws must not take the checks down with it.
    private void Hand(object item)
    {
        try
        {
            if (item is BalancerTable wanted) wantedChanged(wanted);
            else sink.Publish((EngineEvent)item);
        }
#pragma warning disable CA1031 // Whatever it throws, the next item is delivered.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogReceiverThrew(logger, item.GetType().Name, e);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "The receiver of {Item} failed; checks go on")]
    private static partial void LogReceiverThrew(ILogger logger, string item, Exception exception);
}
