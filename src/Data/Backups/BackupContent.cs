using System.Globalization;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Backups;

/// <summary>
/// What is in a backup: a whole database, and in a table of its own the keys without which the secrets in it cannot be read again.
/// </summary>
internal static class BackupContent
{
    private const string FilesTable = "__BackupFiles";

    /// <summary>Rows of every table of the program.</summary>
    public static Dictionary<string, long> Count(string path)
    {
        using SqliteConnection connection = Open(path, SqliteOpenMode.ReadOnly);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string table in Strings(connection, @"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_\_%' ESCAPE '\' ORDER BY name"))
            rows[table] = Convert.ToInt64(Scalar(connection, $"SELECT count(*) FROM \"{table}\""), CultureInfo.InvariantCulture);
        return rows;
    }

    /// <summary>Copies the database as it is at one moment, compacted, into an empty file. Readers and writers go on.</summary>
    public static void Copy(string source, string target)
    {
        PrivateFile.Create(target).Dispose();
        using SqliteConnection connection = Open(source, SqliteOpenMode.ReadWrite);
        using SqliteCommand vacuum = connection.CreateCommand();
        vacuum.CommandText = "VACUUM INTO $target";
        vacuum.Parameters.AddWithValue("$target", target);
        vacuum.ExecuteNonQuery();
    }

    /// <summary>Puts the files of a folder in.</summary>
    public static void PutFiles(string path, string folder)
    {
        using SqliteConnection connection = Open(path, SqliteOpenMode.ReadWrite);
        Scalar(connection, $"CREATE TABLE IF NOT EXISTS \"{FilesTable}\" (Name TEXT PRIMARY KEY, Content BLOB NOT NULL)");
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder))
        {
            using SqliteCommand insert = connection.CreateCommand();
            insert.CommandText = $"INSERT INTO \"{FilesTable}\" VALUES ($name, $content)";
            insert.Parameters.AddWithValue("$name", Path.GetFileName(file));
            insert.Parameters.AddWithValue("$content", File.ReadAllBytes(file));
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Takes the files out into a folder (those there stay) and removes them from the database, also from its free pages. Says how many there were.</summary>
    public static int TakeFiles(string path, string folder)
    {
        using SqliteConnection connection = Open(path, SqliteOpenMode.ReadWrite);
        if (Strings(connection, $"SELECT name FROM sqlite_master WHERE name = '{FilesTable}'").Count == 0) return 0;
        int files = 0;
        using (SqliteCommand select = connection.CreateCommand())
        {
            select.CommandText = $"SELECT Name, Content FROM \"{FilesTable}\"";
            using SqliteDataReader reader = select.ExecuteReader();
            Directory.CreateDirectory(folder, PrivateFile.FolderMode);
            while (reader.Read())
            {
                files++;
                // A name with a path in it would write elsewhere.
                string target = Path.Combine(folder, Path.GetFileName(reader.GetString(0)));
                if (!File.Exists(target)) PrivateFile.Replace(target, reader.GetFieldValue<byte[]>(1));
            }
        }

        Scalar(connection, $"PRAGMA secure_delete = ON; DROP TABLE \"{FilesTable}\"");
        return files;
    }

    /// <summary>Everything that SQLite itself finds wrong; null = nothing.</summary>
    public static string? Check(string path)
    {
        using SqliteConnection connection = Open(path, SqliteOpenMode.ReadOnly);
        string verdict = Strings(connection, "PRAGMA integrity_check(1)").FirstOrDefault() ?? "no answer";
        if (verdict != "ok") return verdict;
        return Scalar(connection, "PRAGMA foreign_key_check") is { } table ? $"rows of {table} belong to rows that are not there" : null;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(SqliteStorage.ConnectionString(path, mode, pooling: false));
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants above, and names of tables that the database itself gave.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
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
