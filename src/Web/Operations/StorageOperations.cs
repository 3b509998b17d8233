using System.Security.Claims;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IStorageOperations" />
internal sealed partial class StorageOperations(IStorageReport reports, IBackups backups, IAuditTrail audit, IPermissions permissions, ILogger<StorageOperations> logger) : IStorageOperations
{
    private const string Action = "backup";
    private const string About = "database";

    private static readonly OperationResult s_done = new(OperationStatus.Done, $"");

    /// <inheritdoc />
    public async Task<(OperationResult Result, StorageReport? Report)> ReadAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await permissions.DenyReadingAsync(user, Roles.Viewer, "read-storage", About).ConfigureAwait(false) is { } denied) return (denied, null);
        return (s_done, await reports.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async Task<(OperationResult Result, IReadOnlyList<StoredBackup> Backups)> ListBackupsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await permissions.DenyReadingAsync(user, Roles.Admin, "list-backups", About).ConfigureAwait(false) is { } denied) return (denied, []);
        return (s_done, backups.List());
    }

    /// <inheritdoc />
    public async Task<(OperationResult Result, StoredBackup? Backup)> BackUpAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await permissions.DenyReadingAsync(user, Roles.Admin, Action, About).ConfigureAwait(false) is { } denied) return (denied, null);
        BackupOutcome outcome = await backups.CreateAsync(new BackupWish(), cancellationToken).ConfigureAwait(false);
        (OperationResult result, StoredBackup? made) = outcome switch
        {
            BackupOutcome.Made done => (new OperationResult(OperationStatus.Done, $"The backup {done.Backup.Name} was made and tried out."), done.Backup),
            BackupOutcome.Refused refused => (new OperationResult(OperationStatus.NotNow, Engine.Sentence.Verbatim(refused.Sentence)), null),
            BackupOutcome.Failed failed => (new OperationResult(OperationStatus.Unavailable, Engine.Sentence.Verbatim(failed.Sentence)), (StoredBackup?)null),
            _ => throw new InvalidOperationException("Unknown outcome of a backup."),
        };
        await RecordAsync(user, Action, made?.Name, made is null ? result.Message : null, made is not null, cancellationToken).ConfigureAwait(false);
        return (result, made);
    }

    private async Task RecordAsync(ClaimsPrincipal user, string action, string? after, string? reason, bool succeeded, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(user), Action = action, Object = About, After = after, Reason = reason, Succeeded = succeeded }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogUnrecorded(action, StorageFailure.Describe(error));
        }
    }

    [LoggerMessage(4077, LogLevel.Error, "{Action} could not be recorded in the audit trail: {Reason}")]
    private partial void LogUnrecorded(string action, string reason);
}
