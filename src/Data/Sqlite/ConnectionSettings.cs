using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>Settings that SQLite keeps per connection, not in the file.</summary>
internal sealed class ConnectionSettings : DbConnectionInterceptor
{
    // FULL: a change that was reported as saved survives a power failure.
    private const string Pragmas = "PRAGMA busy_timeout=2000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
