using System.Net;
using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Web.Tests.Audit;

public sealed class DenialTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task RouteThatTheRoleDoesNotOpen_IsRecordedOnce_AndTheRestCounted()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient viewer = console.As(Roles.Viewer);
        for (int time = 0; time < 5; time++) Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/api/v1/vrrp-instances/VI_WEB/pcapng")).StatusCode);

        AuditRecord first = Assert.Single(await console.AuditAsync("denied"));
        Assert.Equal((ActorKind.Token, "GET /api/v1/vrrp-instances/VI_WEB/pcapng", "The role does not allow this.", false), (first.ActorKind, first.Object, first.Reason, first.Succeeded));
        Assert.StartsWith("viewer-", first.Actor, StringComparison.Ordinal);
        Assert.NotNull(first.CorrelationId);

        await console.Services.GetRequiredService<DenialLog>().SummariseAsync(all: true);
        AuditRecord count = (await console.AuditAsync("denied"))[0];
        Assert.Equal(("GET /api/v1/vrrp-instances/{name}/pcapng", "{\"count\":4}", false, null), (count.Object, count.After, count.Succeeded, count.CorrelationId));
    }

    [Fact]
    public async Task TokenThatDoesNotFit_IsRecorded_ButNobodyIsNot()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient client = console.As(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Empty(await console.AuditAsync("token-refused"));

        client.DefaultRequestHeaders.Authorization = new("Bearer", "kc_guess");
        for (int time = 0; time < 3; time++) Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/status")).StatusCode);

        AuditRecord record = Assert.Single(await console.AuditAsync("token-refused"));
        Assert.Equal((ActorKind.Anonymous, "anonymous", "GET /api/v1/status", false), (record.ActorKind, record.Actor, record.Object, record.Succeeded));
        Assert.DoesNotContain(await console.AuditAsync(), each => $"{each}".Contains("kc_guess", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HubAndPage_ThatTheAccountMayNotOpen_AreRecorded()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        await console.AddUserAsync("roleless", "guest");
        using var browser = new Auth.Browser(console);
        Assert.Equal((302, "/"), await browser.SignInAsync("roleless", ConsoleFactory.Password));

        using HttpResponseMessage hub = await browser.Client.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Forbidden, hub.StatusCode);
        AuditRecord record = Assert.Single(await console.AuditAsync("denied"));
        Assert.Equal((ActorKind.User, "roleless", "POST /hubs/live/negotiate"), (record.ActorKind, record.Actor, record.Object));
    }

    [Fact]
    public async Task OperationDenied_IsRecordedOncePerAction()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient viewer = console.As(Roles.Viewer);
        for (int time = 0; time < 3; time++)
            foreach (string action in new[] { "yield", "announce" })
                Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync($"/api/v1/vrrp-instances/VI_WEB/actions/{action}", null)).StatusCode);

        Assert.False(Assert.Single(await console.AuditAsync("yield")).Succeeded);
        Assert.False(Assert.Single(await console.AuditAsync("announce")).Succeeded);
    }

    [Fact]
    public async Task DeniedAtEveryServiceLayer_AgainAndAgain_IsOneRowAndOneCount()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        var nobody = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "eve"), new Claim(ClaimTypes.NameIdentifier, "none")], "test"));
        IServiceProvider services = console.Services;
        for (int time = 0; time < 40; time++)
        {
            Assert.Equal(OperationStatus.Forbidden, (await services.GetRequiredService<IStorageOperations>().BackUpAsync(nobody, CancellationToken.None)).Result.Status);
            Assert.Equal(OperationStatus.Forbidden, (await services.GetRequiredService<IAccessOperations>().RemoveUserAsync(nobody, $"user{time}", CancellationToken.None)).Status);
            Assert.Equal(OperationStatus.Forbidden, (await services.GetRequiredService<IClusterOperations>().CheckNowAsync(nobody, "web", $"server{time}", CancellationToken.None)).Status);
        }

        await services.GetRequiredService<DenialLog>().SummariseAsync(all: true);

        foreach ((string action, string first) in new[] { ("backup", "database"), ("remove-user", "user0"), ("check", "web server0") })
            Assert.Equal([("many objects", "{\"count\":39}", false), (first, null, false)], (await console.AuditAsync(action)).Select(row => (row.Object, row.After, row.Succeeded)));
    }

    [Fact]
    public async Task PageOfAnotherSite_IsRecordedOnce_AndTheRestCounted()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient client = console.As(null);
        for (int time = 0; time < 30; time++)
        {
            using var foreign = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cluster/confirm{time}");
            foreign.Headers.TryAddWithoutValidation("Origin", "http://evil.example" + new string('x', 300));
            Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(foreign)).StatusCode);
        }

        await console.Services.GetRequiredService<DenialLog>().SummariseAsync(all: true);
        IReadOnlyList<AuditRecord> rows = await console.AuditAsync("cross-origin");
        Assert.Equal([("many objects", "{\"count\":29}"), ("POST /api/v1/cluster/confirm0", null)], rows.Select(row => (row.Object, row.After)));
        Assert.Equal((ActorKind.Anonymous, false, $"A page of http://evil.example{new string('x', 181)}… asked for it."), (rows[1].ActorKind, rows[1].Succeeded, rows[1].Reason));
    }

    [Fact]
    public async Task TooManyAttemptsToSignIn_AreRecordedOnce_AndTheRestCounted()
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:AttemptsPerMinute", "2");
        await console.ReadyAsync();
        using HttpClient client = console.As(null);
        for (int time = 0; time < 12; time++) await client.PostAsync("/auth/sign-in", null);

        await console.Services.GetRequiredService<DenialLog>().SummariseAsync(all: true);
        IReadOnlyList<AuditRecord> rows = await console.AuditAsync("too-many-attempts");
        Assert.Equal([("sign-in", "{\"count\":9}"), ("POST /auth/sign-in", null)], rows.Select(row => (row.Object, row.After)));
        Assert.Equal("More than 2 attempts in a minute.", rows[1].Reason);
    }

    [Fact]
    public async Task Minutes_AreCountedOneByOne()
    {
        var time = new ManualTime(s_noon);
        var kept = new KeptEntries();
        var denials = new DenialLog(kept, time, NullLogger<DenialLog>.Instance);
        var actor = new Actor(ActorKind.User, "eve", "10.0.0.66");

        for (int number = 0; number < 10; number++) await denials.RecordAsync(actor, "denied", "GET /a/{x}", $"GET /a/{number}", "no");
        time.Advance(TimeSpan.FromSeconds(59));
        await denials.SummariseAsync(all: false);
        Assert.Equal(["GET /a/0"], kept.Entries.Select(entry => entry.Object));
        time.Advance(TimeSpan.FromSeconds(1));
        await denials.RecordAsync(actor, "denied", "GET /a/{x}", "GET /a/later", "no");
        await denials.SummariseAsync(all: true);

        Assert.Equal(["GET /a/0", "GET /a/{x}", "GET /a/later"], kept.Entries.Select(entry => entry.Object));
        Assert.Equal("The same was refused 9 more times in the minute from 12:00:00 UTC.", kept.Entries[1].Reason);
        Assert.Equal(actor, kept.Entries[1].Actor);
    }

    [Fact]
    public async Task FloodFromManyAddresses_CostsABoundedNumberOfEntries()
    {
        var kept = new KeptEntries();
        var denials = new DenialLog(kept, new ManualTime(s_noon), NullLogger<DenialLog>.Instance);
        for (int number = 0; number < 20_000; number++)
            await denials.RecordAsync(new Actor(ActorKind.Anonymous, "anonymous", $"2001:db8::{number:x}"), "token-refused", "GET /", "GET /", "no");
        Assert.Equal(500, kept.Entries.Count);

        await denials.SummariseAsync(all: true);

        Assert.Equal(501, kept.Entries.Count);
        Assert.Equal(("many", "{\"count\":19500}"), (kept.Entries[^1].Actor.Name, kept.Entries[^1].After));
    }

    [Fact]
    public async Task BrokenStore_DoesNotTurnARefusalIntoAnError()
    {
        var kept = new KeptEntries { Failure = new StorageUnavailableException(StorageFault.Full, "full") };
        var denials = new DenialLog(kept, new ManualTime(s_noon), NullLogger<DenialLog>.Instance);
        await denials.RecordAsync(Actor.Engine, "denied", "x", "x", "no");
        Assert.Empty(kept.Entries);
    }

    private sealed class KeptEntries : IAuditTrail
    {
        public List<AuditEntry> Entries { get; } = [];

        public Exception? Failure { get; init; }

        public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            if (Failure is not null) return Task.FromException(Failure);
            Entries.Add(entry);
            return Task.CompletedTask;
        }

        public Task<Page<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(new Page<AuditRecord>([], null));

        public Task<AuditRecord?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult<AuditRecord?>(null);
    }
}
