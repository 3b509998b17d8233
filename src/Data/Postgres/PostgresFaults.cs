using System.Net.Sockets;
using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>PostgreSQL's states and a connection's troubles → what they mean to an operator. https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
internal static class PostgresFaults
{
    /// <summary>The fault behind <paramref name="exception"/>; null when it is no trouble of the database as such, such as a constraint.</summary>
    public static StorageFault? Find(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException said) return Of(said.SqlState);
            // Everything else Npgsql throws is about the connection, not about a statement.
            if (cause is NpgsqlException) return cause.InnerException is TimeoutException && cause.InnerException.InnerException is null ? StorageFault.Busy : StorageFault.Unreachable;
            if (cause is SocketException or EndOfStreamException) return StorageFault.Unreachable;
        }

        return null;
    }

    /// <summary>One sentence with the way out. The reason is the server's or the network's own; neither repeats a password.</summary>
    public static string Sentence(StorageFault fault, string place, Exception exception) => fault switch
    {
        StorageFault.Busy => $"The database {place} is busy: another console or program has held it for too long; try again, or look in pg_stat_activity.",
        StorageFault.Full => $"The database {place} cannot grow: the disk of its server is full; free some space there and try again.",
        StorageFault.ReadOnly => $"The database {place} may not be written ({Reason(exception)}): name the primary server in Storage:ConnectionString, and give its user the right to write.",
        StorageFault.Corrupt => $"The database {place} is damaged ({Reason(exception)}): restore it from its server's backups.",
        StorageFault.Unreadable => $"The database {place} cannot be read ({Reason(exception)}): look at the log of its server.",
        _ => $"The database {place} cannot be reached ({Reason(exception)}): start its server, or mend the way to it; the console goes on by itself as soon as it answers.",
    };

    /// <summary>What went wrong, on one line, without the full stop.</summary>
    public static string Reason(Exception exception)
    {
        Exception told = exception;
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            told = cause;
            if (cause is PostgresException said) return OneLine(said.MessageText);
        }

        return OneLine(told.Message);
    }

    /// <summary>Did the server answer that it does not let this user in, or that there is no such database?</summary>
    public static bool IsRefusal(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException said) return said.SqlState is ['2', '8', ..] or "3D000" or "42501";
        // A server that asks for a password when none is set, or whose certificate is not trusted, is told apart by the provider only.
        return exception is NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } || exception is NpgsqlException { InnerException: null };
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static StorageFault? Of(string state) => state switch
    {
        "55P03" or "57014" or "40001" or "40P01" or "25P03" => StorageFault.Busy,    // lock time-out, statement time-out, serialization, deadlock, idle in transaction
        "53100" => StorageFault.Full,
        "25006" or "42501" => StorageFault.ReadOnly,                                  // a standby; no permission
        "XX001" or "XX002" => StorageFault.Corrupt,
        ['5', '8', ..] => StorageFault.Unreadable,                                    // the server's own disk
        ['0', '8', ..] or ['2', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or "3D000" => StorageFault.Unreachable,
        _ => null,
    };
}
