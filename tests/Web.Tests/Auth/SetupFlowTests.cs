using System.Net;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Auth;

public sealed class SetupFlowTests
{
    [Fact]
    public async Task SetUp_WithTheToken_MakesTheAdministrator_SignsIn_AndUsesTheTokenUp()
    {
        await using var console = new ConsoleFactory();
        using var browser = new Browser(console);
        using var page = new HttpRequestMessage(HttpMethod.Get, "/");
        page.Headers.TryAddWithoutValidation("Accept", "text/html");
        HttpResponseMessage before = await browser.Client.SendAsync(page);
        Assert.Equal("/setup", before.Headers.Location?.OriginalString);
        string token = console.SetupToken;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Path.Combine(console.DataDirectory, "setup-token")).UnixFileMode);

        Assert.Equal((302, "/welcome"), await browser.SetUpAsync(token, "ada", ConsoleFactory.Password));

        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.False(File.Exists(Path.Combine(console.DataDirectory, "setup-token")));
        AuditRecord record = Assert.Single(await console.AuditAsync("setup"));
        Assert.Equal(("ada", ActorKind.User, true), (record.Actor, record.ActorKind, record.Succeeded));

        using var second = new Browser(console);
        Assert.Equal((302, "/setup?error=done"), await second.SetUpAsync(token, "eve", ConsoleFactory.Password));
    }

    [Theory]
    [InlineData("wrong", "ada", "correct horse 7", "token")]
    [InlineData(null, "ada", "123456789", "password")]
    [InlineData(null, "", "correct horse 7", "user")]
    [InlineData(null, "a b<c>", "correct horse 7", "user")]
    public async Task SetUp_WithBadInput_ComesBack_AndTheTokenStaysGood(string? token, string user, string password, string error)
    {
        await using var console = new ConsoleFactory();
        using var browser = new Browser(console);
        string good = (await browser.Client.GetAsync("/livez")).IsSuccessStatusCode ? console.SetupToken : "";

        Assert.Equal((302, $"/setup?error={error}"), await browser.SetUpAsync(token ?? good, user, password));
        Assert.Equal((302, "/welcome"), await browser.SetUpAsync(good, "ada", ConsoleFactory.Password));
    }

    [Fact]
    public async Task SetUp_WithDifferentPasswords_ComesBack()
    {
        await using var console = new ConsoleFactory();
        using var browser = new Browser(console);
        _ = await browser.Client.GetAsync("/livez");
        Assert.Equal((302, "/setup?error=repeat"), await browser.SubmitAsync("/setup", "/auth/setup",
            ("token", console.SetupToken), ("user", "ada"), ("password", ConsoleFactory.Password), ("repeat", "something else")));
    }

    [Fact]
    public async Task Form_WithoutAntiforgeryToken_IsSentBack_AndDoesNothing()
    {
        await using var console = new ConsoleFactory();
        using var browser = new Browser(console);
        _ = await browser.Client.GetAsync("/livez");
        using var form = new FormUrlEncodedContent([new("token", console.SetupToken), new("user", "ada"), new("password", ConsoleFactory.Password)]);
        HttpResponseMessage response = await browser.Client.PostAsync("/auth/setup", form);
        Assert.Equal("/setup?error=expired", response.Headers.Location?.OriginalString);
        Assert.True(File.Exists(Path.Combine(console.DataDirectory, "setup-token")));
    }

    [Fact]
    public async Task Reset_LetsAnotherAdministratorIn_Once()
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", "admin");
        string token = await console.Services.GetRequiredService<ISetupTokens>().ResetAsync(CancellationToken.None);
        using var browser = new Browser(console);
        Assert.Equal((302, "/welcome"), await browser.SetUpAsync(token, "bob", ConsoleFactory.Password));
        using var second = new Browser(console);
        Assert.Equal((302, "/setup?error=done"), await second.SetUpAsync(token, "eve", ConsoleFactory.Password));
    }
}
