using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Operations.Windows;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Brings revisions into force that came from outside this process, such as <c>keepalive-console import</c> beside a running console.</summary>
internal sealed partial class RevisionFollower(IDefinitionStore store, DefinitionApplier applier, CommitWindowKeeper keeper, TimeProvider time, ILogger<RevisionFollower> logger) : BackgroundService
{
    /// <summary>Time between looks at the newest revision: 2 s.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private bool _failing;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<RevisionSummary> newest = await store.ListRevisionsAsync(1, cancellationToken).ConfigureAwait(false);
            if (newest.Count > 0 && newest[0].Revision > applier.Latest)
            {
                // It may be on trial: a window that ran out while the database was away goes back before the engine sees the change.
                await keeper.ResumeAsync(cancellationToken).ConfigureAwait(false);
                if (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false) is { } stored) applier.Apply(stored);
            }

            _failing = false;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            // Once, not every two seconds; the engine goes on with what it has.
            if (!_failing) LogUnreadable(StorageFailure.Describe(error));
            _failing = true;
        }
    }

    [LoggerMessage(5202, LogLevel.Error, "The store cannot be read; the engine goes on with the definition it has. {Reason}")]
    private partial void LogUnreadable(string reason);
}
