using System.Net;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.Limits;
using KeepaliveConsole.Web.Settings;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Tests.Auth;

public sealed class LimitTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Failures_AreCountedByKey_AndForgottenAfterTheWindow()
    {
        var limit = new WindowLimit(_time, 3, TimeSpan.FromMinutes(1));
        Assert.False(limit.Count("a"));
        Assert.False(limit.Count("a"));
        Assert.False(limit.IsOver("a"));
        Assert.True(limit.Count("a"));
        Assert.True(limit.IsOver("a"));
        Assert.False(limit.IsOver("b"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(limit.IsOver("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(limit.IsOver("a"));
        Assert.False(limit.Count("a"));
    }

    [Fact]
    public void Failures_OfManyKeys_CostBoundedMemory_AndTheOldestAreForgotten()
    {
        var limit = new WindowLimit(_time, 1, TimeSpan.FromMinutes(1));
        limit.Count("first");
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < WindowLimit.MostKeys; i++) limit.Count($"key {i}");
        Assert.False(limit.IsOver("first"));
        Assert.True(limit.IsOver($"key {WindowLimit.MostKeys - 1}"));
    }

    [Fact]
    public void Bearer_FailuresOfAnAddress_DoNotShutOutATokenThatWasGood()
    {
        var limits = new BearerLimits(_time, Options.Create(new AccessSettings { TokenFailuresPerMinute = 3 }));
        limits.Succeeded("kc_good-token-of-somebody");
        Assert.False(limits.Failed("kc_wrong-1-xxxxxxxx", "192.0.2.1"));
        Assert.False(limits.Failed("kc_wrong-2-xxxxxxxx", "192.0.2.1"));
        Assert.True(limits.Failed("kc_other-3-xxxxxxxx", "192.0.2.1"));
        Assert.True(limits.IsShut("kc_new-token", "192.0.2.1"));
        Assert.False(limits.IsShut("kc_good-token-of-somebody", "192.0.2.1"));
        Assert.False(limits.IsShut("kc_new-token", "192.0.2.2"));
    }

    [Fact]
    public void Bearer_TokensThatBeginAlike_CountTogether_WhereverTheyComeFrom()
    {
        var limits = new BearerLimits(_time, Options.Create(new AccessSettings { TokenFailuresPerMinute = 3 }));
        Assert.False(limits.Failed("kc_abcdefgh-1", "192.0.2.1"));
        Assert.False(limits.Failed("kc_abcdefgh-2", "192.0.2.2"));
        Assert.True(limits.Failed("kc_abcdefgh-3", "192.0.2.3"));
        Assert.False(limits.Failed("kc_abcdefgX-3", "192.0.2.4"));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Address_OfIPv6_CountsByNetwork(string address, string key)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        Assert.Equal(key, ClientAddress.KeyOf(context));
    }

    [Fact]
    public async Task WrongTokens_Answer429_WhileTheWorkingProgramGoesOn()
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:TokenFailuresPerMinute", "3");
        using HttpClient program = console.As(Roles.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/status")).StatusCode);

        using HttpClient attacker = console.As(null);
        var seen = new List<(int, string)>();
        for (int i = 0; i < 4; i++)
        {
            attacker.DefaultRequestHeaders.Authorization = new("Bearer", $"kc_guess-{i}");
            seen.Add(await (await attacker.GetAsync("/api/v1/status")).ProblemAsync());
        }

        Assert.Equal([(401, "unauthenticated"), (401, "unauthenticated"), (429, "too-many-attempts"), (429, "too-many-attempts")], seen);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/status")).StatusCode);
    }

    [Fact]
    public async Task Requests_AreLimitedByActor_AndMonitoringIsNot()
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:RequestsPerMinute", "3");
        using HttpClient busy = console.As(Roles.Viewer);
        using HttpClient other = console.As(Roles.Viewer);
        for (int i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/api/v1/status")).StatusCode);
        HttpResponseMessage refused = await busy.GetAsync("/api/v1/status");
        Assert.Equal((429, "too-many-requests"), await refused.ProblemAsync());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/status")).StatusCode);
        using HttpClient monitor = console.As(null);
        for (int i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/livez")).StatusCode);
    }

    [Fact]
    public async Task ExpiredAndRevokedTokens_AnswerCodesOfTheirOwn_AndUseIsShown()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using var console = new ConsoleFactory { Replace = services => services.AddSingleton<TimeProvider>(time) };
        var tokens = console.Services.GetRequiredService<IApiTokens>();
        var shortLived = (TokenCreation.Created)await tokens.CreateAsync("short", Roles.Viewer, time.GetUtcNow() + TimeSpan.FromHours(1), default);
        var ended = (TokenCreation.Created)await tokens.CreateAsync("ended", Roles.Viewer, null, default);
        using HttpClient client = console.As(null);

        client.DefaultRequestHeaders.Authorization = new("Bearer", shortLived.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal(time.GetUtcNow(), (await tokens.ListAsync(default)).Single(token => token.Name == "short").LastUsedAt);
        time.Advance(TimeSpan.FromHours(1));
        HttpResponseMessage expired = await client.GetAsync("/api/v1/status");
        Assert.Equal((401, "token-expired"), await expired.ProblemAsync());
        Assert.Equal("Bearer error=\"invalid_token\"", expired.Headers.WwwAuthenticate.ToString());

        await tokens.RevokeAsync(ended.Token.Id, default);
        client.DefaultRequestHeaders.Authorization = new("Bearer", ended.Secret);
        Assert.Equal((401, "token-revoked"), await (await client.GetAsync("/api/v1/status")).ProblemAsync());
    }
}
