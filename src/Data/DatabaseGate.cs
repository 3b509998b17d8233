using System.Data.Common;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace KeepaliveConsole.Data;

/// <summary>
/// The one way to the rows: reads see one moment and wait for nobody, writes come one after the other (SQLite has one writer; a queue
/// here is fair and does not burn its busy time-out). Trouble of the database becomes <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed class DatabaseGate(IDbContextFactory<ConsoleDbContext> contexts, ConsoleDataOptions options) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<T> ReadAsync<T>(Func<ConsoleDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            await using DbTransaction transaction = await SqliteStorage.BeginReadAsync(context, cancellationToken);
            return await read(context);
        }
        catch (Exception exception) when (SqliteFaults.Find(exception) is { } fault)
        {
            throw Unavailable(fault, exception);
        }
    }

    /// <summary>Runs <paramref name="write"/> in one transaction, committed when it returns and rolled back when it throws.</summary>
    public async Task<T> WriteAsync<T>(Func<ConsoleDbContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await WriteHoldingAsync(write, cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>As <see cref="WriteAsync"/>, but only when nobody is writing; false = someone is, nothing was done.</summary>
    public async Task<bool> TryWriteAsync(Func<ConsoleDbContext, Task<bool>> write, CancellationToken cancellationToken)
    {
        if (!await _writer.WaitAsync(TimeSpan.Zero, cancellationToken)) return false;
        try
        {
            return await WriteHoldingAsync(write, cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    private async Task<T> WriteHoldingAsync<T>(Func<ConsoleDbContext, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            T result = await write(context);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception exception) when (SqliteFaults.Find(exception) is { } fault)
        {
            throw Unavailable(fault, exception);
        }
    }

    private StorageUnavailableException Unavailable(StorageFault fault, Exception exception)
        => new(fault, SqliteFaults.Sentence(fault, options.DatabasePath), exception);
}
