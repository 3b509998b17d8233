using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>What a look at the file found, without changing it.</summary>
internal abstract record FileFinding
{
    private FileFinding()
    {
    }

    /// <summary>There is no file, or an empty one.</summary>
    public sealed record Absent : FileFinding;

    /// <summary>A sound SQLite database with these migrations applied.</summary>
    /// <param name="Migrations">Names, in order.</param>
    /// <param name="HasTables">Are there tables besides the bookkeeping of migrations?</param>
    public sealed record Sound(IReadOnlyList<string> Migrations, bool HasTables) : FileFinding;

    /// <summary>Damaged, or no SQLite database.</summary>
    public sealed record Damaged(string Detail) : FileFinding;

    /// <summary>Held by another process.</summary>
    public sealed record Busy : FileFinding;

    /// <summary>Cannot be opened or read.</summary>
    public sealed record Unreadable(string Detail) : FileFinding;
}

/// <summary>Looks at a database file before anything writes to it.</summary>
internal static class SqliteFileCheck
{
    public static FileFinding Look(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return new FileFinding.Absent();
        try
        {
            // Read-only: a damaged file must stay as it is, and closing a writable connection would move the journal into it.
            using var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
            connection.Open();
            string verdict = Strings(connection, "PRAGMA quick_check(1)").FirstOrDefault() ?? "no answer";
            if (verdict != "ok") return new FileFinding.Damaged(verdict);

            IReadOnlyList<string> tables = Strings(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
            IReadOnlyList<string> migrations = tables.Contains("__EFMigrationsHistory")
                ? Strings(connection, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId")
                : [];
            // A first start that was killed half-way leaves only the bookkeeping of migrations.
            bool hasTables = tables.Any(table => !table.StartsWith("__EFMigrations", StringComparison.Ordinal) && !table.StartsWith("sqlite_", StringComparison.Ordinal));
            return new FileFinding.Sound(migrations, hasTables);
        }
        catch (SqliteException exception)
        {
            return SqliteFaults.Find(exception) switch
            {
                StorageFault.Busy => new FileFinding.Busy(),
                StorageFault.Corrupt => new FileFinding.Damaged(exception.Message),
                _ => new FileFinding.Unreadable(exception.Message),
            };
        }
    }

    private static List<string> Strings(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
