using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Opening;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data.Tests.Access;

public sealed class IdentityTests
{
    [Fact]
    public async Task Users_AreKeptWithRolesAndTheirOwnMembers()
    {
        using var folder = new TempFolder();
        await using ServiceProvider services = await HostAsync(folder.Data);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        await scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>().CreateAsync(new IdentityRole(AccessRoles.Admin));
        var alice = new ConsoleUser { UserName = "alice", DisplayName = "Alice 李", LastSignInAt = ManualClock.Noon };

        Assert.True((await users.CreateAsync(alice, "correct Horse 7 battery!")).Succeeded);
        Assert.True((await users.AddToRoleAsync(alice, AccessRoles.Admin)).Succeeded);
        Assert.False((await users.CreateAsync(new ConsoleUser { UserName = "ALICE" }, "correct Horse 7 battery!")).Succeeded);

        await using AsyncServiceScope later = services.CreateAsyncScope();
        ConsoleUser found = (await later.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>().FindByNameAsync("Alice"))!;
        Assert.Equal(("Alice 李", ManualClock.Noon), (found.DisplayName, found.LastSignInAt));
        Assert.False(await services.GetRequiredService<ISetupTokens>().IsNeededAsync(default));
    }

    [Fact]
    public async Task SettingsOfIdentityElsewhere_DoNotChangeTheSchema()
    {
        using var folder = new TempFolder();
        await using ServiceProvider services = await HostAsync(folder.Data);
        await using ConsoleDbContext context = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    private static async Task<ServiceProvider> HostAsync(string directory)
    {
        var services = new ServiceCollection();
        services.AddConsoleData(new ConsoleDataOptions { DataDirectory = directory });
        services.AddIdentityCore<ConsoleUser>(identity =>
        {
            identity.Stores.MaxLengthForKeys = 64;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        }).AddRoles<IdentityRole>().AddEntityFrameworkStores<ConsoleDbContext>();
        ServiceProvider provider = services.BuildServiceProvider();
        Assert.IsType<DatabaseOpening.Opened>(await provider.GetRequiredService<IConsoleDatabase>().OpenAsync(default));
        return provider;
    }
}
