using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>Hands out the context of PostgreSQL where a context is asked for.</summary>
internal sealed class PostgresContexts(IDbContextFactory<PostgresConsoleDbContext> contexts) : IDbContextFactory<ConsoleDbContext>
{
    /// <inheritdoc />
    public ConsoleDbContext CreateDbContext() => contexts.CreateDbContext();
}

/// <summary>Lets the migration tool make a context without starting the console. The server named here is never asked.</summary>
internal sealed class PostgresDesignTimeContexts : IDesignTimeDbContextFactory<PostgresConsoleDbContext>
{
    /// <inheritdoc />
    public PostgresConsoleDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgresConsoleDbContext>();
        PostgresStorage.Configure(builder, "Host=localhost;Database=design");
        // The length of Identity's keys comes from its options, and here it makes a difference to the columns.
        builder.UseApplicationServiceProvider(new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = "." }).BuildServiceProvider());
        return new PostgresConsoleDbContext(builder.Options);
    }
}
