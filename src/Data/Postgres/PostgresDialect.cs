using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <inheritdoc cref="IStorageDialect" />
internal sealed class PostgresDialect(ConsoleDataOptions options) : IStorageDialect
{
    /// <summary>The advisory lock that every write of every console takes first. Any number that nobody else uses in this database.</summary>
    public const long WriteLock = 0x6B63_7772_6974_6501;

    /// <summary>Rows above which the server's own estimate is shown; below, rows are counted.</summary>
    private const long MostCounted = 100_000;

    private readonly string _place = PlaceOf(options.ConnectionString);

    /// <summary>Which database on which server, for people.</summary>
    public string Place => _place;

    /// <inheritdoc />
    public StorageProvider Provider => StorageProvider.PostgreSQL;

    /// <inheritdoc />
    public Task<DbTransaction> BeginReadAsync(ConsoleDbContext context, CancellationToken cancellationToken) => TwiceAsync(async () =>
    {
        IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await context.Database.ExecuteSqlRawAsync("SET TRANSACTION READ ONLY", cancellationToken);
        return transaction.GetDbTransaction();
    }, context);

    /// <summary>
    /// Each statement sees what was committed before it; with the lock held until the end, that is all that other consoles wrote. A console
    /// that freezes while it holds the lock is cut off by the server after half a minute.
    /// </summary>
    public Task<IDbContextTransaction> BeginWriteAsync(ConsoleDbContext context, CancellationToken cancellationToken) => TwiceAsync(async () =>
    {
        IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await context.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture,
            $"SET LOCAL lock_timeout = {(long)options.BusyTimeout.TotalMilliseconds}; SET LOCAL idle_in_transaction_session_timeout = 30000; SELECT pg_advisory_xact_lock({WriteLock})"),
            cancellationToken);
        return transaction;
    }, context);

    /// <inheritdoc />
    public StorageFault? FaultOf(Exception exception) => PostgresFaults.Find(exception);

    /// <inheritdoc />
    public string Sentence(StorageFault fault, Exception exception) => PostgresFaults.Sentence(fault, _place, exception);

    /// <inheritdoc />
    public Task<int> DeleteSomeAsync(ConsoleDbContext context, string table, string condition, int limit, object[] values, CancellationToken cancellationToken)
        => context.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture,
            $"DELETE FROM \"{table}\" WHERE ctid = ANY(ARRAY(SELECT ctid FROM \"{table}\" WHERE {condition} LIMIT {limit}))"),
            values.Select(value => value is DateTimeOffset time ? time.ToUniversalTime() : value), cancellationToken);

    /// <inheritdoc />
    public async Task<DatabaseSize> SizeAsync(ConsoleDbContext context, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        long bytes = await ScalarAsync(context, "SELECT pg_database_size(current_database()) AS \"Value\"", cancellationToken);
        var rows = new Dictionary<string, RowCount>();
        foreach (string table in tables)
        {
            long estimate = await ScalarAsync(context, $"SELECT reltuples::bigint AS \"Value\" FROM pg_class WHERE oid = '\"{table}\"'::regclass", cancellationToken);
            rows[table] = estimate > MostCounted ? new RowCount(estimate, true)
                : new RowCount(await ScalarAsync(context, $"SELECT count(*) AS \"Value\" FROM \"{table}\"", cancellationToken), false);
        }

        return new DatabaseSize(bytes, null, null, rows);
    }

    private static string PlaceOf(string? connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder wanted = PostgresStorage.Read(connectionString ?? "");
            return string.Create(CultureInfo.InvariantCulture, $"{wanted.Database ?? wanted.Username} on {wanted.Host}:{wanted.Port}");
        }
        catch (ArgumentException)
        {
            return "of Storage:ConnectionString";
        }
    }

    /// <summary>A connection that waited for its next use while the server was started anew fails at its first word; nothing was done with it yet, so another is tried.</summary>
    private static async Task<T> TwiceAsync<T>(Func<Task<T>> begin, ConsoleDbContext context)
    {
        try
        {
            return await begin();
        }
        catch (Exception exception) when (PostgresFaults.Find(exception) == StorageFault.Unreachable && !PostgresFaults.IsRefusal(exception))
        {
            if (context.Database.CurrentTransaction is { } broken) await broken.DisposeAsync();
            NpgsqlConnection.ClearPool((NpgsqlConnection)context.Database.GetDbConnection());
            await context.Database.CloseConnectionAsync();
            return await begin();
        }
    }

    private static Task<long> ScalarAsync(ConsoleDbContext context, string sql, CancellationToken cancellationToken)
        => context.Database.SqlQueryRaw<long>(sql).SingleAsync(cancellationToken);
}
