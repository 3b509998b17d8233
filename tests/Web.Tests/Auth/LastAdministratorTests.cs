using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>Nobody can lock the last administrator out by failing in that name.</summary>
public sealed class LastAdministratorTests
{
    [Fact]
    public async Task FailuresFromOneAddress_LockTheLastAdministratorForThatAddressOnly()
    {
        await using var console = new ConsoleFactory { Replace = RemoteAddress.AddTo };
        await console.AddUserAsync("root", Roles.Admin);
        using Browser attacker = RemoteAddress.From(console, "203.0.113.9");
        for (int i = 0; i < 5; i++) await attacker.SignInAsync("root", "wrong password");
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await attacker.SignInAsync("root", ConsoleFactory.Password));
        using Browser owner = RemoteAddress.From(console, "192.0.2.1");
        Assert.Equal((302, "/"), await owner.SignInAsync("root", ConsoleFactory.Password));
    }

    [Fact]
    public async Task AnAdministratorWhoIsNotTheLast_IsLockedForAll()
    {
        await using var console = new ConsoleFactory { Replace = RemoteAddress.AddTo };
        await console.AddUserAsync("root", Roles.Admin);
        await console.AddUserAsync("second", Roles.Admin);
        using Browser attacker = RemoteAddress.From(console, "203.0.113.9");
        for (int i = 0; i < 5; i++) await attacker.SignInAsync("root", "wrong password");
        using Browser owner = RemoteAddress.From(console, "192.0.2.1");
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await owner.SignInAsync("root", ConsoleFactory.Password));
        // Now the other is the last one that can get in.
        for (int i = 0; i < 5; i++) await attacker.SignInAsync("second", "wrong password");
        Assert.Equal((302, "/"), await owner.SignInAsync("second", ConsoleFactory.Password));
    }
}
