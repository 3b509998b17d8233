using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>Answer of <c>GET /storage</c>.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>PostgreSQL</c>.</param>
/// <param name="Bytes">Size of the database.</param>
/// <param name="JournalBytes">Size of its journal; null = not known.</param>
/// <param name="FreeBytes">Free on its disk; null = not known.</param>
/// <param name="Tables">What grows, with its oldest entry and how long it is kept.</param>
/// <param name="Recorder">How engine events reach it.</param>
/// <param name="LastBackup">The newest backup; null = there is none.</param>
/// <param name="BackupProblem">Why the last attempt at a backup failed, or why there are none here; null = nothing is wrong.</param>
internal sealed record StorageDocument(StorageProvider Provider, long Bytes, long? JournalBytes, long? FreeBytes, IReadOnlyList<StoredTableDocument> Tables,
    RecorderDocument Recorder, BackupDocument? LastBackup, string? BackupProblem)
{
    /// <summary>Writes a report down.</summary>
    public static StorageDocument Of(StorageReport report) => new(report.Provider, report.Bytes, report.JournalBytes, report.FreeBytes,
        [.. report.Tables.Select(table => new StoredTableDocument(table.Name, table.Rows, table.Estimated, table.Oldest, table.KeptFor is { } kept ? (long)kept.TotalMilliseconds : null))],
        new RecorderDocument(report.EventsWaiting, report.EventsLost, report.EventsWritten, report.ProbeMinutesLost),
        report.Backups.Count > 0 ? BackupDocument.Of(report.Backups[0]) : null, report.BackupFailure ?? report.BackupsElsewhere);
}

/// <summary>One table of <c>GET /storage</c>.</summary>
/// <param name="Name">What it has.</param>
/// <param name="Rows">How many.</param>
/// <param name="Estimated">Estimated rather than counted?</param>
/// <param name="Oldest">Time of the oldest; null = none.</param>
/// <param name="KeptForMs">How long they are kept; null = for ever, or as another rule says.</param>
internal sealed record StoredTableDocument(string Name, long Rows, bool Estimated, DateTimeOffset? Oldest, long? KeptForMs);

/// <summary>How engine events reach the database.</summary>
/// <param name="Waiting">Wait for it now.</param>
/// <param name="Lost">Lost since the start.</param>
/// <param name="Written">Written since the start.</param>
/// <param name="ProbeMinutesLost">Minutes of checks lost since the start.</param>
internal sealed record RecorderDocument(long Waiting, long Lost, long Written, long ProbeMinutesLost);

/// <summary>One backup.</summary>
/// <param name="Name">File in the folder of backups.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Encrypted">Is a passphrase needed?</param>
/// <param name="Revision">Newest revision in it; null = not known.</param>
/// <param name="VerifiedAt">When it was restored into a scratch folder and found whole; null = never.</param>
internal sealed record BackupDocument(string Name, DateTimeOffset At, long Bytes, bool Encrypted, long? Revision, DateTimeOffset? VerifiedAt)
{
    /// <summary>Writes a backup down.</summary>
    public static BackupDocument Of(StoredBackup backup) => new(backup.Name, backup.At, backup.Bytes, backup.Encrypted, backup.Revision, backup.VerifiedAt);
}

/// <summary>Answer of <c>GET /backups</c>.</summary>
/// <param name="Items">Newest first.</param>
internal sealed record BackupsDocument(IReadOnlyList<BackupDocument> Items);
