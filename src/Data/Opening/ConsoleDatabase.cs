using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Opening;

/// <inheritdoc cref="IConsoleDatabase" />
internal sealed class ConsoleDatabase(IDbContextFactory<ConsoleDbContext> contexts, ConsoleDataOptions options, DirectoryHold? held = null, DatabaseState? state = null)
    : IConsoleDatabase, IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly DirectoryKeeper _directory = new(options, held);
    private DatabaseOpening.Opened? _opened;

    /// <inheritdoc />
    public async Task<DatabaseOpening> OpenAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (_opened is not null) return _opened;
            DatabaseOpening opening = _directory.Create() ?? await OpenHereAsync(cancellationToken);
            _opened = opening as DatabaseOpening.Opened;
            bool keep = _opened is not null && options.Access == DatabaseAccess.Exclusive;
            if (!keep) _directory.Dispose();
            if (state is not null) state.ClosedBecause = (opening as DatabaseOpening.Failed)?.Sentence;
            return opening;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        SqliteFiles.CloseIdle(options.DatabasePath);
        _directory.Dispose();
        _once.Dispose();
    }

    private async Task<DatabaseOpening> OpenHereAsync(CancellationToken cancellationToken)
    {
        if (options.Access == DatabaseAccess.Exclusive && _directory.Hold() is { } held) return held;

        FileFinding finding = SqliteFileCheck.Look(options.DatabasePath);
        if (Refusal(finding) is { } refused) return refused;

        IReadOnlyList<string> applied = finding is FileFinding.Sound sound ? sound.Migrations : [];
        IReadOnlyList<string> known = await KnownMigrationsAsync(cancellationToken);
        string? newer = applied.FirstOrDefault(migration => !known.Contains(migration));
        if (newer is not null)
        {
            return new DatabaseOpening.Failed(DatabaseProblem.NewerSchema,
                $"The database {options.DatabasePath} was written by a newer version of this program (it has {newer}); nothing was changed: start that version, or restore the backup it made ({options.DatabasePath}.bak-*).");
        }

        bool upToDate = applied.Count == known.Count;
        // A command beside a console gets here without the lock; to change the schema it needs it.
        if (!upToDate && _directory.Hold() is { } inUse) return inUse;
        return await PrepareAsync(finding, applied, upToDate, cancellationToken);
    }

    private DatabaseOpening.Failed? Refusal(FileFinding finding) => finding switch
    {
        FileFinding.Damaged damaged => new(DatabaseProblem.Corrupt,
            $"The database {options.DatabasePath} is damaged ({OneLine(damaged.Detail)}); nothing was changed: copy the newest {options.DatabasePath}.bak-* over it, or move it away to start empty."),
        FileFinding.Busy => new(DatabaseProblem.InUse,
            $"The database {options.DatabasePath} is locked by another process: end that process and start again."),
        FileFinding.Unreadable unreadable => new(DatabaseProblem.DirectoryNotWritable,
            $"The database {options.DatabasePath} cannot be opened ({OneLine(unreadable.Detail)}): give this user read and write permission on it and its folder."),
        FileFinding.Sound { HasTables: true, Migrations.Count: 0 } => new(DatabaseProblem.Foreign,
            $"{options.DatabasePath} is a database of another program; nothing was changed: move it away, or name another directory with --data."),
        _ => null,
    };

    private async Task<IReadOnlyList<string>> KnownMigrationsAsync(CancellationToken cancellationToken)
    {
        await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. context.Database.GetMigrations()];
    }

    private async Task<DatabaseOpening> PrepareAsync(FileFinding finding, IReadOnlyList<string> applied, bool upToDate, CancellationToken cancellationToken)
    {
        bool created = finding is FileFinding.Absent;
        string? backup = null;
        try
        {
            SqliteFiles.EnsurePrivate(options.DatabasePath);
            // Each time: a restored backup has lost the setting.
            SqliteFiles.UseWriteAheadLog(options.DatabasePath);
            if (upToDate) return new DatabaseOpening.Opened(options.DatabasePath, created, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            return DirectoryFailure.NotWritable(options.DataDirectory, exception);
        }

        if (!created && applied.Count > 0)
        {
            backup = $"{options.DatabasePath}.bak-{applied[^1]}";
            if (BackUp(backup) is { } failed) return failed;
        }

        try
        {
            SqliteFiles.ForgetAbandonedMigration(options.DatabasePath);
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
            return new DatabaseOpening.Opened(options.DatabasePath, created, backup);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            string wayOut = backup is null ? "remove the file and start again" : $"the state before is in {backup}; copy it over the database and start the version that wrote it";
            return new DatabaseOpening.Failed(DatabaseProblem.MigrationFailed,
                $"The database {options.DatabasePath} could not be brought to this version ({OneLine(exception.Message)}): {wayOut}.");
        }
    }

    private DatabaseOpening.Failed? BackUp(string backup)
    {
        try
        {
            SqliteFiles.Copy(options.DatabasePath, backup);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            return new DatabaseOpening.Failed(DatabaseProblem.BackupFailed,
                $"The backup {backup} that precedes a migration could not be written ({OneLine(exception.Message)}); nothing was changed: free space or fix the permissions and start again.");
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
