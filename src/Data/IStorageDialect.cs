using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace KeepaliveConsole.Data;

/// <summary>What differs between databases. Each has a folder of its own with one of these, its way of opening and its migrations.</summary>
internal interface IStorageDialect
{
    /// <summary>Which one.</summary>
    StorageProvider Provider { get; }

    /// <summary>A transaction that only reads: all queries see one moment, and no writer waits for it.</summary>
    Task<DbTransaction> BeginReadAsync(ConsoleDbContext context, CancellationToken cancellationToken);

    /// <summary>A transaction that no other of this kind runs beside, in this process or any other; it sees what the one before it wrote.</summary>
    Task<IDbContextTransaction> BeginWriteAsync(ConsoleDbContext context, CancellationToken cancellationToken);

    /// <summary>The fault behind <paramref name="exception"/>; null when it is no trouble of the database as such, such as a constraint.</summary>
    StorageFault? FaultOf(Exception exception);

    /// <summary>One sentence: what, where, why and the way out. No secret in it.</summary>
    string Sentence(StorageFault fault, Exception exception);

    /// <summary>Removes at most <paramref name="limit"/> rows of a table and says how many; the table and the condition are constants of this program.</summary>
    /// <param name="context">In a write transaction.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="condition">Which rows, in SQL that every database understands, with <c>{0}</c>, <c>{1}</c> … for the values.</param>
    /// <param name="limit">At most this many, 1 and up.</param>
    /// <param name="values">Values as the column stores them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<int> DeleteSomeAsync(ConsoleDbContext context, string table, string condition, int limit, object[] values, CancellationToken cancellationToken);

    /// <summary>Bytes of the database, and rows of each of <paramref name="tables"/>; counted or estimated, whichever is quick.</summary>
    Task<DatabaseSize> SizeAsync(ConsoleDbContext context, IReadOnlyList<string> tables, CancellationToken cancellationToken);
}

/// <summary>How large a database is.</summary>
/// <param name="Bytes">The database itself.</param>
/// <param name="JournalBytes">Its journal (<c>-wal</c>); null = not known here.</param>
/// <param name="FreeBytes">Left on its disk; null = not known here.</param>
/// <param name="Rows">Rows of each table asked for.</param>
internal sealed record DatabaseSize(long Bytes, long? JournalBytes, long? FreeBytes, IReadOnlyDictionary<string, RowCount> Rows);

/// <summary>How many rows there are.</summary>
/// <param name="Count">The number.</param>
/// <param name="IsEstimate">Estimated rather than counted.</param>
internal readonly record struct RowCount(long Count, bool IsEstimate);
