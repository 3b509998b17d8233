using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>What a look at the server's database found, without changing it.</summary>
/// <param name="Encoding">How it keeps text.</param>
/// <param name="Migrations">Applied ones, in order; empty = none.</param>
/// <param name="HasTables">Are there tables besides the bookkeeping of migrations?</param>
internal sealed record ServerFinding(string Encoding, IReadOnlyList<string> Migrations, bool HasTables)
{
    private const string History = "__EFMigrationsHistory";

    /// <summary>Looks.</summary>
    public static async Task<ServerFinding> LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string encoding = (await StringsAsync(connection, "SHOW server_encoding", cancellationToken))[0];
        List<string> tables = await StringsAsync(connection, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()", cancellationToken);
        IReadOnlyList<string> migrations = tables.Contains(History)
            ? await StringsAsync(connection, $"SELECT \"MigrationId\"::text FROM \"{History}\" ORDER BY \"MigrationId\"", cancellationToken)
            : [];
        return new ServerFinding(encoding, migrations, tables.Any(table => table != History));
    }

    private static async Task<List<string>> StringsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The texts are constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(reader.GetString(0));
        return rows;
    }
}
