using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Operations;

public sealed class RealServerActionTests : IAsyncLifetime, IDisposable
{
    private const string Server = "/api/v1/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/";

    private readonly ConsoleFactory _console = new();

    public Task InitializeAsync() => _console.ReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("drain", AdminState.Drain)]
    [InlineData("maintenance", AdminState.Maintenance)]
    public async Task Action_ByOperator_IsARevision_AnAuditEntry_AndInTheEngine(string action, AdminState state)
    {
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsJsonAsync(Server + action, new { reason = "new disk" });

        JsonElement answer = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Done", answer.GetProperty("status").GetString());
        Assert.Equal(2, answer.GetProperty("revision").GetInt64());

        (ClusterDefinition applied, long revision) = Assert.Single(_console.Engine.Applied);
        Assert.Equal(2, revision);
        Assert.Equal(state, applied.VirtualServices[0].RealServers[0].Admin);
        Assert.Equal(AdminState.Enabled, applied.VirtualServices[0].RealServers[1].Admin);

        AuditRecord record = Assert.Single(await _console.AuditAsync(action));
        Assert.True(record.Succeeded);
        Assert.Equal(ActorKind.Token, record.ActorKind);
        Assert.StartsWith("operator-", record.Actor, StringComparison.Ordinal);
        Assert.Equal("10.88.0.100:80/tcp 10.88.0.101:80", record.Object);
        Assert.Equal("new disk", record.Reason);
        Assert.Equal(2, record.Revision);
        Assert.NotEqual(record.Before, record.After);
    }

    [Fact]
    public async Task Drain_WithReasonAndTime_KeepsOwnerReasonAndEnd_AndEnableForgetsThem()
    {
        HttpClient client = _console.As(Roles.Operator);
        JsonElement answer = await (await client.PostAsJsonAsync(Server + "drain", new { reason = " new\ndisk ", until = "2126-01-31T12:00:00+01:00" })).JsonAsync();

        RealServerDefinition drained = _console.Engine.Applied[^1].Definition.VirtualServices[0].RealServers[0];
        Assert.EndsWith("until 2126-01-31 11:00:00 UTC.", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((AdminState.Drain, "new disk", new DateTimeOffset(2126, 1, 31, 11, 0, 0, TimeSpan.Zero)), (drained.Admin, drained.AdminReason, drained.AdminUntil));
        Assert.StartsWith("operator-", drained.AdminOwner, StringComparison.Ordinal);
        AuditRecord record = Assert.Single(await _console.AuditAsync("drain"));
        Assert.Contains("\"adminUntil\": \"2126-01-31T11:00:00Z\"", record.After, StringComparison.Ordinal);
        Assert.Contains("admin reason none -> new disk", record.After, StringComparison.Ordinal);

        await client.PostAsync(Server + "enable", null);
        RealServerDefinition enabled = _console.Engine.Applied[^1].Definition.VirtualServices[0].RealServers[0];
        Assert.Equal((AdminState.Enabled, null, null, null), (enabled.Admin, enabled.AdminReason, enabled.AdminOwner, enabled.AdminUntil));
    }

    [Fact]
    public async Task Maintenance_ForAnHour_EndsThen_AndWithoutABodyAgainNothingChanges()
    {
        HttpClient client = _console.As(Roles.Operator);
        DateTimeOffset before = DateTimeOffset.UtcNow;
        await client.PostAsJsonAsync(Server + "maintenance", new { forMs = 3_600_000 });
        DateTimeOffset until = _console.Engine.Applied[^1].Definition.VirtualServices[0].RealServers[0].AdminUntil!.Value;

        Assert.InRange(until, before.AddHours(1).AddMinutes(-1), DateTimeOffset.UtcNow.AddHours(1).AddMinutes(1));
        Assert.Equal("Unchanged", (await (await client.PostAsync(Server + "maintenance", null)).JsonAsync()).GetProperty("status").GetString());
        Assert.Equal("Done", (await (await client.PostAsJsonAsync(Server + "maintenance", new { reason = "longer" })).JsonAsync()).GetProperty("status").GetString());
        Assert.Null(_console.Engine.Applied[^1].Definition.VirtualServices[0].RealServers[0].AdminUntil);
    }

    [Theory]
    [InlineData("drain", """{"forMs":0}""")]
    [InlineData("drain", """{"forMs":1000,"until":"2126-01-31T12:00:00Z"}""")]
    [InlineData("drain", """{"until":"2006-01-31T12:00:00Z"}""")]
    [InlineData("drain", """{"forMs":31622400001}""")]
    [InlineData("drain", """{"forMs":"soon"}""")]
    public async Task Action_WithATimeThatCannotBe_ChangesNothing(string action, string body)
    {
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsync(Server + action, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(400, (await response.ProblemAsync()).Status);
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Enable_Until_IsRefused()
    {
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsJsonAsync(Server + "enable", new { forMs = 1000 });

        Assert.False(response.IsSuccessStatusCode);
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Drain_Twice_IsUnchangedTheSecondTime()
    {
        HttpClient client = _console.As(Roles.Operator);
        await client.PostAsync(Server + "drain", null);
        JsonElement again = await (await client.PostAsync(Server + "drain", null)).JsonAsync();
        Assert.Equal("Unchanged", again.GetProperty("status").GetString());
        Assert.Equal(2, again.GetProperty("revision").GetInt64());
        Assert.Single(_console.Engine.Applied);
    }

    [Fact]
    public async Task Drain_ByViewer_IsRefused_AndRecorded()
    {
        HttpResponseMessage response = await _console.As(Roles.Viewer).PostAsync(Server + "drain", null);

        Assert.Equal((403, "forbidden"), await response.ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
        AuditRecord record = Assert.Single(await _console.AuditAsync("drain"));
        Assert.False(record.Succeeded);
        Assert.StartsWith("viewer-", record.Actor, StringComparison.Ordinal);
        Assert.Contains("operator", record.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.88.0.100:80%2Ftcp", "10.88.0.9:80")]
    [InlineData("nothing", "10.88.0.101:80")]
    public async Task Drain_OfUnknownServer_Answers404_AndWritesNothing(string service, string server)
    {
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsync($"/api/v1/virtual-services/{service}/real-servers/{server}/actions/drain", null);
        Assert.Equal((404, "not-found"), await response.ProblemAsync());
        Assert.Single(await _console.Services.GetRequiredService<IDefinitionStore>().ListRevisionsAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task Drain_WithBrokenBody_Answers400()
    {
        using var body = new StringContent("{reason:", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal((400, "json"), await (await _console.As(Roles.Operator).PostAsync(Server + "drain", body)).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Check_RunsInTheEngine_AndIsRecorded()
    {
        await _console.As(Roles.Operator).PostAsync(Server + "check", null);
        Assert.Equal((FakeStatus.Service, "10.88.0.101:80"), Assert.Single(_console.Engine.Checked));
        Assert.True(Assert.Single(await _console.AuditAsync("check")).Succeeded);
    }

    [Fact]
    public async Task Cut_EndsConnectionsInTheEngine_AndIsRecordedWithItsReason()
    {
        using var body = new StringContent("{\"reason\":\"memory leak\"}", System.Text.Encoding.UTF8, "application/json");
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsync(Server + "cut", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((FakeStatus.Service, "10.88.0.101:80"), Assert.Single(_console.Engine.Cut));
        Assert.True(Assert.Single(await _console.AuditAsync("cut")).Succeeded);
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Cut_TheLoadBalancerCannot_SaysWhy_AndIsRecordedAsFailed()
    {
        _console.Engine.CutProblem = "the load balancer none cannot end connections";
        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsync(Server + "cut", null);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("The connections of 10.88.0.101:80 were not ended: the load balancer none cannot end connections.", (await response.JsonAsync()).GetProperty("detail").GetString());
        Assert.False(Assert.Single(await _console.AuditAsync("cut")).Succeeded);
    }

    [Fact]
    public async Task Cut_OfUnknownServer_Answers404() =>
        Assert.Equal((404, "not-found"), await (await _console.As(Roles.Operator).PostAsync(Server.Replace("101", "109", StringComparison.Ordinal) + "cut", null)).ProblemAsync());

    [Fact]
    public async Task Announce_OfInstanceThatIsNotMasterHere_Answers404()
    {
        HttpClient client = _console.As(Roles.Operator);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/v1/vrrp-instances/VI_WEB/actions/announce", null)).StatusCode);
        Assert.Equal((404, "not-found"), await (await client.PostAsync("/api/v1/vrrp-instances/VI_DB/actions/announce", null)).ProblemAsync());
        Assert.Equal("VI_WEB", Assert.Single(_console.Engine.Announced));
    }

    [Fact]
    public async Task Anything_BeforeSetUp_IsRefused()
    {
        await using var fresh = new ConsoleFactory();
        HttpResponseMessage response = await fresh.As(Roles.Admin).PostAsync(Server + "drain", null);
        Assert.Equal((403, "forbidden"), await response.ProblemAsync());
        Assert.Contains("/setup", (await response.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParallelDrains_AllArrive_AndTheEngineEndsWithTheNewest()
    {
        HttpClient client = _console.As(Roles.Operator);
        string other = Server.Replace(".101", ".102", StringComparison.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.PostAsync((i % 2 == 0 ? Server : other) + (i % 4 < 2 ? "drain" : "enable"), null)));
        long newest = (await _console.Services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(CancellationToken.None))!.Revision;
        long[] applied = [.. _console.Engine.Applied.Select(each => each.Revision)];
        Assert.Equal(applied.Order(), applied);
        Assert.Equal(newest, applied[^1]);
    }
}
