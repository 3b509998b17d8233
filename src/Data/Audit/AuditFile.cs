using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Audit;

/// <summary>Verifies the chain of a database file without changing anything, beside a console that uses it or without one.</summary>
public static class AuditFile
{
    /// <summary>Opens the file read-only and goes through the chain.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="known">As for <see cref="IAuditChain.VerifyAsync"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, or one sentence that says why the file cannot be read.</returns>
    public static async Task<(AuditVerification? Found, string? Refusal)> VerifyAsync(ConsoleDataOptions options, AuditHead? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var contexts = new ReadOnlyContexts(options);
        if (Refuse(options.DatabasePath, SqliteFileCheck.Look(options.DatabasePath), contexts) is { } refusal) return (null, refusal);
        using var gate = new DatabaseGate(contexts, new SqliteDialect(options), new DatabaseState());
        try
        {
            return (await new AuditChain(gate, TimeProvider.System).VerifyAsync(known, cancellationToken), null);
        }
        catch (StorageUnavailableException exception)
        {
            return (null, exception.Message);
        }
    }

    private static string? Refuse(string path, FileFinding finding, ReadOnlyContexts contexts)
    {
        switch (finding)
        {
            case FileFinding.Sound sound:
                using (ConsoleDbContext context = contexts.CreateDbContext())
                {
                    string[] known = [.. context.Database.GetMigrations()];
                    if (known.Order(StringComparer.Ordinal).SequenceEqual(sound.Migrations.Order(StringComparer.Ordinal))) return null;
                    return sound.Migrations.All(known.Contains)
                        ? $"The database {path} was written by an older version, which had no such chain: start this version on it once."
                        : $"The database {path} was written by a newer version: verify it with that version.";
                }

            case FileFinding.Absent:
                return $"There is no database {path}: name the data directory of the console with --data.";
            case FileFinding.Damaged damaged:
                return $"The database {path} is damaged ({damaged.Detail.ReplaceLineEndings(" ")}), so its audit trail cannot be verified: verify a backup.";
            case FileFinding.Unreadable unreadable:
                return $"The database {path} cannot be opened ({unreadable.Detail.ReplaceLineEndings(" ").TrimEnd('.')}): run this as the user of the console, or as root.";
            default:
                return $"The database {path} is locked by another process: try again when that has ended.";
        }
    }

    private sealed class ReadOnlyContexts(ConsoleDataOptions options) : IDbContextFactory<ConsoleDbContext>
    {
        public ConsoleDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<ConsoleDbContext>();
            builder.UseSqlite(SqliteStorage.ConnectionString(options.DatabasePath, SqliteOpenMode.ReadOnly, pooling: false))
                .AddInterceptors(new ConnectionSettings(options.BusyTimeout));
            return new ConsoleDbContext(builder.Options);
        }
    }
}
