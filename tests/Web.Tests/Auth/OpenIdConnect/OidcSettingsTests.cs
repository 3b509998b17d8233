using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Auth.OpenIdConnect;

public sealed class OidcSettingsTests
{
    [Theory]
    [InlineData("http://login.example.org", "console", Roles.Viewer, "https")]
    [InlineData("login.example.org", "console", Roles.Viewer, "https")]
    [InlineData("https://login.example.org", "", Roles.Viewer, "ClientId")]
    [InlineData("https://login.example.org", "console", "boss", "boss")]
    public async Task WrongSettings_AreOneSentence_AndNameTheSetting(string authority, string client, string role, string named)
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:Oidc:Authority", authority);
        console.Set("Access:Oidc:ClientId", client);
        console.Set("Access:Oidc:RoleMap:staff", role);
        using var browser = new Browser(console);
        Assert.Equal("/sign-in?error=oidc-settings", (await browser.Client.GetAsync("/auth/oidc/start")).Headers.Location!.OriginalString);
        Assert.Contains(named, Assert.Single(await console.AuditAsync("sign-in-failed")).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/auth/oidc/start")]
    [InlineData("/auth/oidc/callback?code=1&state=2")]
    public async Task WithoutAProvider_TheRoutesLeadToTheSignInPage(string path)
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("root", Roles.Admin);
        using var browser = new Browser(console);
        Assert.Equal("/sign-in", (await browser.Client.GetAsync(path)).Headers.Location!.OriginalString);
        Assert.DoesNotContain("auth/oidc", await browser.Client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
    }
}
