using KeepaliveConsole.Data.Opening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Tests.Opening;

public sealed class MigrationTests
{
    [Fact]
    public async Task Model_HasNoChangeWithoutAMigration()
    {
        await using ServiceProvider services = new ServiceCollection().AddConsoleData(new ConsoleDataOptions { DataDirectory = "unused" }).BuildServiceProvider();
        await using ConsoleDbContext context = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync();

        Assert.False(context.Database.HasPendingModelChanges(), "Add a migration as docs/development.md says.");
    }

    [Fact]
    public async Task OlderDatabase_IsBackedUpThenMigrated()
    {
        using var folder = new TempFolder();
        ConsoleDataOptions options = await OlderDatabaseAsync(folder);
        string backup = $"{options.DatabasePath}.bak-{OlderSchema.Older}";
        using var database = new ConsoleDatabase(new OlderSchema(options), options);

        DatabaseOpening opening = await database.OpenAsync(default);

        Assert.Equal(new DatabaseOpening.Opened(options.DatabasePath, false, backup), opening);
        Assert.Equal(7L, TestStore.Ask(options.DatabasePath, "SELECT Size FROM Things WHERE Name = 'kept'"));
        Assert.Equal("kept", TestStore.Ask(backup, "SELECT Name FROM Things"));
        Assert.Equal(0L, TestStore.Ask(backup, "SELECT count(*) FROM pragma_table_info('Things') WHERE name = 'Size'"));
        Assert.Equal(OlderSchema.Older, TestStore.Ask(backup, "SELECT max(MigrationId) FROM __EFMigrationsHistory"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
    }

    [Fact]
    public async Task FailedMigration_SaysWhereTheStateBeforeIs_AndChangesNothing()
    {
        using var folder = new TempFolder();
        ConsoleDataOptions options = await OlderDatabaseAsync(folder);
        OlderSchema.Fails = true;
        using var database = new ConsoleDatabase(new OlderSchema(options), options);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await database.OpenAsync(default));

        Assert.Equal(DatabaseProblem.MigrationFailed, failed.Problem);
        Assert.Contains("no such table: NoSuchTable", failed.Sentence, StringComparison.Ordinal);
        Assert.Contains($"the state before is in {options.DatabasePath}.bak-{OlderSchema.Older};", failed.Sentence, StringComparison.Ordinal);
        Assert.Equal(0L, TestStore.Ask(options.DatabasePath, "SELECT count(*) FROM pragma_table_info('Things') WHERE name = 'Size'"));
    }

    [Fact]
    public async Task BackupThatCannotBeWritten_StopsTheMigration()
    {
        using var folder = new TempFolder();
        ConsoleDataOptions options = await OlderDatabaseAsync(folder);
        Directory.CreateDirectory($"{options.DatabasePath}.bak-{OlderSchema.Older}/in-the-way");
        using var database = new ConsoleDatabase(new OlderSchema(options), options);

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await database.OpenAsync(default));

        Assert.Equal(DatabaseProblem.BackupFailed, failed.Problem);
        Assert.Equal(OlderSchema.Older, TestStore.Ask(options.DatabasePath, "SELECT max(MigrationId) FROM __EFMigrationsHistory"));
    }

    [Fact]
    public async Task CommandBesideAConsole_DoesNotMigrateUnderIt()
    {
        using var folder = new TempFolder();
        ConsoleDataOptions options = await OlderDatabaseAsync(folder);
        (DirectoryLock? console, _) = DirectoryLock.Take(options);
        using (console)
        {
            using var database = new ConsoleDatabase(new OlderSchema(options), options with { Access = DatabaseAccess.Shared });

            DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await database.OpenAsync(default));

            Assert.Equal(DatabaseProblem.InUse, failed.Problem);
        }
    }

    private static async Task<ConsoleDataOptions> OlderDatabaseAsync(TempFolder folder)
    {
        var options = new ConsoleDataOptions { DataDirectory = Directory.CreateDirectory(folder.Data).FullName };
        File.Create(options.DatabasePath).Dispose();
        await using ConsoleDbContext context = new OlderSchema(options).CreateDbContext();
        await context.GetService<IMigrator>().MigrateAsync(OlderSchema.Older);
        return options;
    }
}
