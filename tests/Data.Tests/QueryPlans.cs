using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Tests;

/// <summary>What SQLite would do for the statements of a question.</summary>
internal static class QueryPlans
{
    /// <summary>A context on the file of <paramref name="store"/> that says each of its statements.</summary>
    public static ConsoleDbContext Watched(TestStore store, List<string> statements)
    {
        var builder = new DbContextOptionsBuilder<ConsoleDbContext>();
        Sqlite.SqliteStorage.Configure(builder, store.Options);
        builder.EnableSensitiveDataLogging().LogTo(statements.Add, (id, _) => id.Id == Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandExecuted.Id);
        return new ConsoleDbContext(builder.Options);
    }

    /// <summary>What SQLite says it would do; parameters that are not bound change nothing about it.</summary>
    public static string Of(string path, string logged)
    {
        string sql = logged[logged.IndexOf("SELECT", StringComparison.Ordinal)..];
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + System.Text.RegularExpressions.Regex.Replace(sql, "@[A-Za-z_0-9]+", "'1'");
        using SqliteDataReader reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read()) lines.Add(reader.GetString(3));
        return string.Join('\n', lines);
    }
}
