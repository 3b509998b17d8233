using System.Security.Claims;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What is kept, and copies of it. Authorises and records.</summary>
public interface IStorageOperations
{
    /// <summary>What is kept and how much of it there is. Needs the role viewer.</summary>
    Task<(OperationResult Result, StorageReport? Report)> ReadAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>The backups in the data directory, newest first. Needs the role admin.</summary>
    Task<(OperationResult Result, IReadOnlyList<StoredBackup> Backups)> ListBackupsAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Makes a backup in the data directory and tries it out. Needs the role admin.</summary>
    Task<(OperationResult Result, StoredBackup? Backup)> BackUpAsync(ClaimsPrincipal user, CancellationToken cancellationToken);
}
