using System.Net;
using System.Text.Json;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class ServerSetupApiTests
{
    private const string Server = "/api/v1/virtual-services/web/real-servers/10.88.0.101:80";

    private static readonly RealServerSetup s_setup = new()
    {
        Service = "web",
        Server = "10.88.0.101:80",
        ForwardingMethod = ForwardingMethod.DirectRouting,
        Steps = [new SetupStep("ip addr add 10.88.0.100/32 dev lo", "It takes packets.", "接收。")],
        CheckedAt = DateTimeOffset.UnixEpoch,
        Findings = [new SetupFinding(SetupFindingKind.DoesNotAccept, "10.88.0.100:80", true, "It does not react.", "没有反应。")],
    };

    [Fact]
    public async Task ViewerReadsWhatItNeeds()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        console.Engine.ServerSetup = s_setup;

        JsonElement setup = await console.As(Roles.Viewer).GetJsonAsync(Server + "/setup");

        Assert.Equal("DirectRouting", setup.GetProperty("forwardingMethod").GetString());
        Assert.Equal("ip addr add 10.88.0.100/32 dev lo", setup.GetProperty("steps")[0].GetProperty("command").GetString());
        Assert.Equal(JsonValueKind.Null, setup.GetProperty("checkedAt").ValueKind);
        Assert.Empty(console.Engine.LookedAt);
    }

    [Fact]
    public async Task OperatorLooks_WhichIsRecorded_ViewerMayNot()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        console.Engine.ServerSetup = s_setup;

        Assert.Equal(HttpStatusCode.Forbidden, (await console.As(Roles.Viewer).PostAsync(Server + "/actions/check-setup", null)).StatusCode);
        Assert.Empty(console.Engine.LookedAt);
        HttpResponseMessage answer = await console.As(Roles.Operator).PostAsync(Server + "/actions/check-setup", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using JsonDocument found = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("DoesNotAccept", found.RootElement.GetProperty("findings")[0].GetProperty("kind").GetString());
        Assert.Equal([("web", "10.88.0.101:80")], console.Engine.LookedAt);
        IReadOnlyList<AuditRecord> rows = await console.AuditAsync("check-setup");
        Assert.Equal([true, false], rows.Select(row => row.Succeeded));
        Assert.Equal("It does not react.", rows[0].Reason);
    }

    [Fact]
    public async Task UnknownServer_Is404()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await console.As(Roles.Viewer).GetAsync(Server + "/setup")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await console.As(Roles.Operator).PostAsync(Server + "/actions/check-setup", null)).StatusCode);
    }
}
