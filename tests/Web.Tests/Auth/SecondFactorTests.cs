using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.SecondFactor;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Auth;

public sealed class SecondFactorTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(DateTimeOffset.UtcNow);
    private ConsoleFactory Host { get; }

    public SecondFactorTests() => Host = new ConsoleFactory { Replace = services => services.AddSingleton<TimeProvider>(_time) };

    public async Task InitializeAsync()
    {
        await Host.AddUserAsync("ada", Roles.Admin);
        await Host.AddUserAsync("grace", Roles.Admin);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task SignIn_WithASecondFactor_AsksForTheCode_AndEachCodeWorksOnce()
    {
        (byte[] key, _) = await EnrolAsync("ada");
        using var browser = new Browser(Host);
        Assert.Equal((302, "/sign-in/code?returnUrl=%2Faudit"), await browser.SignInAsync("ada", ConsoleFactory.Password, "/audit"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);

        // The code that confirmed it was used.
        Assert.Equal((302, "/sign-in/code?error=code&returnUrl=%2Faudit"), await SendAsync(browser, Code(key), "/audit"));
        _time.Advance(Totp.Step);
        Assert.Equal((302, "/audit"), await SendAsync(browser, Code(key), "/audit"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);

        using var second = new Browser(Host);
        await second.SignInAsync("ada", ConsoleFactory.Password);
        Assert.Equal((302, "/sign-in/code?error=code&returnUrl=%2F"), await SendAsync(second, Code(key)));
        _time.Advance(Totp.Step);
        Assert.Equal((302, "/"), await SendAsync(second, Code(key)));
        Assert.Equal(["password and code", "password and code"], (await Host.AuditAsync("sign-in")).Where(row => row.Actor == "ada").Select(row => row.Reason).Take(2));
    }

    [Fact]
    public async Task WrongCodes_CountTowardsTheLockout_TogetherWithPasswords()
    {
        (byte[] key, _) = await EnrolAsync("ada");
        using var browser = new Browser(Host);
        await browser.SignInAsync("ada", "wrong password");
        await browser.SignInAsync("ada", ConsoleFactory.Password);
        for (int i = 0; i < 3; i++) Assert.Equal((302, "/sign-in/code?error=code&returnUrl=%2F"), await SendAsync(browser, "000000"));
        // The password again does not begin the count anew.
        Assert.Equal((302, "/sign-in/code?returnUrl=%2F"), await browser.SignInAsync("ada", ConsoleFactory.Password));
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await SendAsync(browser, "000000"));
        _time.Advance(Totp.Step);
        Assert.Equal((302, "/sign-in?error=locked&returnUrl=%2F"), await SendAsync(browser, Code(key)));
    }

    [Fact]
    public async Task RecoveryCode_StandsInOnce()
    {
        (_, string[] codes) = await EnrolAsync("ada");
        using var browser = new Browser(Host);
        await browser.SignInAsync("ada", ConsoleFactory.Password);
        Assert.Equal((302, "/"), await SendAsync(browser, codes[0]));
        Assert.Equal(9, (await browser.Client.GetJsonAsync("/api/v1/account")).GetProperty("recoveryCodesLeft").GetInt32());
        using var again = new Browser(Host);
        await again.SignInAsync("ada", ConsoleFactory.Password);
        Assert.Equal((302, "/sign-in/code?error=code&returnUrl=%2F"), await SendAsync(again, codes[0]));
    }

    [Fact]
    public async Task Code_WithoutAPasswordBefore_IsNotLookedAt()
    {
        (byte[] key, _) = await EnrolAsync("ada");
        _time.Advance(Totp.Step);
        using var browser = new Browser(Host);
        Assert.Equal((302, "/sign-in?error=code-expired&returnUrl=%2F"), await SendAsync(browser, Code(key)));
    }

    [Fact]
    public async Task Enrolment_NeedsThePassword_AndTheRightCode()
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync("ada", ConsoleFactory.Password);
        Assert.Equal((422, "refused"), await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp", new { password = "wrong password" })).ProblemAsync());
        Assert.Equal((409, "not-now"), await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp/confirm", new { code = "123456" })).ProblemAsync());
        HttpResponseMessage begun = await browser.Client.PostAsJsonAsync("/api/v1/account/totp", new { password = ConsoleFactory.Password });
        Assert.Equal("no-store", begun.Headers.CacheControl!.ToString());
        Assert.Equal((422, "refused"), await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp/confirm", new { code = "000000" })).ProblemAsync());
        Assert.False((await browser.Client.GetJsonAsync("/api/v1/account")).GetProperty("secondFactor").GetBoolean());
        _time.Advance(SecondFactors.TimeToConfirm);
        byte[] key = Base32.Decode((await begun.JsonAsync()).GetProperty("key").GetString()!)!;
        Assert.Equal((409, "not-now"), await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp/confirm", new { code = Code(key) })).ProblemAsync());
    }

    [Fact]
    public async Task Pages_LeadThroughTheEnrolment_WithoutAScript()
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync("ada", ConsoleFactory.Password);
        Assert.Equal((302, "/account?error=credentials"), await browser.SubmitAsync("/account", "/auth/account/totp", ("password", "wrong password")));
        Assert.Equal((302, "/account?done=1"), await browser.SubmitAsync("/account", "/auth/account/totp", ("password", ConsoleFactory.Password)));
        string page = await browser.Client.GetStringAsync("/account");
        byte[] key = Base32.Decode(System.Text.RegularExpressions.Regex.Match(page, "id=\"totp-key\">([A-Z2-7 ]+)<").Groups[1].Value)!;
        Assert.Equal(20, key.Length);
        Assert.Equal((302, "/account?error=code"), await browser.SubmitAsync("/account", "/auth/account/totp/confirm", ("code", "000000")));
        Assert.Equal((302, "/account?done=1"), await browser.SubmitAsync("/account", "/auth/account/totp/confirm", ("code", Code(key))));
        page = await browser.Client.GetStringAsync("/account");
        Assert.Contains("Recovery codes left: 10", page, StringComparison.Ordinal);
        Assert.DoesNotContain("totp-key", page, StringComparison.Ordinal);
        Assert.Equal((302, "/account?done=1"), await browser.SubmitAsync("/account", "/auth/account/totp/remove", ("password", ConsoleFactory.Password)));
        Assert.False((await browser.Client.GetJsonAsync("/api/v1/account")).GetProperty("secondFactor").GetBoolean());
    }

    [Fact]
    public async Task Administrator_ResetsTheFactorOfAnother_WhoseSessionsEnd()
    {
        await EnrolAsync("ada");
        using var ada = new Browser(Host);
        using HttpClient admin = Host.As(Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/v1/users/ada/reset-totp", null)).StatusCode);
        Assert.Equal((302, "/"), await ada.SignInAsync("ada", ConsoleFactory.Password));
        Assert.Single(await Host.AuditAsync("reset-totp"));
    }

    private static Task<(int Status, string? Location)> SendAsync(Browser browser, string code, string returnUrl = "/")
        => browser.SubmitAsync("/sign-in/code", "/auth/code", ("token", code), ("returnUrl", returnUrl));

    private string Code(byte[] key) => Totp.CodeAt(key, Totp.StepAt(_time.GetUtcNow()));

    private async Task<(byte[] Key, string[] RecoveryCodes)> EnrolAsync(string user)
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync(user, ConsoleFactory.Password);
        JsonElement begun = await (await browser.Client.PostAsJsonAsync("/api/v1/account/totp", new { password = ConsoleFactory.Password })).JsonAsync();
        byte[] key = Base32.Decode(begun.GetProperty("key").GetString()!)!;
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.PostAsJsonAsync("/api/v1/account/totp/confirm", new { code = Code(key) })).StatusCode);
        // The session that did it goes on.
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
        return (key, [.. begun.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }
}
