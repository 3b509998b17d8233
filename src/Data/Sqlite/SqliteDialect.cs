using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace KeepaliveConsole.Data.Sqlite;

/// <inheritdoc cref="IStorageDialect" />
internal sealed class SqliteDialect(ConsoleDataOptions options) : IStorageDialect
{
    /// <summary>Rows up to which a table is counted (some milliseconds); a larger one is estimated from its first and last number.</summary>
    private const long MostCounted = 100_000;

    /// <inheritdoc />
    public StorageProvider Provider => StorageProvider.Sqlite;

    /// <inheritdoc />
    public async Task<DbTransaction> BeginReadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        // The default would be BEGIN IMMEDIATE, which takes the write lock.
        SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        return transaction;
    }

    /// <inheritdoc />
    public Task<IDbContextTransaction> BeginWriteAsync(ConsoleDbContext context, CancellationToken cancellationToken)
        => context.Database.BeginTransactionAsync(cancellationToken);

    /// <inheritdoc />
    public StorageFault? FaultOf(Exception exception) => SqliteFaults.Find(exception);

    /// <inheritdoc />
    public string Sentence(StorageFault fault, Exception exception) => SqliteFaults.Sentence(fault, options.DatabasePath);

    /// <inheritdoc />
    public Task<int> DeleteSomeAsync(ConsoleDbContext context, string table, string condition, int limit, object[] values, CancellationToken cancellationToken)
        => context.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture,
            $"DELETE FROM \"{table}\" WHERE rowid IN (SELECT rowid FROM \"{table}\" WHERE {condition} LIMIT {limit})"),
            values.Select(Stored), cancellationToken);

    /// <inheritdoc />
    public async Task<DatabaseSize> SizeAsync(ConsoleDbContext context, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, RowCount>();
        foreach (string table in tables)
        {
            // The first and the last number are found in two steps, however many rows lie between them.
            long span = await ScalarAsync(context, $"SELECT coalesce((SELECT max(rowid) FROM \"{table}\") - (SELECT min(rowid) FROM \"{table}\") + 1, 0) AS \"Value\"", cancellationToken);
            rows[table] = span > MostCounted ? new RowCount(span, true)
                : new RowCount(await ScalarAsync(context, $"SELECT count(*) AS \"Value\" FROM \"{table}\"", cancellationToken), false);
        }

        return new DatabaseSize(LengthOf(options.DatabasePath), LengthOf(options.DatabasePath + "-wal"), new DriveInfo(options.DataDirectory).AvailableFreeSpace, rows);
    }

    // As the model's converter writes them: raw SQL goes past it.
    private static object Stored(object value) => value is DateTimeOffset time ? SqliteStorage.UtcTextConverter.ToText(time) : value;

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static Task<long> ScalarAsync(ConsoleDbContext context, string sql, CancellationToken cancellationToken)
        => context.Database.SqlQueryRaw<long>(sql).SingleAsync(cancellationToken);
}
