using KeepaliveConsole.Data.History;

namespace KeepaliveConsole.Web.Live;

/// <summary>What a reader of the ring gets.</summary>
/// <param name="Behind">The reader is further back than the ring reaches: read the store.</param>
/// <param name="Floor">Everything up to this id is in the store and nothing of it in the ring.</param>
/// <param name="Lost">Events that were never stored, since the start.</param>
/// <param name="Trouble">Why events wait for the store; null = they do not.</param>
/// <param name="Changed">Ends when there is more.</param>
internal readonly record struct RingView(bool Behind, long Floor, long Lost, string? Trouble, Task Changed);

/// <summary>The last stored events, once for all readers. It has a fixed size: a reader that stops reading costs nothing here and finds the store when it comes back.</summary>
/// <param name="capacity">Events kept; the default is 4096, some 3 MB.</param>
internal sealed class EventRing(int capacity = EventRing.DefaultCapacity)
{
    /// <summary>Events kept when nobody says: 4096.</summary>
    public const int DefaultCapacity = 4096;

    private readonly Lock _gate = new();
    private readonly StoredEvent[] _events = new StoredEvent[capacity];
    private TaskCompletionSource _changed = NewSignal();
    private long _count;
    // Null before the first batch or reader: nobody knows yet where the store ends.
    private long? _floor;
    private long _newest;
    private long _lost;
    private string? _trouble;

    /// <summary>Id of the newest event; 0 = none yet.</summary>
    public long Newest
    {
        get { lock (_gate) return _newest; }
    }

    /// <summary>Events lost since the start.</summary>
    public long Lost
    {
        get { lock (_gate) return _lost; }
    }

    /// <summary>Says where the store ends while nothing has come; later it is known better.</summary>
    public void Seed(long newestStored)
    {
        lock (_gate) _floor ??= newestStored;
    }

    /// <summary>Takes what the store did and wakes the readers.</summary>
    public void Take(EventLogNews news)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (news.Stored.Count == 0 && news.Lost == 0 && news.Trouble == _trouble) return;
            if (_count == 0 && news.Stored.Count > 0) _floor = news.Stored[0].Id - 1;
            foreach (StoredEvent stored in news.Stored)
            {
                ref StoredEvent place = ref _events[_count++ % _events.Length];
                if (place is not null) _floor = place.Id;
                place = stored;
                _newest = stored.Id;
            }

            _lost += news.Lost;
            _trouble = news.Trouble;
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Adds events after <paramref name="after"/> to <paramref name="into"/>, at most <paramref name="most"/>.</summary>
    public RingView Read(long after, List<StoredEvent> into, int most)
    {
        lock (_gate)
        {
            bool behind = after < _floor;
            if (!behind && _count > 0 && after < _newest) Copy(after, into, most);
            return new RingView(behind, _floor ?? 0, _lost, _trouble, _changed.Task);
        }
    }

    // By id, so the place is found by halving.
    private void Copy(long after, List<StoredEvent> into, int most)
    {
        long low = Math.Max(0, _count - _events.Length);
        long high = _count;
        while (low < high)
        {
            long middle = (low + high) / 2;
            if (_events[middle % _events.Length].Id <= after) low = middle + 1;
            else high = middle;
        }

        for (; low < _count && most > 0; low++, most--) into.Add(_events[low % _events.Length]);
    }

    // A reader that goes on in the signal's call would run under the writer's feet.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
