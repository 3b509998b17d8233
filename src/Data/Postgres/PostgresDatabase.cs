using KeepaliveConsole.Data.Opening;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <inheritdoc cref="IConsoleDatabase" />
internal sealed class PostgresDatabase(IDbContextFactory<ConsoleDbContext> contexts, ConsoleDataOptions options, PostgresDialect dialect, DatabaseState state, DirectoryHold? held = null)
    : IConsoleDatabase, IDisposable
{
    /// <summary>The advisory lock under which a console looks at the schema and changes it.</summary>
    private const long SchemaLock = 0x6B63_7363_6865_6D02;

    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly DirectoryKeeper _directory = new(options, held);
    private DatabaseOpening.Opened? _opened;

    /// <inheritdoc />
    public async Task<DatabaseOpening> OpenAsync(CancellationToken cancellationToken)
    {
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (_opened is not null) return _opened;
            DatabaseOpening opening = _directory.Create() ?? await OpenHereAsync(cancellationToken);
            _opened = opening as DatabaseOpening.Opened;
            // The directory has the snapshot and the keys: one console, also while the server is away.
            if (_opened is null || options.Access != DatabaseAccess.Exclusive) _directory.Dispose();
            state.ClosedBecause = (opening as DatabaseOpening.Failed)?.Sentence;
            return opening;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Connections kept for reuse count against the server's limit.
        using (var connection = new NpgsqlConnection(PostgresStorage.ConnectionString(options))) NpgsqlConnection.ClearPool(connection);
        _directory.Dispose();
        _once.Dispose();
    }

    private async Task<DatabaseOpening> OpenHereAsync(CancellationToken cancellationToken)
    {
        if (options.Access == DatabaseAccess.Exclusive && _directory.Hold() is { } inUse) return inUse;
        string connectionString;
        try
        {
            if (string.IsNullOrWhiteSpace(options.ConnectionString)) throw new ArgumentException("it is empty");
            connectionString = PostgresStorage.Read(options.ConnectionString).ConnectionString;
        }
        catch (ArgumentException exception)
        {
            return new DatabaseOpening.Failed(DatabaseProblem.Misconfigured,
                $"Storage:Provider is PostgreSQL, but Storage:ConnectionString cannot be used ({exception.Message.Split(" (Parameter")[0]}): set it, best in the environment as Storage__ConnectionString.");
        }

        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            return await OpenLockedAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && PostgresFaults.Find(exception) is { } fault)
        {
            return PostgresFaults.IsRefusal(exception)
                ? new DatabaseOpening.Failed(DatabaseProblem.AccessDenied,
                    $"The database {dialect.Place} does not let this console in ({PostgresFaults.Reason(exception)}): correct Storage:ConnectionString, or make the database and give its user all rights on it.")
                : new DatabaseOpening.Failed(fault == StorageFault.Busy ? DatabaseProblem.InUse : DatabaseProblem.Unreachable, dialect.Sentence(fault, exception));
        }
    }

    private async Task<DatabaseOpening> OpenLockedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Another console may be bringing the schema to its version; that takes seconds.
        await ExecuteAsync(connection, "SET lock_timeout = '60s'", cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({SchemaLock})", cancellationToken);
        try
        {
            ServerFinding finding = await ServerFinding.LookAsync(connection, cancellationToken);
            await using ConsoleDbContext context = await contexts.CreateDbContextAsync(cancellationToken);
            string[] known = [.. context.Database.GetMigrations()];
            if (Refusal(finding, known) is { } refused) return refused;
            if (finding.Migrations.Count < known.Length)
            {
                try
                {
                    await context.Database.MigrateAsync(cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException && PostgresFaults.Find(exception) is not StorageFault.Unreachable)
                {
                    return new DatabaseOpening.Failed(DatabaseProblem.MigrationFailed,
                        $"The database {dialect.Place} could not be brought to this version ({PostgresFaults.Reason(exception)}): what was half done was taken back; give its user the right to create tables, or restore the server's backup and start the version that wrote it.");
                }
            }

            return new DatabaseOpening.Opened(dialect.Place, finding.Migrations.Count == 0, null);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open) await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({SchemaLock}); RESET lock_timeout", CancellationToken.None);
        }
    }

    private DatabaseOpening.Failed? Refusal(ServerFinding finding, string[] known)
    {
        if (finding.Encoding != "UTF8")
        {
            return new(DatabaseProblem.Foreign,
                $"The database {dialect.Place} keeps text as {finding.Encoding}, which cannot hold every script: make one with ENCODING 'UTF8' and name it in Storage:ConnectionString.");
        }

        if (finding.Migrations.Count == 0 && finding.HasTables)
        {
            return new(DatabaseProblem.Foreign,
                $"{dialect.Place} is a database of another program; nothing was changed: make one of its own for this program and name it in Storage:ConnectionString.");
        }

        string? newer = finding.Migrations.FirstOrDefault(migration => !known.Contains(migration));
        return newer is null ? null : new(DatabaseProblem.NewerSchema,
            $"The database {dialect.Place} was written by a newer version of this program (it has {newer}); nothing was changed: start that version, or restore the server's backup from before it.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The texts are constants above.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 90 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
