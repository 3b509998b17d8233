using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Audit;

/// <summary>Removes audit entries that are older than they are kept, once an hour, in small batches between which others write.</summary>
internal sealed partial class AuditRetention(IAuditChain chain, IOptionsMonitor<AuditSettings> settings, TimeProvider time, ILogger<AuditRetention> logger) : BackgroundService
{
    /// <summary>Time between two looks: 1 h. The first is that long after the start.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    /// <summary>Entries of the last day are never removed, whatever the setting says.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromDays(1);

    // The hour begins with the service, not when its first turn comes.
    private readonly PeriodicTimer _timer = new(Pace, time);

    /// <inheritdoc />
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await PruneAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One look; null = entries are kept for ever, or the store failed.</summary>
    internal async Task<AuditPruning?> PruneAsync(CancellationToken cancellationToken)
    {
        TimeSpan keep = settings.CurrentValue.Keep;
        if (keep <= TimeSpan.Zero) return null;
        try
        {
            AuditPruning pruned = await chain.PruneAsync(time.GetUtcNow() - (keep < Least ? Least : keep), cancellationToken).ConfigureAwait(false);
            if (pruned.Flaw is { } flaw) LogBroken(flaw.Sentence);
            return pruned;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogFailed(StorageFailure.Describe(error));
            return null;
        }
    }

    [LoggerMessage(4210, LogLevel.Error, "The audit entries that retention removed were not one whole chain: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(4211, LogLevel.Warning, "Old audit entries were not removed; it is tried again in an hour. {Reason}")]
    private partial void LogFailed(string reason);
}
