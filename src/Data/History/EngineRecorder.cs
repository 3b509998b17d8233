using System.Threading.Channels;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.History;

/// <summary>
/// Writes the engine's events to history and audit, behind the engine's back: own queue, own connection, in batches. While the database
/// is busy, full or gone, events wait and are tried again; only when the queue itself is full are new ones lost, and counted.
/// </summary>
/// <remarks>
/// A hosted service: register the data services before the engine, so that it stops after it and the engine's last words are kept. Open the
/// database first (<see cref="Opening.IConsoleDatabase"/>).
/// </remarks>
public sealed class EngineRecorder : IHostedService, IDisposable
{
    /// <summary>Events written in one transaction at most.</summary>
    internal const int BatchSize = 256;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly DatabaseGate _gate;
    private readonly TimeProvider _clock;
    private readonly ILogger<EngineRecorder> _log;
    private readonly Channel<WaitingEvent> _queue;
    private readonly EventRows _rows = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _writing = Task.CompletedTask;
    private long _lost;
    private long _written;
    // Why the database cannot be written now; null = it can.
    private volatile string? _trouble;
    private int _overflowing;
    private volatile bool _stopping;

    internal EngineRecorder(DatabaseGate gate, ConsoleDataOptions options, TimeProvider clock, ILogger<EngineRecorder> log)
    {
        _gate = gate;
        _clock = clock;
        _log = log;
        _queue = Channel.CreateBounded<WaitingEvent>(new BoundedChannelOptions(options.EventQueueCapacity)
        {
            SingleReader = true,
            // The oldest explain what came after; with Wait, TryWrite refuses the newest and says so.
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Raised when a batch is durable, when events are lost, and when the database goes or comes back; from any thread.</summary>
    internal event Action<EventLogNews>? News;

    /// <summary>Events that could not be kept since the start: the queue was full, the database refused them, or it was gone at the end.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Events written since the start.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Events that wait now.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Takes an event from any thread: returns within microseconds, never throws, never waits. Events with nothing to keep are passed over.</summary>
    /// <param name="engineEvent">What happened.</param>
    /// <param name="node">On which director.</param>
    public void Enqueue(EngineEvent engineEvent, string node)
    {
        if (engineEvent is null || (!EventRows.IsKept(engineEvent) && !StreamRows.IsStreamed(engineEvent))) return;
        Enqueue(new WaitingEvent(new NodeEvent(engineEvent, node), null));
    }

    /// <summary>Counts events that never reached <see cref="Enqueue(EngineEvent, string)"/>.</summary>
    public void Miss(long count)
    {
        if (count > 0) Lose(count);
    }

    /// <summary>Takes a row of the stream that is not the engine's.</summary>
    internal void Enqueue(EventRow told) => Enqueue(new WaitingEvent(default, told));

    /// <summary>Begins to write.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing more and writes what waits, until <paramref name="cancellationToken"/> ends its patience; the rest is counted as lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        using (cancellationToken.Register(_giveUp.Cancel))
        {
            await _writing;
        }

        long left = 0;
        while (_queue.Reader.TryRead(out _)) left++;
        if (left > 0) Lose(left);
        if (Lost > 0) RecorderLog.Lost(_log, Lost);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A container that hands the recorder out twice (as itself and as hosted service) disposes it twice.
        if (!_giveUp.IsCancellationRequested) _giveUp.Cancel();
        _giveUp.Dispose();
    }

    private void Enqueue(WaitingEvent item)
    {
        if (_queue.Writer.TryWrite(item)) return;
        Lose(1);
        if (!_stopping && Interlocked.Exchange(ref _overflowing, 1) == 0) RecorderLog.QueueFull(_log);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<WaitingEvent>(BatchSize);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_giveUp.Token))
            {
                while (batch.Count < BatchSize && _queue.Reader.TryRead(out WaitingEvent item)) batch.Add(item);
                await WriteUntilDoneAsync(batch);
                batch.Clear();
                Interlocked.Exchange(ref _overflowing, 0);
            }
        }
        catch (OperationCanceledException)
        {
            Lose(batch.Count);
        }
    }

    private async Task WriteUntilDoneAsync(List<WaitingEvent> batch)
    {
        List<object> rows = RowsOf(batch);
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            switch (await TryWriteAsync(rows))
            {
                case WriteResult.Written:
                    Interlocked.Add(ref _written, batch.Count);
                    Announce(rows);
                    return;
                case WriteResult.Refused:
                    Lose(batch.Count);
                    return;
            }

            await Task.Delay(pause, _clock, _giveUp.Token);
        }
    }

    private List<object> RowsOf(List<WaitingEvent> batch)
    {
        var rows = new List<object>(batch.Count * 3);
        batch.RemoveAll(item => !TryAddRows(item, rows));
        return rows;
    }

    private bool TryAddRows(WaitingEvent waiting, List<object> rows)
    {
        if (waiting.Told is { } told)
        {
            rows.Add(told);
            return true;
        }

        try
        {
            NodeEvent item = waiting.Item;
            AuditRow? audit = _rows.ToAudit(item);
            EventRow? streamed = StreamRows.IsStreamed(item.Event) ? StreamRows.ToRow(item) : null;
            if (EventRows.ToTransition(item) is { } transition) rows.Add(transition);
            if (audit is not null) rows.Add(audit);
            if (streamed is not null) rows.Add(streamed);
            return true;
        }
        catch (Exception exception)
        {
            // One event that cannot be told must not end the recording of all others.
            RecorderLog.Refused(_log, 1, exception.Message);
            Lose(1);
            return false;
        }
    }

    private async Task<WriteResult> TryWriteAsync(List<object> rows)
    {
        try
        {
            await _gate.WriteAsync(context => InsertAsync(context, rows, _giveUp.Token), _giveUp.Token);
            if (_trouble is not null) RecorderLog.Recovered(_log);
            _trouble = null;
            return WriteResult.Written;
        }
        catch (StorageUnavailableException exception)
        {
            // One line when it begins, one when it is over.
            if (_trouble is null)
            {
                _trouble = exception.Message;
                RecorderLog.Waiting(_log, exception.Message);
                Announce([], 0);
            }

            foreach (object row in rows) ForgetKey(row);
            return WriteResult.TryAgain;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Trying such a batch again would fail again and hold up everything behind it.
            RecorderLog.Refused(_log, rows.Count, exception.Message);
            return WriteResult.Refused;
        }
    }

    private static async Task<bool> InsertAsync(ConsoleDbContext context, List<object> rows, CancellationToken cancellationToken)
    {
        if (rows.OfType<AuditRow>().ToArray() is { Length: > 0 } audit)
        {
            await AuditChaining.ContinueAsync(context, audit, cancellationToken);
            await RowInserts.InsertNumberedAsync(context, audit, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
        }

        await RowInserts.InsertAsync<TransitionRow>(context, [.. rows.OfType<TransitionRow>()], cancellationToken);
        EventRow[] streamed = [.. rows.OfType<EventRow>()];
        IReadOnlyList<long> ids = await RowInserts.InsertAsync(context, streamed, cancellationToken);
        for (int i = 0; i < streamed.Length; i++) streamed[i].Id = ids[i];
        return true;
    }

    /// <summary>A rolled-back insert leaves its number on the row; the next try must get a new one.</summary>
    private static void ForgetKey(object row)
    {
        if (row is AuditRow audit) audit.Id = 0;
        if (row is EventRow streamed) streamed.Id = 0;
    }

    private void Announce(List<object> rows) => Announce([.. rows.OfType<EventRow>().Select(EventLog.ToStored)], 0);

    private void Announce(IReadOnlyList<StoredEvent> stored, long lost)
    {
        try
        {
            News?.Invoke(new EventLogNews(stored, lost, _trouble));
        }
        catch (Exception exception)
        {
            // Whoever listens must not end the recording.
            RecorderLog.ListenerFailed(_log, exception.Message);
        }
    }

    private void Lose(long count)
    {
        Interlocked.Add(ref _lost, count);
        if (count > 0) Announce([], count);
    }

    private readonly record struct WaitingEvent(NodeEvent Item, EventRow? Told);

    private enum WriteResult
    {
        Written,
        TryAgain,
        Refused,
    }
}
