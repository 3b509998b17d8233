using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.Retention;

/// <summary>Removes old rows every ten minutes, the first time a minute after the start.</summary>
internal sealed partial class RetentionService(RetentionJob job, TimeProvider clock, ILogger<RetentionService> log) : BackgroundService
{
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (TimeSpan pause = s_first; ; pause = s_every)
            {
                await Task.Delay(pause, clock, stoppingToken);
                try
                {
                    long removed = await job.RunAsync(clock.GetUtcNow(), stoppingToken);
                    if (removed > 0) LogRemoved(removed, job.LongestWrite.TotalMilliseconds);
                }
                catch (StorageUnavailableException exception)
                {
                    LogLater(exception.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console stops; what is due goes next time.
        }
    }

    [LoggerMessage(4072, LogLevel.Information, "{Rows} rows that were older than they are kept were removed; the longest write so far took {LongestMs} ms.")]
    private partial void LogRemoved(long rows, double longestMs);

    [LoggerMessage(4073, LogLevel.Warning, "Old rows are removed later: {Reason}")]
    private partial void LogLater(string reason);
}
