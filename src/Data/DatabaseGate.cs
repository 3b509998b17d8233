using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace KeepaliveConsole.Data;

/// <summary>
/// The one way to the rows: reads see one moment and wait for nobody, writes come one after the other (a queue here is fair and does not
/// burn the database's own time-out; the database keeps other processes out). Trouble of the database becomes <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed class DatabaseGate(IDbContextFactory<ConsoleDbContext> contexts, IStorageDialect dialect, DatabaseState state) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<T> ReadAsync<T>(Func<ConsoleDbContext, Task<T>> read, CancellationToken cancellationToken)
    {
        RefuseWhenClosed();
        try
        {
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            await using DbTransaction transaction = await dialect.BeginReadAsync(context, cancellationToken);
            return await read(context);
        }
        catch (Exception exception) when (Find(exception, cancellationToken) is { } fault)
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

    /// <summary>As <see cref="WriteAsync"/>, but only when nobody in this process is writing; false = someone is, nothing was done.</summary>
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
        RefuseWhenClosed();
        try
        {
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            await using IDbContextTransaction transaction = await dialect.BeginWriteAsync(context, cancellationToken);
            T result = await write(context);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception exception) when (Find(exception, cancellationToken) is { } fault)
        {
            throw Unavailable(fault, exception);
        }
    }

    // A statement that was cut short because nobody waits for it any more is no fault of the database.
    private StorageFault? Find(Exception exception, CancellationToken cancellationToken)
        => exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? null : dialect.FaultOf(exception);

    private void RefuseWhenClosed()
    {
        if (state.ClosedBecause is { } sentence) throw new StorageUnavailableException(StorageFault.Unreachable, sentence);
    }

    private StorageUnavailableException Unavailable(StorageFault fault, Exception exception)
        => new(fault, dialect.Sentence(fault, exception), exception);
}
