using KeepaliveConsole.Data.Protection;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>The database on a PostgreSQL server: the same model, with migrations of its own.</summary>
internal sealed class PostgresConsoleDbContext(DbContextOptions<PostgresConsoleDbContext> options, ISecretProtector? protector = null) : ConsoleDbContext(options, protector)
{
    /// <inheritdoc />
    private protected override void ConfigureStorage(ModelConfigurationBuilder configurationBuilder) => PostgresStorage.ConfigureConventions(configurationBuilder);
}
