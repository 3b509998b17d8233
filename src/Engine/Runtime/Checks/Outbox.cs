using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Hands events and tables to the outside in the order they were decided, never under the lock of whoever decided. One
/// thread at a time delivers; another that comes meanwhile leaves its items to it and goes on, so nobody ever waits.
/// </summary>
/// <param name="sink">Takes the events.</param>
/// <param name="wantedChanged">Takes the tables.</param>
/// <param name="settle">Decides what is left to decide and adds what comes of it; called by the thread that delivers, when nothing else is left.</param>
/// <param name="logger">For receivers that throw.</param>
internal sealed partial class Outbox(IEventSink sink, Action<BalancerTable> wantedChanged, Action settle, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<object> _items = new();
    private bool _isDelivering;
    private bool _isAsked;
    private bool _isClosed;
    private volatile bool _isUrgent;
    private volatile bool _hasItems;

    /// <summary>Is there something that must not wait?</summary>
    public bool IsUrgent => _isUrgent;

    /// <summary>Is there anything?</summary>
    public bool HasItems => _hasItems;

    /// <summary>Adds an event. Called under the decider's lock, which makes the order.</summary>
    public void Add(EngineEvent engineEvent) => AddItem(engineEvent, isUrgent: true);

    /// <summary>Adds an event that may wait until something else is delivered, or for a moment.</summary>
    public void AddPatient(EngineEvent engineEvent) => AddItem(engineEvent, isUrgent: false);

    /// <summary>Adds a table.</summary>
    public void Add(BalancerTable wanted) => AddItem(wanted, isUrgent: true);

    /// <summary>Adds something to be called.</summary>
    public void Add(Action call) => AddItem(call, isUrgent: true);

    /// <summary>Nothing is delivered any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _items.Clear();
        }
    }

    /// <summary>Settles, and delivers everything added so far, unless another thread is at it. Not under a lock.</summary>
    public void Deliver()
    {
        lock (_gate)
        {
            _isAsked = true;
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
                    _isUrgent = _hasItems = false;
                    if (!_isAsked)
                    {
                        _isDelivering = false;
                        return;
                    }

                    _isAsked = false;
                }
            }

            if (item is null) settle();
            else Hand(item);
        }
    }

    private void AddItem(object item, bool isUrgent)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _items.Enqueue(item);
            _hasItems = true;
            _isUrgent |= isUrgent;
        }
    }

    // A receiver that throws must not take the checks down with it.
    private void Hand(object item)
    {
        try
        {
            if (item is BalancerTable wanted) wantedChanged(wanted);
            else if (item is Action call) call();
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
