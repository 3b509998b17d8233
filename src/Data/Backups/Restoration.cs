using System.Globalization;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Backups;

/// <summary>How restoring ended.</summary>
/// <param name="Restored">Is the backup in place?</param>
/// <param name="Sentence">What was done, or why nothing was.</param>
public sealed record RestoreOutcome(bool Restored, string Sentence);

/// <summary>Puts a backup in the place of the database: first restored and opened beside it, then put in with one rename. The database before stays.</summary>
public static class Restoration
{
    /// <summary>Restores, while no console holds the directory.</summary>
    /// <param name="options">The data directory.</param>
    /// <param name="file">The backup.</param>
    /// <param name="passphraseFile">File with the passphrase of an encrypted one; null = none.</param>
    /// <param name="clock">For the name of what was there before.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing was changed.</param>
    public static async Task<RestoreOutcome> RunAsync(ConsoleDataOptions options, string file, string? passphraseFile, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        if (options.Provider != StorageProvider.Sqlite)
            return No("The rows are on a PostgreSQL server (Storage:Provider), and its backups are restored with that server's own means.");
        if (!File.Exists(file)) return No($"There is no backup {file}.");
        (string? passphrase, string? problem) = passphraseFile is null ? (null, null) : BackupPassphrase.Read(passphraseFile);
        if (problem is not null) return No(problem);
        using var directory = new DirectoryKeeper(options, held: null);
        if ((directory.Create() ?? directory.Hold()) is { } failed) return No(failed.Sentence);

        (RestoredStore? restored, problem) = await RestoredStore.OpenAsync(file, passphrase, Path.Combine(options.DataDirectory, $".restore-{Guid.NewGuid():N}"), options, cancellationToken);
        if (restored is null) return No($"{file} was not restored, and nothing was changed ({problem}).");
        await using (restored)
        {
            try
            {
                return await ReplaceAsync(options, restored, file, clock);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException or StorageUnavailableException)
            {
                return No($"{file} was not restored ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); the database is as it was.");
            }
        }
    }

    private static async Task<RestoreOutcome> ReplaceAsync(ConsoleDataOptions options, RestoredStore restored, string file, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long revision = restored.Current?.Revision ?? 0;
        await restored.Services.GetRequiredService<IAuditTrail>().RecordAsync(new AuditEntry
        {
            At = now,
            Actor = Actor.Cli,
            Action = "restore",
            Object = "database",
            After = $"{Path.GetFileName(file)}, revision {revision}",
        }, CancellationToken.None);
        await restored.CloseAsync();
        SqliteFiles.LeaveWriteAheadLog(restored.Options.DatabasePath);

        // What protects its secrets first: keys that are there besides do no harm, a database without its keys does.
        CopyKeys(restored.Options.KeysPath, options.KeysPath);
        string? before = PutAside(options, now);
        using (FileStream whole = File.Open(restored.Options.DatabasePath, FileMode.Open, FileAccess.ReadWrite)) whole.Flush(flushToDisk: true);
        File.Move(restored.Options.DatabasePath, options.DatabasePath, overwrite: true);

        // The engine starts from the snapshot, before the database is open.
        string? snapshot = restored.Current is { } current ? new DefinitionSnapshotFile(options).Write(new DefinitionSnapshot(current.Revision, now, current.Definition)) : null;
        string kept = before is null ? "there was no database before" : $"the database before is {before}";
        return new RestoreOutcome(true, $"{file} (revision {revision}{Rows(restored)}) is now {options.DatabasePath}; {kept}.{(snapshot is null ? "" : " " + snapshot)}");
    }

    private static string Rows(RestoredStore restored)
        => restored.Rows.TryGetValue("AuditRows", out long audit) ? string.Create(CultureInfo.InvariantCulture, $", {audit} audit entries") : "";

    private static void CopyKeys(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        Directory.CreateDirectory(to, PrivateFile.FolderMode);
        foreach (string key in Directory.GetFiles(from))
        {
            string target = Path.Combine(to, Path.GetFileName(key));
            if (!File.Exists(target)) PrivateFile.Replace(target, File.ReadAllBytes(key));
        }
    }

    /// <summary>
    /// Keeps a copy of what is there under another name and frees it of its journal, which would otherwise be taken for the journal of what comes in
    /// its place. A damaged one cannot be copied by SQLite; its files are kept as they are.
    /// </summary>
    private static string? PutAside(ConsoleDataOptions options, DateTimeOffset now)
    {
        string path = options.DatabasePath;
        if (!File.Exists(path)) return null;
        string aside = $"{path}.before-restore-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        if (SqliteFileCheck.Look(path) is FileFinding.Sound)
        {
            SqliteFiles.Copy(path, aside);
            SqliteFiles.LeaveWriteAheadLog(path);
            return aside;
        }

        File.Copy(path, aside, overwrite: true);
        foreach (string suffix in (string[])["-wal", "-shm"])
            if (File.Exists(path + suffix)) File.Move(path + suffix, aside + suffix, overwrite: true);
        return aside;
    }

    private static RestoreOutcome No(string sentence) => new(false, sentence);
}
