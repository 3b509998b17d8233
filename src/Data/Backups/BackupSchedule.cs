using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.Backups;

/// <summary>Makes a backup whenever the newest one is old enough. One that fails is tried again after an hour.</summary>
internal sealed partial class BackupSchedule(IBackups backups, ConsoleDataOptions options, DatabaseState state, TimeProvider clock, ILogger<BackupSchedule> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_again = TimeSpan.FromHours(1);

    private DateTimeOffset _notBefore;

    /// <summary>Makes one if it is time.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (options.Backups.Every <= TimeSpan.Zero || backups.NotHere is not null || state.ClosedBecause is not null || now < _notBefore) return;
        IReadOnlyList<StoredBackup> there = backups.List();
        if (there.Count > 0 && now - there[0].At < options.Backups.Every) return;
        switch (await backups.CreateAsync(new BackupWish(), cancellationToken))
        {
            case BackupOutcome.Made made:
                LogMade(made.Path, made.Backup.Bytes, made.Backup.Revision);
                break;
            case BackupOutcome.Failed failed:
                LogFailed(failed.Sentence);
                _notBefore = now + s_again;
                break;
            case BackupOutcome.Refused refused:
                LogFailed(refused.Sentence);
                _notBefore = now + s_again;
                break;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look, clock);
        try
        {
            // Not with the first breath of a director that starts: the first look comes after a minute.
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    LogFailed(exception.Message);
                    _notBefore = clock.GetUtcNow() + s_again;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console stops; what was begun is removed by the next attempt.
        }
    }

    [LoggerMessage(4070, LogLevel.Information, "The backup {Path} ({Bytes} bytes, revision {Revision}) was made and restored into a scratch folder to try it out.")]
    private partial void LogMade(string path, long bytes, long? revision);

    [LoggerMessage(4071, LogLevel.Error, "The scheduled backup failed and is tried again in an hour: {Reason}")]
    private partial void LogFailed(string reason);
}
