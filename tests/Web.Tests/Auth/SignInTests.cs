using System.Net;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Auth;

public sealed class SignInTests
{
    [Fact]
    public async Task SignIn_AndOut_IsRecorded_AndTheCookieIsForThisNodeOnly()
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", Roles.Admin);
        using var browser = new Browser(console);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);

        Assert.Equal((302, "/audit?q=1"), await browser.SignInAsync("ada", ConsoleFactory.Password, "/audit?q=1"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal((302, "/sign-in"), await browser.SubmitAsync("/sign-in", "/auth/sign-out"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);

        Assert.Equal("ada", Assert.Single(await console.AuditAsync("sign-in")).Actor);
        Assert.Equal("ada", Assert.Single(await console.AuditAsync("sign-out")).Actor);
    }

    [Fact]
    public async Task Cookie_IsHttpOnly_SameSite_AndNamedAfterTheNode()
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", Roles.Admin);
        using HttpClient client = console.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        HttpResponseMessage page = await client.GetAsync("/sign-in");
        string formCookie = page.Headers.GetValues("Set-Cookie").Single();
        string token = System.Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/sign-in")
        {
            Content = new FormUrlEncodedContent([new("user", "ada"), new("password", ConsoleFactory.Password), new("__RequestVerificationToken", token)]),
        };
        request.Headers.TryAddWithoutValidation("Cookie", formCookie.Split(';')[0]);
        string cookie = (await client.SendAsync(request)).Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("kc-session-l1=", StringComparison.Ordinal));
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org")]
    [InlineData("")]
    public async Task SignIn_LeadsToThisSiteOnly(string returnUrl)
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", Roles.Viewer);
        using var browser = new Browser(console);
        Assert.Equal((302, "/"), await browser.SignInAsync("ada", ConsoleFactory.Password, returnUrl));
    }

    [Fact]
    public async Task FiveFailures_LockTheAccount_AlsoForTheRightPassword()
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", Roles.Admin);
        using var browser = new Browser(console);
        for (int i = 0; i < 4; i++) Assert.Equal((302, "/sign-in?error=credentials&returnUrl=%2F"), await browser.SignInAsync("ada", "wrong password"));
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await browser.SignInAsync("ada", "wrong password"));
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await browser.SignInAsync("ada", ConsoleFactory.Password));
        Assert.Equal(6, (await console.AuditAsync("sign-in-failed")).Count);
    }

    [Fact]
    public async Task UnknownUser_GetsTheAnswerOfAWrongPassword()
    {
        await using var console = new ConsoleFactory();
        await console.AddUserAsync("ada", Roles.Admin);
        using var browser = new Browser(console);
        Assert.Equal((302, "/sign-in?error=credentials&returnUrl=%2F"), await browser.SignInAsync("nobody", "wrong password"));
    }

    [Fact]
    public async Task TooManyAttempts_Answer429_WithRetryAfter()
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:AttemptsPerMinute", "2");
        using HttpClient client = console.As(null);
        for (int i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Found, (await client.PostAsync("/auth/sign-in", null)).StatusCode);
        HttpResponseMessage refused = await client.PostAsync("/auth/sign-in", null);
        Assert.Equal((429, "too-many-attempts"), await refused.ProblemAsync());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task PageOfAnotherSite_MayNotUseThePersonsCookie()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using var browser = new Browser(console);
        await browser.SignInAsync("root", ConsoleFactory.Password);
        const string drain = "/api/v1/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/drain";

        foreach ((string name, string value) in new[] { ("Origin", "http://localhost:8302"), ("Origin", "null"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "cross-site") })
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Post, drain);
            foreign.Headers.TryAddWithoutValidation(name, value);
            Assert.Equal((403, "cross-origin"), await (await browser.Client.SendAsync(foreign)).ProblemAsync());
        }

        Assert.Empty(console.Engine.Applied);
        using var own = new HttpRequestMessage(HttpMethod.Post, drain);
        own.Headers.TryAddWithoutValidation("Origin", "http://localhost");
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.SendAsync(own)).StatusCode);
        Assert.Equal("root", Assert.Single(await console.AuditAsync("drain")).Actor);
    }

    [Fact]
    public async Task Headers_LeaveAPageNothingItDoesNotNeed()
    {
        await using var console = new ConsoleFactory();
        HttpResponseMessage page = await console.As(null).GetAsync("/sign-in");
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy[policy.IndexOf("script-src", StringComparison.Ordinal)..policy.IndexOf("style-src", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
