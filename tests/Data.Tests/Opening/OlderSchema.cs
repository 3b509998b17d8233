using KeepaliveConsole.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace KeepaliveConsole.Data.Tests.Opening;

/// <summary>A line of migrations of its own, so that going from one schema to the next is tested whatever the product's first migration is.</summary>
internal sealed class OlderSchema(ConsoleDataOptions options) : IDbContextFactory<ConsoleDbContext>
{
    public const string Older = "20250101000000_Older";
    public const string Newer = "20250201000000_Newer";

    private static readonly AsyncLocal<bool> s_fails = new();

    /// <summary>Makes the newer migration fail half-way, in the current test only.</summary>
    public static bool Fails
    {
        get => s_fails.Value;
        set => s_fails.Value = value;
    }

    public ConsoleDbContext CreateDbContext()
    {
        var builder = new DbContextOptionsBuilder<ConsoleDbContext>();
        SqliteStorage.Configure(builder, options);
        builder.UseSqlite(sqlite => sqlite.MigrationsAssembly(typeof(OlderSchema).Assembly.FullName))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        return new ConsoleDbContext(builder.Options);
    }
}

[DbContext(typeof(ConsoleDbContext))]
[Migration(OlderSchema.Older)]
internal sealed class OlderMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
        => migrationBuilder.Sql("CREATE TABLE Things (Name TEXT NOT NULL); INSERT INTO Things VALUES ('kept');");
}

[DbContext(typeof(ConsoleDbContext))]
[Migration(OlderSchema.Newer)]
internal sealed class NewerMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE Things ADD COLUMN Size INTEGER NOT NULL DEFAULT 7;");
        if (OlderSchema.Fails) migrationBuilder.Sql("INSERT INTO NoSuchTable VALUES (1);");
    }
}
