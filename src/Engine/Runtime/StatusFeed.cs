using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Runtime;

/// <summary>
/// Numbers events, keeps the readers' queues and hands out picture and stream under one lock. Publishing only enqueues;
/// a thread of the feed's own does the rest, so no reader is ever on an advert's path.
/// </summary>
internal sealed class StatusFeed : IEventSink, IDisposable
{
    /// <summary>Events a slow reader may fall behind before it loses the oldest.</summary>
    public const int ReaderCapacity = 1024;

    /// <summary>
    /// How long a picture may be handed out again when nothing changed in between. The result of a probe is no change by itself: with thousands a
    /// second and many who look, each would otherwise have a picture of his own.
    /// </summary>
    private static readonly TimeSpan s_pictureReuse = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly Func<long, EngineStatus> _takePicture;
    private readonly ConcurrentQueue<EngineEvent> _published = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private readonly List<Reader> _readers = [];
    private readonly ConcurrentDictionary<string, long> _dropped = new();
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _sequence;
    private long _publications;
    private long _changes;
    private long _revision;
    private long _driftRepairs;
    private EngineStatus? _picture;
    private long _pictureTakenAt;
    private (long Publications, long Changes) _pictureTakenAfter;

    /// <param name="time">The clock events are stamped with.</param>
    /// <param name="takePicture">Assembles the picture for a sequence number; called under the feed's lock, must not call back.</param>
    public StatusFeed(TimeProvider time, Func<long, EngineStatus> takePicture)
    {
        _time = time;
        _takePicture = takePicture;
        _thread = new Thread(Dispatch) { IsBackground = true, Name = "kc-feed" };
        _thread.Start();
    }

    /// <summary>Revision events are stamped with from now on.</summary>
    public long Revision
    {
        get => Volatile.Read(ref _revision);
        set => Volatile.Write(ref _revision, value);
    }

    public long DriftRepairs => Volatile.Read(ref _driftRepairs);

    public IReadOnlyDictionary<string, long> DroppedBySubscriber => _dropped;

    public EngineStatus Current
    {
        get
        {
            lock (_gate) return Picture(exact: false);
        }
    }

    public void Publish(EngineEvent engineEvent)
    {
        // An event that comes from another process has its time already.
        DateTimeOffset at = engineEvent.At == default ? _time.GetUtcNow() : engineEvent.At;
        _published.Enqueue(engineEvent with { At = at, Revision = Revision });
        // Whoever changed something and looks must see it, even before the event has its number.
        Interlocked.Increment(ref _publications);
        if (engineEvent is not ProbeCompleted) Interlocked.Increment(ref _changes);
        if (!_stop) _wake.Set();
    }

    /// <summary>What a picture shows has changed though no event says so: the next is taken anew.</summary>
    public void ForgetPicture()
    {
        lock (_gate) _picture = null;
    }

    public EngineSubscription Subscribe(string name, int capacity = ReaderCapacity)
    {
        lock (_gate)
        {
            _dropped.TryAdd(name, 0);
            var reader = new Reader(this, name, Picture(exact: true), Math.Max(capacity, ReaderCapacity));
            _readers.Add(reader);
            return reader;
        }
    }

    public void Dispose()
    {
        if (_stop) return;
        _stop = true;
        _wake.Set();
        _thread.Join();
        lock (_gate)
        {
            foreach (Reader reader in _readers.ToArray()) reader.Complete();
            _readers.Clear();
        }

        _wake.Dispose();
    }

    // Whoever subscribes gets the events that follow the picture, so none may lie between the two.
    private EngineStatus Picture(bool exact)
    {
        long publications = Volatile.Read(ref _publications), changes = Volatile.Read(ref _changes);
        bool isSame = exact ? _picture?.Sequence == _sequence && _pictureTakenAfter.Publications == publications : _pictureTakenAfter.Changes == changes;
        if (_picture is { } reusable && isSame && _time.GetElapsedTime(_pictureTakenAt) < s_pictureReuse) return reusable;
        (_pictureTakenAt, _pictureTakenAfter) = (_time.GetTimestamp(), (publications, changes));
        return _picture = _takePicture(_sequence);
    }

    private void Dispatch()
    {
        while (true)
        {
            // Read before draining: what was published before the stop is still delivered.
            bool last = _stop;
            while (_published.TryDequeue(out EngineEvent? published)) Deliver(published);
            if (last) return;
            _wake.WaitOne();
        }
    }

    private void Deliver(EngineEvent published)
    {
        if (published is DriftRepaired) Interlocked.Increment(ref _driftRepairs);
        lock (_gate)
        {
            EngineEvent numbered = published with { Sequence = ++_sequence };
            foreach (Reader reader in _readers) reader.Offer(numbered);
        }
    }

    private sealed class Reader : EngineSubscription
    {
        private readonly StatusFeed _feed;
        private readonly string _name;
        private readonly Channel<EngineEvent> _events;
        private long _lost;

        public Reader(StatusFeed feed, string name, EngineStatus initial, int capacity)
        {
            _feed = feed;
            _name = name;
            Initial = initial;
            _events = Channel.CreateBounded<EngineEvent>(
                new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
                _ => Lose());
        }

        public override EngineStatus Initial { get; }

        public void Offer(EngineEvent engineEvent) => _events.Writer.TryWrite(engineEvent);

        public void Complete() => _events.Writer.TryComplete();

        public override async IAsyncEnumerable<EventBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var batch = new List<EngineEvent>();
                while (batch.Count < ReaderCapacity && _events.Reader.TryRead(out EngineEvent? engineEvent)) batch.Add(engineEvent);
                if (batch.Count > 0) yield return new EventBatch(batch, Interlocked.Exchange(ref _lost, 0));
            }
        }

        protected override void Dispose(bool disposing)
        {
            lock (_feed._gate) _feed._readers.Remove(this);
            Complete();
        }

        private void Lose()
        {
            Interlocked.Increment(ref _lost);
            _feed._dropped.AddOrUpdate(_name, 1, (_, count) => count + 1);
        }
    }
}
