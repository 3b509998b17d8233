using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>Creating and copying the database file.</summary>
internal static class SqliteFiles
{
    /// <summary>Makes an empty file of mode 0600 when there is none, and narrows an existing one; SQLite gives its -wal and -shm the same mode.</summary>
    public static void EnsurePrivate(string path)
    {
        if (!File.Exists(path)) PrivateFile.Create(path).Dispose();
        else if (File.GetUnixFileMode(path) != PrivateFile.Mode) File.SetUnixFileMode(path, PrivateFile.Mode);
    }

    /// <summary>Readers and the writer do not wait for each other (WAL); the setting stays in the file.</summary>
    public static void UseWriteAheadLog(string path)
    {
        using var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL");
    }

    /// <summary>Moves the journal into the file and removes it; fails as long as anybody has the database open.</summary>
    public static void LeaveWriteAheadLog(string path)
    {
        using var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        connection.Open();
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE");
    }

    /// <summary>Closes connections kept for reuse; the last one moves the journal into the file.</summary>
    public static void CloseIdle(string path)
    {
        using var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, SqliteOpenMode.ReadWrite));
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Copies the whole database, what still lies in the journal included, and replaces <paramref name="target"/> at the end.</summary>
    public static void Copy(string source, string target)
    {
        string temporary = $"{target}.tmp";
        File.Delete(temporary);
        PrivateFile.Create(temporary).Dispose();
        try
        {
            using (var from = new SqliteConnection(SqliteStorage.ConnectionString(source, SqliteOpenMode.ReadOnly, pooling: false)))
            using (var to = new SqliteConnection(SqliteStorage.ConnectionString(temporary, SqliteOpenMode.ReadWrite, pooling: false)))
            {
                from.Open();
                to.Open();
                from.BackupDatabase(to);
                // The copy stands alone: no journal beside it.
                Execute(to, "PRAGMA journal_mode=DELETE");
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// Removes the mark that a migration killed half-way leaves behind; the next one would wait for it for ever. Only while holding the
    /// data directory, when no other migration can be running.
    /// </summary>
    public static void ForgetAbandonedMigration(string path)
    {
        using var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        connection.Open();
        Execute(connection, "DROP TABLE IF EXISTS __EFMigrationsLock");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
