using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// Events of the election process until a console has taken them, so that the next console learns what happened while there was none.
/// Bounded: the oldest are lost first, and counted.
/// </summary>
/// <param name="time">Stamps them; whoever hears them later must know when it was.</param>
internal sealed class EventBacklog(TimeProvider time) : IEventSink
{
    /// <summary>Events kept: 4096.</summary>
    public const int Capacity = 4096;

    private readonly ConcurrentQueue<EngineEvent> _new = new();
    private readonly Queue<(long Number, EngineEvent Event)> _kept = new();
    private readonly Lock _lock = new();
    private long _last;
    private long _acknowledged;
    private long _lost;

    /// <summary>Is set with each event.</summary>
    public Signal Signal { get; } = new();

    /// <summary>Events up to this number have reached a console.</summary>
    public long Acknowledged
    {
        get { lock (_lock) return _acknowledged; }
    }

    /// <inheritdoc />
    public void Publish(EngineEvent engineEvent)
    {
        _new.Enqueue(engineEvent with { At = time.GetUtcNow() });
        if (_new.Count > Capacity && _new.TryDequeue(out _)) Interlocked.Increment(ref _lost);
        Signal.Set();
    }

    /// <summary>Is there an event after <paramref name="number"/>?</summary>
    public bool HasAfter(long number)
    {
        lock (_lock)
        {
            Settle();
            return _last > number;
        }
    }

    /// <summary>The events after <paramref name="number"/>, the number of the last, and how many were lost since the last look.</summary>
    public (ValueArray<EngineEvent> Events, long UpTo, long Lost) After(long number)
    {
        lock (_lock)
        {
            Settle();
            return (_kept.Where(each => each.Number > number).Select(each => each.Event).ToValueArray(), _last, Interlocked.Exchange(ref _lost, 0));
        }
    }

    /// <summary>Forgets the events up to <paramref name="number"/>.</summary>
    public void Acknowledge(long number)
    {
        lock (_lock)
        {
            _acknowledged = Math.Max(_acknowledged, Math.Min(number, _last));
            while (_kept.TryPeek(out (long Number, EngineEvent Event) first) && first.Number <= _acknowledged) _kept.Dequeue();
        }
    }

    private void Settle()
    {
        while (_new.TryDequeue(out EngineEvent? engineEvent)) _kept.Enqueue((++_last, engineEvent));
        for (; _kept.Count > Capacity; Interlocked.Increment(ref _lost)) _kept.Dequeue();
    }
}
