using System.Text.Json;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class StatusApiTests
{
    [Fact]
    public async Task Status_HasTheNamesThatClientsRelyOn()
    {
        await using var console = new ConsoleFactory();
        JsonElement status = await console.As(Roles.Viewer).GetJsonAsync("/api/v1/status");

        Assert.Equal("l1", status.GetProperty("node").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", status.GetProperty("at").GetString());
        Assert.Equal("ipvs", status.GetProperty("engine").GetProperty("loadBalancer").GetString());
        Assert.Equal(0.4, status.GetProperty("engine").GetProperty("worstLatenessMs").GetDouble());

        JsonElement vrrp = status.GetProperty("vrrp")[0];
        Assert.Equal("VI_WEB", vrrp.GetProperty("name").GetString());
        Assert.Equal("Master", vrrp.GetProperty("state").GetString());
        Assert.Equal(200, vrrp.GetProperty("basePriority").GetInt32());
        Assert.Equal(200, vrrp.GetProperty("effectivePriority").GetInt32());
        Assert.Equal(1000, vrrp.GetProperty("advertisementIntervalMs").GetDouble());
        Assert.Equal("l1", vrrp.GetProperty("owner").GetProperty("node").GetString());
        Assert.Equal("10.88.0.11", vrrp.GetProperty("owner").GetProperty("address").GetString());
        Assert.Equal(200, vrrp.GetProperty("owner").GetProperty("priority").GetInt32());
        Assert.Equal("2026-03-01T12:00:00Z", vrrp.GetProperty("owner").GetProperty("observedAt").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", vrrp.GetProperty("heldSince").GetString());
        Assert.Equal("MasterSilent", vrrp.GetProperty("lastTransition").GetProperty("cause").GetString());
        Assert.Equal("No advert came for 3.2 s.", vrrp.GetProperty("lastTransition").GetProperty("sentence").GetString());
        Assert.Equal("10.88.0.100", vrrp.GetProperty("virtualAddresses")[0].GetProperty("address").GetString());
        Assert.True(vrrp.GetProperty("virtualAddresses")[0].GetProperty("held").GetBoolean());
        Assert.Equal("eth0", vrrp.GetProperty("heartbeatLines")[0].GetProperty("interface").GetString());
        Assert.True(vrrp.GetProperty("heartbeatLines")[0].GetProperty("ok").GetBoolean());
        Assert.Equal(1200, vrrp.GetProperty("counters").GetProperty("advertsSent").GetInt64());
        Assert.Equal("Fresh", vrrp.GetProperty("freshness").GetString());

        JsonElement server = status.GetProperty("virtualServices")[0].GetProperty("realServers")[0];
        Assert.Equal("10.88.0.101:80", server.GetProperty("address").GetString());
        Assert.Equal("Up", server.GetProperty("state").GetString());
        Assert.Equal("Enabled", server.GetProperty("admin").GetString());
        Assert.True(server.GetProperty("inTable").GetBoolean());
        Assert.Equal(1, server.GetProperty("weight").GetInt32());
        Assert.Equal(1, server.GetProperty("effectiveWeight").GetInt32());
        Assert.Equal("Passed", server.GetProperty("lastProbe").GetProperty("result").GetString());
        Assert.Equal(1.5, server.GetProperty("lastProbe").GetProperty("durationMs").GetDouble());
        Assert.Equal("200 OK, 6 bytes", server.GetProperty("lastProbe").GetProperty("message").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", server.GetProperty("lastProbe").GetProperty("at").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", server.GetProperty("observedAt").GetString());
    }

    [Fact]
    public async Task InstanceStatus_OfUnknownInstance_Answers404()
    {
        await using var console = new ConsoleFactory();
        HttpClient client = console.As(Roles.Viewer);
        Assert.Equal("VI_WEB", (await client.GetJsonAsync("/api/v1/vrrp-instances/VI_WEB/status")).GetProperty("name").GetString());
        Assert.Equal((404, "not-found"), await (await client.GetAsync("/api/v1/vrrp-instances/VI_NO/status")).ProblemAsync());
    }
}
