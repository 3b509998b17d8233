using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

/// <summary>A dry run tells everything and changes nothing.</summary>
public sealed class PlanTests : IAsyncLifetime, IDisposable
{
    private readonly ConsoleFactory _console = new();

    private HttpClient _admin = null!;

    public async Task InitializeAsync()
    {
        ClusterDefinition cluster = FakeStatus.Cluster();
        VrrpInstanceDefinition instance = cluster.VrrpInstances[0];
        await _console.ReadyAsync(cluster with
        {
            Nodes = [new NodeDefinition { Name = "l1" }, new NodeDefinition { Name = "l2" }],
            VrrpInstances =
            [
                instance with
                {
                    Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" },
                    Participants = [instance.Participants[0], new VrrpParticipantDefinition { Node = "l2", Interface = "eth0", Priority = new VrrpPriority(100) }],
                },
            ],
        });
        _admin = _console.As(Roles.Admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task LowerPriority_IsToldAsFieldConfAndTransition_AndNothingChanges()
    {
        string tag = await _admin.TagAsync("/vrrp-instances/VI_WEB"), cluster = await _admin.TagAsync("/cluster");
        string patch = """{"participants":[{"node":"l1","interface":"eth0","priority":90},{"node":"l2","interface":"eth0","priority":100}]}""";

        HttpResponseMessage response = await _admin.WriteAsync("PATCH", "/vrrp-instances/VI_WEB?dryRun=true&confirmWithinMs=60000", patch, tag);

        JsonElement answer = await response.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, true, 2L), (response.StatusCode, answer.GetProperty("dryRun").GetBoolean(), answer.GetProperty("revision").GetInt64()));
        JsonElement plan = answer.GetProperty("plan");
        JsonElement field = Assert.Single(plan.GetProperty("fields").EnumerateArray());
        Assert.Equal(("/vrrpInstances/0/participants/0/priority", "Changed", 200, 90),
            (field.GetProperty("pointer").GetString(), field.GetProperty("kind").GetString(), field.GetProperty("before").GetInt32(), field.GetProperty("after").GetInt32()));
        JsonElement conf = Assert.Single(plan.GetProperty("conf").EnumerateArray());
        Assert.Equal("l1", conf.GetProperty("node").GetString());
        string[] lines = conf.GetProperty("diff").GetString()!.Split('\n');
        Assert.Equal(["--- l1 in force", "+++ l1 planned"], lines[..2]);
        Assert.Equal(["- priority 200", "+ priority 90"], lines[2..].Where(line => line is ['-' or '+', ..]).Select(line => $"{line[0]} {line[1..].Trim()}"));
        Assert.DoesNotContain("s3cret", conf.GetProperty("diff").GetString(), StringComparison.Ordinal);
        Assert.Equal("VI_WEB: priority 200 → 90 on l1: l2 (100) takes over.", Assert.Single(plan.GetProperty("transitions").EnumerateArray()).GetString());
        Assert.Empty(plan.GetProperty("operations").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("window").ValueKind);
        Assert.Equal(cluster, await _admin.TagAsync("/cluster"));
        Assert.Empty(_console.Engine.Applied);
        Assert.False((await _admin.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task AddressesAndTable_AreToldInTheOrderOfTheKernel()
    {
        JsonElement cluster = await _admin.GetJsonAsync(Writes.Base + "/cluster");
        string json = cluster.GetRawText()
            .Replace("\"virtualAddresses\":[{\"address\":\"10.88.0.100\"", "\"virtualAddresses\":[{\"address\":\"10.88.0.99\"", StringComparison.Ordinal)
            .Replace("\"address\":\"10.88.0.102\"", "\"address\":\"10.88.0.103\"", StringComparison.Ordinal);

        JsonElement plan = (await (await _admin.WriteAsync("PUT", "/cluster?dryRun=true", json, "*")).JsonAsync()).GetProperty("plan");

        Assert.Equal(
        [
            "remove 10.88.0.100/24 from eth0",
            "add 10.88.0.99/24 to eth0 and announce it",
            "remove 10.88.0.102:80 from 10.88.0.100:80/tcp",
            "add 10.88.0.103:80 to 10.88.0.100:80/tcp, weight 1, Nat",
        ], plan.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task ADryRunOfABrokenChange_IsRefusedAsTheChangeWouldBe()
    {
        HttpResponseMessage response = await _admin.WriteAsync("PATCH", "/vrrp-instances/VI_WEB?dryRun=true", """{"participants":[{"node":"l9","interface":"eth0"}]}""", "*");
        Assert.Equal((422, "refused"), await response.ProblemAsync());
        Assert.Equal(["/participants/0/node"], await response.PointersAsync());
    }
}
