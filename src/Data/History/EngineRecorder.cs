using System.Threading.Channels;
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
    private readonly Channel<NodeEvent> _queue;
    private readonly EventRows _rows = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _writing = Task.CompletedTask;
    private long _lost;
    private long _written;
    private bool _troubled;
    private int _overflowing;
    private volatile bool _stopping;

    internal EngineRecorder(DatabaseGate gate, ConsoleDataOptions options, TimeProvider clock, ILogger<EngineRecorder> log)
    {
        _gate = gate;
        _clock = clock;
        _log = log;
        _queue = Channel.CreateBounded<NodeEvent>(new BoundedChannelOptions(options.EventQueueCapacity)
        {
            SingleReader = true,
            // The oldest explain what came after; with Wait, TryWrite refuses the newest and says so.
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

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
        if (engineEvent is null || !EventRows.IsKept(engineEvent)) return;
        if (_queue.Writer.TryWrite(new NodeEvent(engineEvent, node))) return;
        Interlocked.Increment(ref _lost);
        if (!_stopping && Interlocked.Exchange(ref _overflowing, 1) == 0) RecorderLog.QueueFull(_log);
    }

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

    private async Task WriteAllAsync()
    {
        var batch = new List<NodeEvent>(BatchSize);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_giveUp.Token))
            {
                while (batch.Count < BatchSize && _queue.Reader.TryRead(out NodeEvent item)) batch.Add(item);
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

    private async Task WriteUntilDoneAsync(List<NodeEvent> batch)
    {
        List<object> rows = RowsOf(batch);
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            switch (await TryWriteAsync(rows))
            {
                case WriteResult.Written:
                    Interlocked.Add(ref _written, batch.Count);
                    return;
                case WriteResult.Refused:
                    Lose(batch.Count);
                    return;
            }

            await Task.Delay(pause, _clock, _giveUp.Token);
        }
    }

    private List<object> RowsOf(List<NodeEvent> batch)
    {
        var rows = new List<object>(batch.Count * 2);
        batch.RemoveAll(item => !TryAddRows(item, rows));
        return rows;
    }

    private bool TryAddRows(NodeEvent item, List<object> rows)
    {
        try
        {
            AuditRow? audit = _rows.ToAudit(item);
            if (EventRows.ToTransition(item) is { } transition) rows.Add(transition);
            if (audit is not null) rows.Add(audit);
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
            await _gate.WriteAsync(context =>
            {
                context.AddRange(rows);
                return context.SaveChangesAsync(_giveUp.Token);
            }, _giveUp.Token);
            if (_troubled) RecorderLog.Recovered(_log);
            _troubled = false;
            return WriteResult.Written;
        }
        catch (StorageUnavailableException exception)
        {
            // One line when it begins, one when it is over.
            if (!_troubled) RecorderLog.Waiting(_log, exception.Message);
            _troubled = true;
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

    /// <summary>A rolled-back insert leaves its number on the row; the next try must get a new one.</summary>
    private static void ForgetKey(object row)
    {
        if (row is AuditRow audit) audit.Id = 0;
        if (row is TransitionRow transition) transition.Id = 0;
    }

    private void Lose(long count) => Interlocked.Add(ref _lost, count);

    private enum WriteResult
    {
        Written,
        TryAgain,
        Refused,
    }
}
