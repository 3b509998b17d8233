using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>
/// The newest notable events, at most <see cref="Capacity"/>. Single probe results are left out: a change of state tells what
/// they led to, and one probe a second would push everything else out. Safe to use from several threads.
/// </summary>
public sealed class EventWindow
{
    /// <summary>Most events kept: 200.</summary>
    public const int Capacity = 200;

    private readonly Lock _gate = new();
    private readonly Queue<EngineEvent> _events = new(Capacity);
    private long _lastSequence;

    /// <summary>How many notable events were ever added.</summary>
    public long Added { get; private set; }

    /// <summary>Adds what is notable and newer than the last; events seen before are skipped, so that two sources may overlap.</summary>
    /// <param name="events">In order of sequence.</param>
    /// <returns>Was anything added?</returns>
    public bool Add(IReadOnlyList<EngineEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        lock (_gate)
        {
            long before = Added;
            foreach (EngineEvent happened in events)
            {
                if (happened.Sequence <= _lastSequence) continue;
                _lastSequence = happened.Sequence;
                if (happened is ProbeCompleted) continue;
                if (_events.Count == Capacity) _events.Dequeue();
                _events.Enqueue(happened);
                Added++;
            }
            return Added != before;
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<EngineEvent> OldestFirst()
    {
        lock (_gate) return [.. _events];
    }

    /// <summary>The newest, newest first.</summary>
    /// <param name="count">At most this many, 1 to <see cref="Capacity"/>.</param>
    public IReadOnlyList<EngineEvent> Newest(int count)
    {
        lock (_gate) return [.. _events.Reverse().Take(count)];
    }
}
