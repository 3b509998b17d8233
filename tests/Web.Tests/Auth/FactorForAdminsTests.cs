using System.Net;
using System.Net.Http.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.SecondFactor;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Auth;

public sealed class FactorForAdminsTests
{
    [Fact]
    public async Task AdministratorWithoutTheFactor_IsAViewer_UntilItIsSetUp()
    {
        await using ConsoleFactory console = new();
        console.Set("Access:RequireSecondFactorForAdmins", "true");
        await console.AddUserAsync("ada", Roles.Admin);
        using var browser = new Browser(console);
        Assert.Equal((302, "/account?error=factor-required"), await browser.SignInAsync("ada", ConsoleFactory.Password));
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal((403, "forbidden"), await (await browser.Client.GetAsync("/api/v1/users")).ProblemAsync());

        string key = (await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp", new { password = ConsoleFactory.Password })).JsonAsync()).GetProperty("key").GetString()!;
        string code = Totp.CodeAt(Base32.Decode(key)!, Totp.StepAt(DateTimeOffset.UtcNow));
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.PostAsJsonAsync("/api/v1/account/totp/confirm", new { code })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/users")).StatusCode);
    }

    [Fact]
    public async Task Operator_NeedsNoFactor()
    {
        await using ConsoleFactory console = new();
        console.Set("Access:RequireSecondFactorForAdmins", "true");
        await console.AddUserAsync("olga", Roles.Operator);
        using var browser = new Browser(console);
        await console.AddUserAsync("ada", Roles.Admin);
        Assert.Equal((302, "/"), await browser.SignInAsync("olga", ConsoleFactory.Password));
    }
}
