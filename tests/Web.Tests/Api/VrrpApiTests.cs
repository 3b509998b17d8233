using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class VrrpApiTests : IDisposable
{
    private const string Instance = "/api/v1/vrrp-instances/VI_WEB";

    private readonly ConsoleFactory _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("explain")]
    [InlineData("trace")]
    [InlineData("pcapng")]
    [InlineData("status")]
    public async Task UnknownInstance_Answers404(string what)
        => Assert.Equal((404, "not-found"), await (await _console.As(Roles.Operator).GetAsync($"/api/v1/vrrp-instances/VI_NO/{what}")).ProblemAsync());

    [Fact]
    public async Task Explain_OfTheMaster_SaysWhy()
    {
        JsonElement answer = await _console.As(Roles.Viewer).GetJsonAsync(Instance + "/explain");

        Assert.Equal("VI_WEB", answer.GetProperty("instance").GetString());
        Assert.Equal("Master", answer.GetProperty("state").GetString());
        Assert.Equal("Master", answer.GetProperty("reason").GetString());
        Assert.Equal("This node is Master of VI_WEB with priority 200: no other master was heard in time.", answer.GetProperty("sentence").GetString());
        Assert.Equal("本节点是 VI_WEB 的主节点，优先级 200：在规定时间内未听到其他主节点。", answer.GetProperty("sentenceZh").GetString());
        Assert.Equal("MasterSilent", answer.GetProperty("lastTransition").GetProperty("cause").GetString());
        Assert.Equal(2, answer.GetProperty("ways").GetArrayLength());
    }

    [Fact]
    public async Task Explain_OfABackup_HasTheFactsAsData()
    {
        Change(instance => instance with
        {
            State = VrrpState.Backup,
            EffectivePriority = 140,
            Owner = new VrrpOwner("l2", IPAddress.Parse("10.88.0.12"), 150, FakeStatus.Noon),
            Preempts = true,
            PreemptDelay = TimeSpan.FromSeconds(2.5),
            SyncGroup = "G1",
            TakeoverAt = DateTimeOffset.UtcNow.AddHours(1),
            Tracks = [new TrackStatus("script", "chk_nginx", false, -60, false, "exit code 1", FakeStatus.Noon)],
        });

        JsonElement answer = await _console.As(Roles.Viewer).GetJsonAsync(Instance + "/explain");

        Assert.Equal("HigherPriority", answer.GetProperty("reason").GetString());
        Assert.Equal("This node is not Master of VI_WEB because l2 (10.88.0.12) is, with priority 150; here it is 140 (200 defined, -60 by tracking).", answer.GetProperty("sentence").GetString());
        Assert.Equal((200, 140), (answer.GetProperty("basePriority").GetInt32(), answer.GetProperty("effectivePriority").GetInt32()));
        Assert.Equal(-60, answer.GetProperty("tracks")[0].GetProperty("priorityOffset").GetInt32());
        Assert.Equal(150, answer.GetProperty("owner").GetProperty("priority").GetInt32());
        Assert.True(answer.GetProperty("preempts").GetBoolean());
        Assert.Equal(2500, answer.GetProperty("preemptDelayMs").GetDouble());
        Assert.Equal("G1", answer.GetProperty("syncGroup").GetString());
        Assert.False(answer.GetProperty("released").GetBoolean());
        Assert.InRange(answer.GetProperty("takeoverInMs").GetDouble(), 3_000_000, 3_600_000);
        Assert.Equal("script chk_nginx is well again, which adds 60 to the priority", answer.GetProperty("ways")[1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task SplitBrain_NothingWrong_SaysSoForEachInstance()
    {
        JsonElement answer = await _console.As(Roles.Viewer).GetJsonAsync("/api/v1/split-brain");

        Assert.Equal("l1", answer.GetProperty("node").GetString());
        Assert.True(answer.GetProperty("ok").GetBoolean());
        JsonElement check = Assert.Single(answer.GetProperty("instances").EnumerateArray());
        Assert.Equal("VI_WEB", check.GetProperty("instance").GetString());
        Assert.True(check.GetProperty("ok").GetBoolean());
        Assert.Equal("This node is Master, and no sign of another master was seen.", check.GetProperty("sentence").GetString());
        Assert.Equal(JsonValueKind.Null, check.GetProperty("diagnosis").ValueKind);
        Assert.Equal(0, check.GetProperty("actions").GetArrayLength());
    }

    [Fact]
    public async Task SplitBrain_GoingOn_HasTheDiagnosis_AndActionsThatHelp_WorstFirst()
    {
        VrrpInstanceStatus fine = FakeStatus.Healthy().Vrrp[0] with { Name = "VI/DB", State = VrrpState.Backup };
        VrrpInstanceStatus split = FakeStatus.Healthy().Vrrp[0] with { SplitBrain = FakeStatus.SplitBrain() };
        _console.Engine.Current = _console.Engine.Current with { Vrrp = [fine, split] };

        JsonElement answer = await _console.As(Roles.Viewer).GetJsonAsync("/api/v1/split-brain");

        Assert.False(answer.GetProperty("ok").GetBoolean());
        JsonElement first = answer.GetProperty("instances")[0];
        Assert.Equal("VI_WEB", first.GetProperty("instance").GetString());
        Assert.False(first.GetProperty("ok").GetBoolean());
        JsonElement diagnosis = first.GetProperty("diagnosis");
        Assert.Equal("AuthenticationMismatch", diagnosis.GetProperty("cause").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", diagnosis.GetProperty("since").GetString());
        Assert.Equal(("10.88.0.12", 150, "02:42:0a:58:00:0c"),
            (diagnosis.GetProperty("rival").GetString(), diagnosis.GetProperty("rivalPriority").GetInt32(), diagnosis.GetProperty("rivalHardwareAddress").GetString()));
        Assert.Equal(("Passwords differ.", "请统一密码。"), (diagnosis.GetProperty("explanation").GetString(), diagnosis.GetProperty("remedyZh").GetString()));
        Assert.Equal(3, diagnosis.GetProperty("evidence")[0].GetProperty("count").GetInt64());
        Assert.Equal(
            [Instance + "/actions/release", Instance + "/actions/yield", Instance + "/actions/announce"],
            first.GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("href").GetString()!));
        Assert.Equal("This node holds no addresses, so it cannot be one of two masters.", answer.GetProperty("instances")[1].GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Trace_IsATextToDownload()
    {
        HttpResponseMessage response = await _console.As(Roles.Viewer).GetAsync(Instance + "/trace");

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("VI_WEB.txt", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("# VI_WEB\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Pcapng_IsAFileToDownload_WithASafeName()
    {
        _console.Engine.Current = _console.Engine.Current.WithInstance(instance => instance with { Name = "VI \"1\"/é" });

        HttpResponseMessage response = await _console.As(Roles.Operator).GetAsync($"/api/v1/vrrp-instances/{Uri.EscapeDataString("VI \"1\"/é")}/pcapng");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-pcapng", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("VI__1___.pcapng", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal([0x0a, 0x0d, 0x0d, 0x0a], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Status_HasTheNewMembers()
    {
        Change(instance => instance with
        {
            SplitBrain = FakeStatus.SplitBrain(),
            Released = true,
            Preempts = true,
            PreemptDelay = TimeSpan.FromSeconds(1),
            SyncGroup = "G1",
            TakeoverAt = FakeStatus.Noon.AddSeconds(3.609375),
            VirtualMac = "vrrp.51 00:00:5e:00:01:33",
            VirtualRoutes = [new VirtualRouteStatus("10.9.0.0/24 via 10.88.0.1", true)],
            Tracks = [new TrackStatus("file", "weight", null, 5, true, null, null)],
            HeartbeatLines = [instance.HeartbeatLines[0], new HeartbeatLineStatus("eth1", null, false)],
        });
        _console.Engine.Current = _console.Engine.Current with
        {
            Engine = _console.Engine.Current.Engine with { ElectionProcess = new ElectionProcessStatus(4711, FakeStatus.Noon, "1.2.3", true, 2, FakeStatus.Noon.AddSeconds(1)) },
        };

        JsonElement status = await _console.As(Roles.Viewer).GetJsonAsync("/api/v1/status");
        JsonElement instance = await _console.As(Roles.Viewer).GetJsonAsync(Instance + "/status");

        Assert.Equal(status.GetProperty("vrrp")[0].GetRawText(), instance.GetRawText());
        Assert.Equal("AuthenticationMismatch", instance.GetProperty("splitBrain").GetProperty("cause").GetString());
        Assert.True(instance.GetProperty("released").GetBoolean());
        Assert.True(instance.GetProperty("preempts").GetBoolean());
        Assert.Equal(1000, instance.GetProperty("preemptDelayMs").GetDouble());
        Assert.Equal("G1", instance.GetProperty("syncGroup").GetString());
        Assert.Equal("2026-03-01T12:00:03.609375Z", instance.GetProperty("takeoverAt").GetString());
        Assert.Equal("vrrp.51 00:00:5e:00:01:33", instance.GetProperty("virtualMac").GetString());
        Assert.Equal("10.9.0.0/24 via 10.88.0.1", instance.GetProperty("virtualRoutes")[0].GetProperty("text").GetString());
        JsonElement track = instance.GetProperty("tracks")[0];
        Assert.Equal(("file", "weight", JsonValueKind.Null, 5, true),
            (track.GetProperty("kind").GetString(), track.GetProperty("target").GetString(), track.GetProperty("up").ValueKind, track.GetProperty("priorityOffset").GetInt32(), track.GetProperty("causesFault").GetBoolean()));
        Assert.Equal(["eth0", "eth1"], instance.GetProperty("heartbeatLines").EnumerateArray().Select(line => line.GetProperty("interface").GetString()!));
        JsonElement process = status.GetProperty("engine").GetProperty("electionProcess");
        Assert.Equal((4711, true, 2), (process.GetProperty("processId").GetInt32(), process.GetProperty("adopted").GetBoolean(), process.GetProperty("restarts").GetInt32()));
    }

    private void Change(Func<VrrpInstanceStatus, VrrpInstanceStatus> change) => _console.Engine.Current = _console.Engine.Current.WithInstance(change);
}
