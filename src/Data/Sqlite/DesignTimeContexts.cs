using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>Lets the migration tool make a context without starting the console. The file named here is never opened.</summary>
internal sealed class DesignTimeContexts : IDesignTimeDbContextFactory<ConsoleDbContext>
{
    /// <inheritdoc />
    public ConsoleDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<ConsoleDbContext>();
        SqliteStorage.Configure(builder, new ConsoleDataOptions { DataDirectory = "." });
        return new ConsoleDbContext(builder.Options);
    }
}
