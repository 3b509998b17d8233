using System.Globalization;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Backups;

/// <inheritdoc cref="IBackups" />
internal sealed class SqliteBackups(ConsoleDataOptions options, TimeProvider clock) : IBackups, IDisposable
{
    /// <summary>Attempts to copy while others change what is counted.</summary>
    private const int Attempts = 3;

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile string? _lastFailure;

    /// <inheritdoc />
    public string? LastFailure => _lastFailure;

    /// <inheritdoc />
    public string? NotHere => options.Provider == StorageProvider.Sqlite ? null
        : $"The rows are on a PostgreSQL server, and backups are that server's business: use pg_dump or its own continuous archiving, and keep {options.KeysPath} beside them.";

    /// <inheritdoc />
    public async Task<BackupOutcome> CreateAsync(BackupWish wish, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (NotHere is { } elsewhere) return new BackupOutcome.Refused(elsewhere);
        if (wish.To is { } wanted && (File.Exists(wanted) || Directory.Exists(wanted)))
            return new BackupOutcome.Refused($"{wanted} is there already: name a file that is not, or move it away.");
        (string? passphrase, string? problem) = (wish.PassphraseFile ?? options.Backups.PassphraseFile) is { } file ? BackupPassphrase.Read(file) : (null, null);
        if (problem is not null) return Fail(new BackupOutcome.Refused(problem), problem);
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken)) return new BackupOutcome.Refused("A backup is being made already: wait until it is done.");
        try
        {
            // Copying takes as long as the disk does: not on the caller's thread.
            return await Task.Run(() => MakeAsync(wish.To, passphrase, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            string reason = SqliteFaults.Find(exception) is { } fault ? SqliteFaults.Sentence(fault, options.DatabasePath) : $"{exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
            string sentence = $"The backup was not made: {reason}";
            return Fail(new BackupOutcome.Failed(sentence), sentence);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<StoredBackup> List() => BackupFolder.List(options.BackupsPath);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<BackupOutcome> MakeAsync(string? to, string? passphrase, CancellationToken cancellationToken)
    {
        BackupFolder.Prepare(options.BackupsPath, clock.GetUtcNow());
        DateTimeOffset at = clock.GetUtcNow();
        string path = to is null ? BackupFolder.PathOf(options.BackupsPath, at, encrypted: passphrase is not null) : Path.GetFullPath(to);
        string copy = Path.Combine(options.BackupsPath, $"{BackupFolder.Scratch}{Guid.NewGuid():N}.db");
        string sealedCopy = copy + ".sealed";
        try
        {
            (Dictionary<string, long> rows, string? moved) = Copy(copy);
            if (moved is not null) return Failed($"its table {moved} has other rows than the database");
            BackupContent.PutFiles(copy, options.KeysPath);
            string finished = copy;
            if (passphrase is not null)
            {
                using (FileStream plain = File.OpenRead(copy))
                using (FileStream hidden = PrivateFile.Create(sealedCopy))
                    BackupCipher.Encrypt(plain, hidden, passphrase);
                finished = sealedCopy;
            }

            using (FileStream written = File.Open(finished, FileMode.Open, FileAccess.ReadWrite)) written.Flush(flushToDisk: true);
            (RestoredStore? restored, string? problem) = await RestoredStore.OpenAsync(finished, passphrase,
                Path.Combine(options.BackupsPath, $"{BackupFolder.Scratch}{Guid.NewGuid():N}"), options, cancellationToken);
            if (restored is null) return Failed(problem!);
            long revision;
            await using (restored)
            {
                if (Difference(rows, restored.Rows) is { } table) return Failed($"its table {table} has other rows than the database");
                revision = restored.Current?.Revision ?? 0;
            }

            File.Move(finished, path, overwrite: false);
            var made = new StoredBackup(Path.GetFileName(path), at, new FileInfo(path).Length, passphrase is not null, revision, clock.GetUtcNow(), rows);
            if (to is null)
            {
                BackupFolder.Note(options.BackupsPath, made);
                BackupFolder.Prune(options.BackupsPath, options.Backups.Keep);
            }

            _lastFailure = null;
            return new BackupOutcome.Made(path, made);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(sealedCopy);
        }
    }

    /// <summary>
    /// Copies, and compares what is in the copy with what was in the database before and after: the same when nobody writes, else between. Who
    /// changes rows back and forth meanwhile makes it copy again.
    /// </summary>
    private (Dictionary<string, long> Rows, string? Moved) Copy(string copy)
    {
        for (int attempt = 1; ; attempt++)
        {
            File.Delete(copy);
            Dictionary<string, long> before = BackupContent.Count(options.DatabasePath);
            BackupContent.Copy(options.DatabasePath, copy);
            Dictionary<string, long> rows = BackupContent.Count(copy);
            Dictionary<string, long> after = BackupContent.Count(options.DatabasePath);
            string? moved = before.Keys.FirstOrDefault(table => !rows.TryGetValue(table, out long count)
                || count < Math.Min(before[table], after.GetValueOrDefault(table)) || count > Math.Max(before[table], after.GetValueOrDefault(table)));
            if (moved is null || attempt == Attempts) return (rows, moved);
        }
    }

    private static string? Difference(Dictionary<string, long> rows, IReadOnlyDictionary<string, long> restored)
        => rows.Keys.Union(restored.Keys).FirstOrDefault(table => rows.GetValueOrDefault(table, -1) != restored.GetValueOrDefault(table, -1));

    private BackupOutcome Failed(string why)
    {
        string sentence = string.Create(CultureInfo.InvariantCulture, $"The backup was made but is not good ({why}); it was removed. The database itself was not touched: make another, and look at the disk if that fails too.");
        return Fail(new BackupOutcome.Failed(sentence), sentence);
    }

    private BackupOutcome Fail(BackupOutcome outcome, string sentence)
    {
        _lastFailure = sentence;
        return outcome;
    }
}
