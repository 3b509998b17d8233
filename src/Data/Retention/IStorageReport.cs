using KeepaliveConsole.Data.Backups;

namespace KeepaliveConsole.Data.Retention;

/// <summary>What is kept and how much of it there is.</summary>
public interface IStorageReport
{
    /// <summary>Looks; some milliseconds, also with many rows.</summary>
    Task<StorageReport> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A look at what is kept.</summary>
/// <param name="Provider">Which database.</param>
/// <param name="Bytes">Size of the database.</param>
/// <param name="JournalBytes">Size of its journal; null = not known here.</param>
/// <param name="FreeBytes">Free on its disk; null = not known here.</param>
/// <param name="Tables">Those that grow.</param>
/// <param name="EventsWaiting">Engine events that wait for the database.</param>
/// <param name="EventsLost">Engine events that could not be kept since the start.</param>
/// <param name="EventsWritten">Engine events written since the start.</param>
/// <param name="ProbeMinutesLost">Minutes of checks that could not be kept since the start.</param>
/// <param name="Backups">Those there are, newest first.</param>
/// <param name="BackupFailure">What the last attempt failed for; null = it did not.</param>
/// <param name="BackupsElsewhere">Why there are none here; null = there are.</param>
public sealed record StorageReport(StorageProvider Provider, long Bytes, long? JournalBytes, long? FreeBytes, IReadOnlyList<TableReport> Tables,
    long EventsWaiting, long EventsLost, long EventsWritten, long ProbeMinutesLost, IReadOnlyList<StoredBackup> Backups, string? BackupFailure, string? BackupsElsewhere);

/// <summary>One table.</summary>
/// <param name="Name">What it has, as people say it.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Estimated">Are they estimated rather than counted?</param>
/// <param name="Oldest">Time of the oldest, UTC; null = there is none.</param>
/// <param name="KeptFor">How long they are kept; null = for ever, or as another rule says.</param>
public sealed record TableReport(string Name, long Rows, bool Estimated, DateTimeOffset? Oldest, TimeSpan? KeptFor);
