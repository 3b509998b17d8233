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

    /// <summary>How long a picture may be handed out again when nothing was published in between.</summary>
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
    private long _revision;
    private long _driftRepairs;
    private EngineStatus? _picture;
    private long _pictureTakenAt;
    private long _pictureTakenAfter;

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
            lock (_gate) return Picture();
        }
    }

    public void Publish(EngineEvent engineEvent)
    {
        // An event that comes from another process has its time already.
        DateTimeOffset at = engineEvent.At == default ? _time.GetUtcNow() : engineEvent.At;
        _published.Enqueue(engineEvent with { At = at, Revision = Revision });
        // Whoever changed something and looks must see it, even before the event has its number.
        Interlocked.Increment(ref _publications);
        if (!_stop) _wake.Set();
    }

    public EngineSubscription Subscribe(string name)
    {
        lock (_gate)
        {
            _dropped.TryAdd(name, 0);
            var reader = new Reader(this, name, Picture());
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

    private EngineStatus Picture()
    {
        long publications = Volatile.Read(ref _publications);
        if (_picture is { } reusable && reusable.Sequence == _sequence && _pictureTakenAfter == publications && _time.GetElapsedTime(_pictureTakenAt) < s_pictureReuse) return reusable;
        (_pictureTakenAt, _pictureTakenAfter) = (_time.GetTimestamp(), publications);
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

        public Reader(StatusFeed feed, string name, EngineStatus initial)
        {
            _feed = feed;
            _name = name;
            Initial = initial;
            _events = Channel.CreateBounded<EngineEvent>(
                new BoundedChannelOptions(ReaderCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
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
