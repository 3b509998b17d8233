using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Auth;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary><c>/users</c>, <c>/tokens</c> and <c>/account</c>.</summary>
public sealed class AccessApiTests : IAsyncLifetime
{
    private ConsoleFactory Host { get; } = new();
    private HttpClient _admin = null!;

    public async Task InitializeAsync()
    {
        await Host.AddUserAsync("root", Roles.Admin);
        _admin = Host.As(Roles.Admin);
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await Host.DisposeAsync();
    }

    [Fact]
    public async Task User_IsMade_SignsIn_ChangesRole_AndIsRemoved()
    {
        HttpResponseMessage made = await _admin.PostAsJsonAsync("/api/v1/users", new { name = "olga", password = "a long password", role = "operator", displayName = "Olga O." });
        Assert.Equal((HttpStatusCode.Created, "/api/v1/users/olga"), (made.StatusCode, made.Headers.Location!.OriginalString));
        Assert.DoesNotContain("password\":\"a long", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var browser = new Browser(Host);
        Assert.Equal((302, "/"), await browser.SignInAsync("olga", "a long password"));
        Assert.Equal("operator", (await browser.Client.GetJsonAsync("/api/v1/account")).GetProperty("role").GetString());

        Assert.Equal(HttpStatusCode.OK, (await _admin.PutAsJsonAsync("/api/v1/users/olga/role", new { role = "viewer" })).StatusCode);
        Assert.Equal((401, "unauthenticated"), await (await browser.Client.GetAsync("/api/v1/status")).ProblemAsync());
        Assert.False((await (await _admin.PutAsJsonAsync("/api/v1/users/olga/role", new { role = "viewer" })).JsonAsync()).GetProperty("changed").GetBoolean());

        JsonElement listed = (await _admin.GetJsonAsync("/api/v1/users")).GetProperty("items");
        Assert.Equal(["olga viewer", "root admin"], listed.EnumerateArray().Select(user => $"{user.GetProperty("name").GetString()} {user.GetProperty("role").GetString()}"));
        Assert.NotEqual(JsonValueKind.Null, listed[0].GetProperty("lastSignInAt").ValueKind);

        await browser.SignInAsync("olga", "a long password");
        Assert.Equal(HttpStatusCode.OK, (await _admin.DeleteAsync("/api/v1/users/olga")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal((404, "not-found"), await (await _admin.DeleteAsync("/api/v1/users/olga")).ProblemAsync());
        Assert.Equal(["create-user", "remove-user", "set-role"], (await Host.AuditAsync()).Where(row => row.Object == "olga" && row.Succeeded).Select(row => row.Action).Order());
    }

    [Theory]
    [InlineData("{\"name\":\"\",\"password\":\"a long password\",\"role\":\"viewer\"}", 422, "/name")]
    [InlineData("{\"password\":\"a long password\",\"role\":\"viewer\"}", 422, "/name")]
    [InlineData("{\"name\":\"a b\",\"password\":\"a long password\",\"role\":\"viewer\"}", 422, "/name")]
    [InlineData("{\"name\":\"ROOT\",\"password\":\"a long password\",\"role\":\"viewer\"}", 422, "/name")]
    [InlineData("{\"name\":\"ada\",\"password\":\"short\",\"role\":\"viewer\"}", 422, "/password")]
    [InlineData("{\"name\":\"ada\",\"role\":\"viewer\"}", 422, "/password")]
    [InlineData("{\"name\":\"ada\",\"password\":\"a long password\",\"role\":\"boss\"}", 422, "/role")]
    [InlineData("{\"name\":\"ada\",\"password\":\"a long password\"}", 422, "/role")]
    [InlineData("{\"name\":7}", 400, "/name")]
    [InlineData("{\"nom\":\"ada\"}", 400, "/nom")]
    [InlineData("null", 400, "")]
    [InlineData("{", 400, "")]
    public async Task User_ThatCannotBeMade_IsAProblemWithAPointer(string body, int status, string pointer)
    {
        HttpResponseMessage refused = await _admin.PostAsync("/api/v1/users", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal([pointer], (await refused.JsonAsync()).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task LastAdministratorWithAPassword_IsNeitherRemovedNorDemoted()
    {
        Assert.Equal((409, "not-now"), await (await _admin.DeleteAsync("/api/v1/users/root")).ProblemAsync());
        Assert.Equal((409, "not-now"), await (await _admin.PutAsJsonAsync("/api/v1/users/root/role", new { role = "operator" })).ProblemAsync());
        await Host.AddUserAsync("second", Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, (await _admin.PutAsJsonAsync("/api/v1/users/root/role", new { role = "operator" })).StatusCode);
        Assert.Equal((409, "not-now"), await (await _admin.DeleteAsync("/api/v1/users/second")).ProblemAsync());
        Assert.Equal(3, (await Host.AuditAsync()).Count(row => !row.Succeeded && row.Reason!.StartsWith("This is the last administrator", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TwoAdministrators_RemovedAtTheSameMoment_LeaveOne()
    {
        await Host.AddUserAsync("second", Roles.Admin);
        HttpResponseMessage[] answers = await Task.WhenAll(_admin.DeleteAsync("/api/v1/users/root"), _admin.DeleteAsync("/api/v1/users/second"));
        Assert.Equal([200, 409], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    [Fact]
    public async Task LockedAccount_IsUnlocked()
    {
        await Host.AddUserAsync("olga", Roles.Viewer);
        using var browser = new Browser(Host);
        for (int i = 0; i < 5; i++) await browser.SignInAsync("olga", "wrong password");
        JsonElement olga = (await _admin.GetJsonAsync("/api/v1/users")).GetProperty("items")[0];
        Assert.Equal(JsonValueKind.String, olga.GetProperty("lockedUntil").ValueKind);
        Assert.True((await (await _admin.PostAsync("/api/v1/users/olga/unlock", null)).JsonAsync()).GetProperty("changed").GetBoolean());
        Assert.Equal((302, "/"), await browser.SignInAsync("olga", ConsoleFactory.Password));
        Assert.False((await (await _admin.PostAsync("/api/v1/users/olga/unlock", null)).JsonAsync()).GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Token_ShowsItsSecretOnce_Works_AndIsRevoked()
    {
        HttpResponseMessage made = await _admin.PostAsJsonAsync("/api/v1/tokens", new { name = "ci", role = "viewer", expiresAt = DateTimeOffset.UtcNow.AddDays(1) });
        Assert.Equal((HttpStatusCode.Created, "no-store"), (made.StatusCode, made.Headers.CacheControl!.ToString()));
        JsonElement token = await made.JsonAsync();
        string secret = token.GetProperty("secret").GetString()!;
        Assert.Matches("^kc_[A-Za-z0-9_-]{43}$", secret);
        using HttpClient program = Host.As(null);
        program.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        JsonElement account = await program.GetJsonAsync("/api/v1/account");
        Assert.Equal(("token", "ci", "viewer"), (account.GetProperty("kind").GetString(), account.GetProperty("name").GetString(), account.GetProperty("role").GetString()));

        string listed = await _admin.GetStringAsync("/api/v1/tokens");
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"ci\",\"role\":\"viewer\"", listed, StringComparison.Ordinal);
        string path = $"/api/v1/tokens/{token.GetProperty("id").GetInt64()}";
        Assert.True((await (await _admin.DeleteAsync(path)).JsonAsync()).GetProperty("changed").GetBoolean());
        Assert.False((await (await _admin.DeleteAsync(path)).JsonAsync()).GetProperty("changed").GetBoolean());
        Assert.Equal((401, "token-revoked"), await (await program.GetAsync("/api/v1/status")).ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.DeleteAsync("/api/v1/tokens/999999")).ProblemAsync());
        Assert.DoesNotContain(await Host.AuditAsync(), row => $"{row.Before}{row.After}{row.Reason}{row.Object}".Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"name\":\"\",\"role\":\"viewer\"}", "/name")]
    [InlineData("{\"name\":\"ci\",\"role\":\"boss\"}", "/role")]
    [InlineData("{\"name\":\"ci\",\"role\":\"viewer\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}", "/expiresAt")]
    public async Task Token_ThatCannotBeMade_IsAProblemWithAPointer(string body, string pointer)
    {
        HttpResponseMessage refused = await _admin.PostAsync("/api/v1/tokens", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Equal(pointer, (await refused.JsonAsync()).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Password_IsChanged_AndOtherSessionsEnd()
    {
        using var here = new Browser(Host);
        using var elsewhere = new Browser(Host);
        await here.SignInAsync("root", ConsoleFactory.Password);
        await elsewhere.SignInAsync("root", ConsoleFactory.Password);
        Assert.Equal((422, "refused"), await (await here.Client.PostAsJsonAsync("/api/v1/account/password", new { current = "wrong password", next = "another password" })).ProblemAsync());
        Assert.Equal((422, "refused"), await (await here.Client.PostAsJsonAsync("/api/v1/account/password", new { current = ConsoleFactory.Password, next = "short" })).ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, (await here.Client.PostAsJsonAsync("/api/v1/account/password", new { current = ConsoleFactory.Password, next = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.Client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal((302, "/"), await elsewhere.SignInAsync("root", "another password"));
        Assert.DoesNotContain(await Host.AuditAsync(), row => $"{row.Before}{row.After}{row.Reason}".Contains("another password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WrongPasswords_OfASession_HaveToWait_ButDoNotLockTheOwnerOut()
    {
        using var session = new Browser(Host);
        await session.SignInAsync("root", ConsoleFactory.Password);
        for (int i = 0; i < 5; i++) await session.Client.PostAsJsonAsync("/api/v1/account/password", new { current = "wrong password", next = "another password" });
        Assert.Equal((409, "not-now"), await (await session.Client.PostAsJsonAsync("/api/v1/account/password", new { current = ConsoleFactory.Password, next = "another password" })).ProblemAsync());
        using var owner = new Browser(Host);
        Assert.Equal((302, "/"), await owner.SignInAsync("root", ConsoleFactory.Password));
    }

    [Fact]
    public async Task SignOutEverywhere_EndsThisSessionToo()
    {
        using var browser = new Browser(Host);
        await browser.SignInAsync("root", ConsoleFactory.Password);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.PostAsync("/api/v1/account/sign-out-everywhere", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/status")).StatusCode);
    }

    [Fact]
    public async Task Token_HasNoAccountToChange()
        => Assert.Equal((409, "not-now"), await (await _admin.PostAsJsonAsync("/api/v1/account/password", new { current = "a", next = "b" })).ProblemAsync());

    [Fact]
    public async Task Body_OfAnotherKind_Answers415()
        => Assert.Equal((415, "media-type"), await (await _admin.PostAsync("/api/v1/users", new StringContent("name=ada"))).ProblemAsync());
}
