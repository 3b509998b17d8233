using System.Threading.Channels;
using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.History;

/// <summary>
/// Writes closed minutes of probes behind the engine's back, and sums up hours and days. While the database is busy, full or gone, the last
/// <see cref="MostWaiting"/> batches wait; older ones are lost and counted: history is worth less than memory.
/// </summary>
public sealed class ProbeRecorder : BackgroundService
{
    /// <summary>Batches (one a minute) that may wait.</summary>
    public const int MostWaiting = 60;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_rollUpEvery = TimeSpan.FromMinutes(10);

    private readonly Channel<(string Node, IReadOnlyList<ProbeSummary> Minutes)> _queue;
    private readonly ProbeHistory _history;
    private readonly TimeProvider _clock;
    private readonly ILogger<ProbeRecorder> _log;
    private long _lost;
    private bool _troubled;

    internal ProbeRecorder(ProbeHistory history, TimeProvider clock, ILogger<ProbeRecorder> log)
    {
        _history = history;
        _clock = clock;
        _log = log;
        _queue = Channel.CreateBounded<(string, IReadOnlyList<ProbeSummary>)>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
            dropped => Lose(dropped.Item2.Count));
    }

    /// <summary>Minutes of checks that could not be kept since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Takes the minutes that were closed together. Any thread; returns at once.</summary>
    /// <param name="node">On which director.</param>
    /// <param name="minutes">The minutes.</param>
    public void Enqueue(string node, IReadOnlyList<ProbeSummary> minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        if (minutes.Count > 0) _queue.Writer.TryWrite((node, minutes));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset nextRollUp = _clock.GetUtcNow();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                while (_queue.Reader.TryRead(out (string Node, IReadOnlyList<ProbeSummary> Minutes) batch))
                    await UntilDoneAsync(() => _history.WriteAsync(batch.Node, batch.Minutes, stoppingToken), batch.Minutes.Count, stoppingToken);
                if (_clock.GetUtcNow() < nextRollUp) continue;
                nextRollUp = _clock.GetUtcNow() + s_rollUpEvery;
                await UntilDoneAsync(() => _history.RollUpAsync(_clock.GetUtcNow(), stoppingToken), 0, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The console stops; what is not written yet is less than a minute's worth for each check.
        }
    }

    private async Task UntilDoneAsync(Func<Task> work, int minutes, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await work();
                if (_troubled) RecorderLog.ProbesRecovered(_log);
                _troubled = false;
                return;
            }
            catch (StorageUnavailableException exception)
            {
                if (!_troubled) RecorderLog.ProbesWaiting(_log, exception.Message);
                _troubled = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Trying such a batch again would fail again and hold up everything behind it.
                RecorderLog.ProbesRefused(_log, minutes, exception.Message);
                Lose(minutes);
                return;
            }

            await Task.Delay(s_pause, _clock, stoppingToken);
        }
    }

    private void Lose(int minutes) => Interlocked.Add(ref _lost, minutes);
}
