using KeepaliveConsole.Data.Audit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>Verifies the chain of a database on a server without changing anything, beside consoles that use it or without one.</summary>
public static class PostgresAudit
{
    /// <summary>Goes through the chain.</summary>
    /// <param name="options">How the server is reached.</param>
    /// <param name="known">As for <see cref="IAuditChain.VerifyAsync"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found, or one sentence that says why the database cannot be read.</returns>
    public static async Task<(AuditVerification? Found, string? Refusal)> VerifyAsync(ConsoleDataOptions options, AuditHead? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        string connectionString;
        try
        {
            connectionString = PostgresStorage.Read(options.ConnectionString ?? "").ConnectionString;
        }
        catch (ArgumentException exception)
        {
            return (null, $"Storage:Provider is PostgreSQL, but Storage:ConnectionString cannot be used ({exception.Message.Split(" (Parameter")[0]}): set it as for the console.");
        }

        var contexts = new Contexts(connectionString);
        var dialect = new PostgresDialect(options);
        try
        {
            if (await RefuseAsync(connectionString, dialect, contexts, cancellationToken) is { } refusal) return (null, refusal);
            using var gate = new DatabaseGate(contexts, dialect, new DatabaseState());
            return (await new AuditChain(gate, TimeProvider.System).VerifyAsync(known, cancellationToken), null);
        }
        catch (StorageUnavailableException exception)
        {
            return (null, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && PostgresFaults.Find(exception) is { } fault)
        {
            return (null, PostgresFaults.IsRefusal(exception)
                ? $"The database {dialect.Place} does not let this command in ({PostgresFaults.Reason(exception)}): correct Storage:ConnectionString."
                : dialect.Sentence(fault, exception));
        }
        finally
        {
            using var connection = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static async Task<string?> RefuseAsync(string connectionString, PostgresDialect dialect, Contexts contexts, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        ServerFinding finding = await ServerFinding.LookAsync(connection, cancellationToken);
        if (finding.Migrations.Count == 0) return $"{dialect.Place} is no database of this program: correct Storage:ConnectionString.";
        await using ConsoleDbContext context = contexts.CreateDbContext();
        string[] known = [.. context.Database.GetMigrations()];
        if (known.Order(StringComparer.Ordinal).SequenceEqual(finding.Migrations.Order(StringComparer.Ordinal))) return null;
        return finding.Migrations.All(known.Contains)
            ? $"The database {dialect.Place} was written by an older version: start this version on it once."
            : $"The database {dialect.Place} was written by a newer version: verify it with that version.";
    }

    private sealed class Contexts(string connectionString) : IDbContextFactory<ConsoleDbContext>
    {
        public ConsoleDbContext CreateDbContext()
        {
            var builder = new DbContextOptionsBuilder<PostgresConsoleDbContext>();
            PostgresStorage.Configure(builder, connectionString);
            return new PostgresConsoleDbContext(builder.Options);
        }
    }
}
