namespace KeepaliveConsole.Data.Backups;

/// <summary>Copies of the SQLite database that stand alone, each tried out before it counts. A PostgreSQL server has backups of its own.</summary>
public interface IBackups
{
    /// <summary>Makes one and tries it out by restoring it into a scratch folder. Writers do not wait meanwhile.</summary>
    Task<BackupOutcome> CreateAsync(BackupWish wish, CancellationToken cancellationToken);

    /// <summary>Those in the folder of backups, newest first.</summary>
    IReadOnlyList<StoredBackup> List();

    /// <summary>What the last attempt of this process failed for; null = it did not fail, or there was none.</summary>
    string? LastFailure { get; }

    /// <summary>Why there are none here; null = there are.</summary>
    string? NotHere { get; }
}

/// <summary>Which backup.</summary>
/// <param name="To">A file to be made, which is never removed by itself; null = one in the folder of backups, where the oldest make room.</param>
/// <param name="PassphraseFile">Encrypts it with the passphrase in this file; null = as the settings say.</param>
public sealed record BackupWish(string? To = null, string? PassphraseFile = null);

/// <summary>A backup that is there.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Encrypted">Is a passphrase needed to restore it?</param>
/// <param name="Revision">Newest revision in it; 0 = none; null = not known.</param>
/// <param name="VerifiedAt">When it was restored into a scratch folder and found whole, UTC; null = never, as with files that somebody put there.</param>
/// <param name="Rows">Rows of each table; null = not known.</param>
public sealed record StoredBackup(string Name, DateTimeOffset At, long Bytes, bool Encrypted, long? Revision, DateTimeOffset? VerifiedAt, IReadOnlyDictionary<string, long>? Rows);

/// <summary>How making a backup ended.</summary>
public abstract record BackupOutcome
{
    private BackupOutcome()
    {
    }

    /// <summary>It is there and was tried out.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Backup">What is in it.</param>
    public sealed record Made(string Path, StoredBackup Backup) : BackupOutcome;

    /// <summary>It cannot be made now or here; nothing was done.</summary>
    public sealed record Refused(string Sentence) : BackupOutcome;

    /// <summary>It was begun and did not succeed; nothing is left of it.</summary>
    public sealed record Failed(string Sentence) : BackupOutcome;
}

/// <summary>When backups are made by themselves.</summary>
public sealed record BackupOptions
{
    /// <summary>Time between two. Zero = none by themselves. Default one day.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many stay in the folder of backups, 1 and up. Default 7.</summary>
    public int Keep { get; init; } = 7;

    /// <summary>File with the passphrase they are encrypted with; null = they are not.</summary>
    public string? PassphraseFile { get; init; }
}
