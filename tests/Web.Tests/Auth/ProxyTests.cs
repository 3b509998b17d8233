using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>Whose word counts about where a request came from.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("10.1.2.3", "198.51.100.7", "198.51.100.7")] // through the proxy
    [InlineData("::ffff:10.1.2.3", "198.51.100.7", "198.51.100.7")] // a proxy seen through a socket for both families
    [InlineData("192.0.2.44", "198.51.100.7", "192.0.2.44")] // somebody who only says so
    [InlineData("10.1.2.3", "198.51.100.7, 10.9.9.9", "198.51.100.7")] // two proxies
    [InlineData("10.1.2.3", "198.51.100.7, 203.0.113.5", "203.0.113.5")] // what the client itself put before the proxy's entry does not count
    [InlineData("10.1.2.3", "nonsense", "10.1.2.3")]
    public async Task Address_IsTheForwardedOne_OnlyFromATrustedProxy(string from, string forwarded, string recorded)
    {
        await using ConsoleFactory console = Console("10.0.0.0/8");
        await SignInWronglyAsync(console, from, forwarded);
        Assert.Equal(recorded, Assert.Single(await console.AuditAsync("sign-in-failed")).Address);
    }

    [Fact]
    public async Task WithoutATrustedProxy_TheHeadersAreNotLookedAt()
    {
        await using ConsoleFactory console = Console(null);
        await SignInWronglyAsync(console, "127.0.0.1", "198.51.100.7");
        Assert.Equal("127.0.0.1", Assert.Single(await console.AuditAsync("sign-in-failed")).Address);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("192.0.2.44", false)]
    public async Task Https_IsBelievedFromTheProxy_AndBringsHstsAndSecureCookies(string from, bool believed)
    {
        await using ConsoleFactory console = Console("10.0.0.0/8");
        using Browser browser = RemoteAddress.From(console, from);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://console.example/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        HttpResponseMessage page = await browser.Client.SendAsync(request);
        Assert.Equal(believed ? "max-age=31536000" : null, page.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task Hsts_IsNotSaidForThisMachineItself()
    {
        await using ConsoleFactory console = Console("10.0.0.0/8");
        using Browser browser = RemoteAddress.From(console, "10.1.2.3");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        Assert.False((await browser.Client.SendAsync(request)).Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task EntryThatCannotBeRead_TrustsNobody()
    {
        await using ConsoleFactory console = Console("10.0.0.0/8 and more");
        await SignInWronglyAsync(console, "10.1.2.3", "198.51.100.7");
        Assert.Equal("10.1.2.3", Assert.Single(await console.AuditAsync("sign-in-failed")).Address);
    }

    private static ConsoleFactory Console(string? proxy)
    {
        var console = new ConsoleFactory { Replace = RemoteAddress.AddTo };
        if (proxy is not null) console.Set("Access:TrustedProxies:0", proxy);
        return console;
    }

    private static async Task SignInWronglyAsync(ConsoleFactory console, string from, string forwarded)
    {
        await console.AddUserAsync("root", Roles.Admin);
        using Browser browser = RemoteAddress.From(console, from);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        await browser.SignInAsync("root", "wrong password");
    }
}
