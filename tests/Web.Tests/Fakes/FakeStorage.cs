using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>A storage with one table and one backup.</summary>
public sealed class FakeStorage : IStorageOperations
{
    public OperationResult ReadAnswer { get; set; } = new(OperationStatus.Done, $"");

    public OperationResult BackupAnswer { get; set; } = new(OperationStatus.Done, $"The backup kc-2.db was made and tried out.");

    public int Made { get; private set; }

    public StorageReport Report { get; set; } = new(StorageProvider.Sqlite, 4_404_019, null, 1L << 40,
        [new TableReport("events", 12_345, true, FakeStatus.Noon.AddDays(-3), TimeSpan.FromDays(30))], 0, 2, 12_343, 0,
        [new StoredBackup("kc-1.db", FakeStatus.Noon.AddHours(-2), 2048, true, 7, null, null)], null, null);

    public Task<(OperationResult Result, StorageReport? Report)> ReadAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
        => Task.FromResult((ReadAnswer, ReadAnswer.Status == OperationStatus.Done ? Report : null));

    public Task<(OperationResult Result, IReadOnlyList<StoredBackup> Backups)> ListBackupsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
        => Task.FromResult((ReadAnswer, Report.Backups));

    public Task<(OperationResult Result, StoredBackup? Backup)> BackUpAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Made++;
        return Task.FromResult((BackupAnswer, (StoredBackup?)null));
    }
}
