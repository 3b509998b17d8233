using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>SQLite's result codes → what they mean to an operator. https://www.sqlite.org/rescode.html</summary>
internal static class SqliteFaults
{
    /// <summary>The fault behind <paramref name="exception"/>; null when it is no trouble of the database as such, such as a constraint.</summary>
    public static StorageFault? Find(Exception? exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException sqlite) return Of(sqlite.SqliteErrorCode);
        }

        return null;
    }

    /// <summary>One sentence with the path and the way out.</summary>
    public static string Sentence(StorageFault fault, string path) => fault switch
    {
        StorageFault.Busy => $"The database {path} is busy: another process has held it for too long; try again, or end that process.",
        StorageFault.Full => $"The database {path} cannot grow: its disk is full; free some space and try again.",
        StorageFault.ReadOnly => $"The database {path} may not be written: give this user write permission on the file and its folder.",
        StorageFault.Corrupt => $"The database {path} is damaged: stop the console, and restore the newest {path}.bak-* file or move the file away.",
        _ => $"The database {path} cannot be read or opened: check that the file exists and that its disk works.",
    };

    private static StorageFault? Of(int code) => code switch
    {
        5 or 6 => StorageFault.Busy,            // SQLITE_BUSY, SQLITE_LOCKED
        8 or 3 => StorageFault.ReadOnly,        // SQLITE_READONLY, SQLITE_PERM
        10 or 14 => StorageFault.Unreadable,    // SQLITE_IOERR, SQLITE_CANTOPEN
        11 or 26 => StorageFault.Corrupt,       // SQLITE_CORRUPT, SQLITE_NOTADB
        13 => StorageFault.Full,                // SQLITE_FULL
        _ => null,
    };
}
