using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>
/// What one browser tab sees of the engine: one subscription per circuit. It wakes the page at once for the first change, then
/// at most every <see cref="ShortestPause"/> (for results of probes alone every <see cref="ProbePause"/>), and once a second so that ages move on. Pages re-read <see cref="Current"/> on
/// each wake instead of replaying events, so a dropped event is harmless.
/// </summary>
public sealed partial class LiveStatus : IDisposable
{
    /// <summary>Least time between two wakes: 100 ms. A change is seen at once, a hundred changes in a moment are drawn together.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between a wake and one for results of probes only: 500 ms. With thousands a second there is always one.</summary>
    public static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between wakes while nothing happens: 1 s.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly IEngineStatusFeed _feed;
    private readonly EventTail? _tail;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveStatus> _logger;
    private readonly Lock _gate = new();
    private readonly EventWindow _events = new();
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _tick;
    private ITimer? _later;
    private long? _lastWake;
    private long? _wakeAt;
    private bool _started;
    private bool _disposed;

    /// <summary>Makes the service of one circuit; nothing runs before <see cref="Start"/>.</summary>
    public LiveStatus(IEngineStatusFeed feed, TimeProvider time, ILogger<LiveStatus> logger, EventTail? tail = null)
    {
        _feed = feed;
        _tail = tail;
        _time = time;
        _logger = logger;
    }

    /// <summary>Raised on a wake, on any thread. A handler must not throw.</summary>
    public event Action? Changed;

    /// <summary>The picture now.</summary>
    public EngineStatus Current => _feed.Current;

    /// <summary>Wall clock, UTC: ages are counted from it.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How old the picture is.</summary>
    public PictureAge Age => PictureAge.Of(Current, Now);

    /// <summary>Notable events seen so far; a higher number than before means that something happened.</summary>
    public long EventCount => _events.Added;

    /// <summary>The newest notable events, newest first.</summary>
    public IReadOnlyList<EngineEvent> Newest(int count) => _events.Newest(count);

    /// <summary>Begins to listen; later calls do nothing. Called from the first interactive render, never while prerendering.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_started || _disposed) return;
            _started = true;
            if (_tail is not null) _events.Add(_tail.Window.OldestFirst());
            _later = _time.CreateTimer(_ => WakeLater(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _tick = _time.CreateTimer(_ => Wake(ShortestPause), null, Tick, Tick);
        }
        _ = ListenAsync(_feed.Subscribe("console-circuit"));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _tick?.Dispose();
            _later?.Dispose();
        }
        Changed = null;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ListenAsync(EngineSubscription subscription)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            using (subscription)
            {
                await foreach (EventBatch batch in subscription.ReadAsync(stop).ConfigureAwait(false))
                {
                    _events.Add(batch.Events);
                    Wake(batch.Dropped == 0 && batch.Events.All(happened => happened is ProbeCompleted) ? ProbePause : ShortestPause);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The tab was closed.
        }
#pragma warning disable CA1031 // Whatever the stream does, the tab goes on: its one-second tick still re-reads the picture.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogStreamEnded(exception);
        }
    }

    // At once when the last wake is long enough ago, else as soon as it is; a change does not wait for a wake that is due later.
    private void Wake(TimeSpan pause)
    {
        lock (_gate)
        {
            if (_disposed) return;
            long now = _time.GetTimestamp();
            if (_lastWake is { } last && _time.GetElapsedTime(last, now) is var passed && passed < pause)
            {
                long at = now + (long)((pause - passed).TotalSeconds * _time.TimestampFrequency);
                if (_wakeAt <= at) return;
                _wakeAt = at;
                _later!.Change(pause - passed, Timeout.InfiniteTimeSpan);
                return;
            }

            if (_wakeAt is not null) _later!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            (_lastWake, _wakeAt) = (now, null);
        }
        Changed?.Invoke();
    }

    private void WakeLater()
    {
        lock (_gate)
        {
            if (_disposed) return;
            (_lastWake, _wakeAt) = (_time.GetTimestamp(), null);
        }
        Changed?.Invoke();
    }

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "The event stream of a browser tab ended; the tab now follows once a second")]
    private partial void LogStreamEnded(Exception exception);
}
