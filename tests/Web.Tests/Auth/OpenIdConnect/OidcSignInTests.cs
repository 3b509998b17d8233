using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Setup;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.IdentityModel.Tokens;

namespace KeepaliveConsole.Web.Tests.Auth.OpenIdConnect;

/// <summary>Sign-in through a provider that runs on loopback: the way in, and each way in that must be shut.</summary>
public sealed class OidcSignInTests : IAsyncLifetime
{
    private const string Callback = "/auth/oidc/callback";
    private ConsoleFactory Host { get; } = new();
    private OidcServer _provider = null!;

    public async Task InitializeAsync()
    {
        _provider = await OidcServer.StartAsync();
        Host.Set("Access:Oidc:Authority", _provider.Issuer);
        Host.Set("Access:Oidc:ClientId", OidcServer.ClientId);
        string secret = Path.Combine(Host.DataDirectory, "oidc-secret");
        await File.WriteAllTextAsync(secret, OidcServer.ClientSecret + "\n");
        Host.Set("Access:Oidc:ClientSecretFile", secret);
        Host.Set("Access:Oidc:Scopes", "profile groups");
        Host.Set("Access:Oidc:DisplayName", "Example Login");
        Host.Set("Access:Oidc:RoleMap:staff", Roles.Viewer);
        Host.Set("Access:Oidc:RoleMap:net-ops", Roles.Operator);
        Host.Set("Access:Oidc:RoleMap:net-admins", Roles.Admin);
        await Host.AddUserAsync("root", Roles.Admin);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_MakesAnAccountWithTheStrongestRoleOfTheGroups()
    {
        using var browser = new Browser(Host);
        Assert.Contains("Sign in with Example Login", await browser.Client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal("/audit", await SignInAsync(browser, "/audit"));

        JsonElement account = await browser.Client.GetJsonAsync("/api/v1/account");
        Assert.Equal(("olga", "Olga O.", Roles.Operator, false), (account.GetProperty("name").GetString(), account.GetProperty("displayName").GetString(), account.GetProperty("role").GetString(), account.GetProperty("hasPassword").GetBoolean()));
        Assert.Equal(("olga", "Example Login, role operator"), (await Host.AuditAsync("sign-in")).Select(row => (row.Actor, row.Reason)).Single());
    }

    [Fact]
    public async Task Groups_AreLookedAtAnew_AtEachSignIn_AndOpenSessionsFollow()
    {
        using var first = new Browser(Host);
        await SignInAsync(first);
        _provider.Person["groups"] = "net-admins";
        using var second = new Browser(Host);
        Assert.Equal("/", await SignInAsync(second));
        Assert.Equal(Roles.Admin, (await second.Client.GetJsonAsync("/api/v1/account")).GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await first.Client.GetAsync("/api/v1/status")).StatusCode);

        _provider.Person["groups"] = new[] { "guests" };
        using var third = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-role", await SignInAsync(third));
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.Client.GetAsync("/api/v1/status")).StatusCode);
    }

    [Fact]
    public async Task Person_WithoutAMappedGroup_IsRefused_AndHasNoAccount()
    {
        _provider.Person["groups"] = new[] { "guests" };
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-role", await SignInAsync(browser));
        using HttpClient admin = Host.As(Roles.Admin);
        Assert.Equal(["root"], (await admin.GetJsonAsync("/api/v1/users")).GetProperty("items").EnumerateArray().Select(user => user.GetProperty("name").GetString()));
        Assert.Contains("none of the groups", Assert.Single(await Host.AuditAsync("sign-in-failed")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_OfALocalAccount_IsNotTakenOver()
    {
        _provider.Person["preferred_username"] = "root";
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-name", await SignInAsync(browser));
    }

    [Fact]
    public async Task State_OfAnotherSignIn_IsRefused()
    {
        using var victim = new Browser(Host);
        using var attacker = new Browser(Host);
        string stolen = await AnswerAsync(attacker);
        await AnswerAsync(victim);
        Assert.Equal("/sign-in?error=oidc-state", await OpenAsync(victim, stolen));
        using var idle = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-state", await OpenAsync(idle, stolen));
    }

    [Fact]
    public async Task Answer_UsedTwice_IsRefused_AlsoWithACopyOfTheCookie()
    {
        using HttpClient client = Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        HttpResponseMessage start = await client.GetAsync("/auth/oidc/start");
        string cookie = start.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        string answer = await OidcServer.VisitAsync(start.Headers.Location!.OriginalString);
        var seen = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, answer);
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            seen.Add((await client.SendAsync(request)).Headers.Location!.OriginalString);
        }

        Assert.Equal(["/", "/sign-in?error=oidc-replay"], seen);
    }

    [Fact]
    public async Task Code_UsedBefore_IsRefusedByTheProvider()
    {
        using var first = new Browser(Host);
        string used = (await AnswerAsync(first)).Split("code=")[1].Split('&')[0];
        using var second = new Browser(Host);
        string answer = await AnswerAsync(second);
        string own = answer.Split("code=")[1].Split('&')[0];
        Assert.Equal("/sign-in?error=oidc-refused", await OpenAsync(second, answer.Replace(own, used, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Person_WhoGivesUp_IsToldSo_AndTheLogStaysOnOneLine()
    {
        _provider.IsDenied = true;
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-refused", await SignInAsync(browser));
        Assert.Equal("The provider refused: access_denied the person  said no", Assert.Single(await Host.AuditAsync("sign-in-failed")).Reason);
    }

    public static TheoryData<string> Spoilt() => ["nonce", "no nonce", "expired", "no end", "audience", "two audiences", "issuer", "signature", "none", "hmac", "no sub", "not yet"];

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task Token_ThatIsNotGood_IsRefused(string how)
    {
        _provider.Spoil = token =>
        {
            switch (how)
            {
                case "nonce": token.Claims["nonce"] = "another"; break;
                case "no nonce": token.Claims.Remove("nonce"); break;
                case "expired": (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddMinutes(-20), DateTime.UtcNow.AddMinutes(-2)); break;
                case "not yet": token.NotBefore = DateTime.UtcNow.AddMinutes(2); break;
                case "no end": token.Expires = null; break;
                case "audience": token.Audience = "another"; break;
                case "two audiences": (token.Audience, token.Claims["aud"]) = (null, new[] { OidcServer.ClientId, "another" }); break;
                case "issuer": token.Issuer = "https://evil.example"; break;
                case "no sub": token.Claims.Remove("sub"); break;
                // The same name as the true key, but another key.
                case "signature": token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(OidcServer.NewKey().Rsa) { KeyId = _provider.Key.KeyId }, SecurityAlgorithms.RsaSha256); break;
                case "hmac": token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(OidcServer.ClientSecret.PadRight(64))) { KeyId = _provider.Key.KeyId }, SecurityAlgorithms.HmacSha256); break;
                default: break;
            }
        };
        if (how == "none") _provider.Make = Unsigned;
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-token", await SignInAsync(browser));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
    }

    [Fact]
    public async Task Keys_ThatChanged_AreReadAnew()
    {
        using var before = new Browser(Host);
        Assert.Equal("/", await SignInAsync(before));
        _provider.RotateKeys();
        using var after = new Browser(Host);
        Assert.Equal("/", await SignInAsync(after));
        Assert.InRange(_provider.KeyReads, 2, 3);
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsOneSentence_AndPasswordsGoOn()
    {
        await _provider.DisposeAsync();
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-provider", (await browser.Client.GetAsync("/auth/oidc/start")).Headers.Location!.OriginalString);
        Assert.Equal((302, "/"), await browser.SignInAsync("root", ConsoleFactory.Password));
    }

    [Fact]
    public async Task Provider_ThatCallsItselfOtherwise_IsNotBelieved()
    {
        _provider.ClaimedIssuer = "https://login.example.org";
        using var browser = new Browser(Host);
        Assert.Equal("/sign-in?error=oidc-settings", (await browser.Client.GetAsync("/auth/oidc/start")).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(AccessErrors.OidcState)]
    [InlineData(AccessErrors.OidcReplay)]
    [InlineData(AccessErrors.OidcRefused)]
    [InlineData(AccessErrors.OidcProvider)]
    [InlineData(AccessErrors.OidcToken)]
    [InlineData(AccessErrors.OidcRole)]
    [InlineData(AccessErrors.OidcName)]
    [InlineData(AccessErrors.OidcSettings)]
    [InlineData(AccessErrors.Code)]
    [InlineData(AccessErrors.CodeExpired)]
    [InlineData(AccessErrors.KeysLost)]
    public void EveryReason_HasASentenceOfItsOwn(string code)
        => Assert.NotEqual(SetupMessages.ForSignIn("something else", new ConsoleText()), SetupMessages.ForSignIn(code, new ConsoleText()));

    private static string Unsigned(SecurityTokenDescriptor token)
    {
        string header = Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        var claims = new Dictionary<string, object>(token.Claims) { ["iss"] = token.Issuer, ["aud"] = token.Audience, ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() };
        return $"{header}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(claims))}.";
    }

    private static async Task<string> AnswerAsync(Browser browser, string returnUrl = "/")
    {
        HttpResponseMessage start = await browser.Client.GetAsync("/auth/oidc/start?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(HttpStatusCode.Found, start.StatusCode);
        string answer = await OidcServer.VisitAsync(start.Headers.Location!.OriginalString);
        Assert.StartsWith(Callback, answer, StringComparison.Ordinal);
        return answer;
    }

    private static async Task<string> OpenAsync(Browser browser, string answer) => (await browser.Client.GetAsync(answer)).Headers.Location!.OriginalString;

    private static async Task<string> SignInAsync(Browser browser, string returnUrl = "/") => await OpenAsync(browser, await AnswerAsync(browser, returnUrl));
}
