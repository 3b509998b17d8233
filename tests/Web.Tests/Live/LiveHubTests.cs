using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Live;

public sealed class LiveHubTests
{
    private const string Server = "10.88.0.101:80";

    [Fact]
    public async Task Connecting_GivesThePicture_ThenWhatChanges_InOneOrder()
    {
        await using var console = new ConsoleFactory();
        await using HubClient client = await HubClient.ConnectAsync(console, console.TokenOf("viewer"));
        (string target, JsonElement first) = await client.NextAsync();
        Assert.Equal("Snapshot", target);
        Assert.Equal(1, first[0].GetInt64());
        Assert.Equal("Master", first[1].GetProperty("vrrp")[0].GetProperty("state").GetString());

        console.Engine.Publish(new RealServerStateChanged(FakeStatus.Service, Server, RealServerState.Up, RealServerState.Down, "2 of 2 attempts failed: connection refused"),
            status => status.With(Server, real => real with { State = RealServerState.Down, InTable = false, EffectiveWeight = 0 }));

        long seq = 1;
        bool changed = false;
        while (true)
        {
            (target, JsonElement arguments) = await client.NextAsync();
            Assert.Equal(++seq, arguments[0].GetInt64());
            if (target == "RealServerChanged" && arguments[2].GetProperty("address").GetString() == Server)
            {
                Assert.Equal(FakeStatus.Service, arguments[1].GetString());
                changed |= arguments[2].GetProperty("state").GetString() == "Down";
            }

            if (target != "EventRecorded") continue;
            Assert.Equal("realServerStateChanged", arguments[1].GetProperty("type").GetString());
            Assert.Equal(11, arguments[1].GetProperty("sequence").GetInt64());
            Assert.Equal("Critical", arguments[1].GetProperty("severity").GetString());
            break;
        }

        Assert.True(changed, "the state must arrive before the event that tells of it");
    }

    [Fact]
    public async Task OwnerThatChangedElsewhere_IsTold_WithoutAnEvent()
    {
        await using var console = new ConsoleFactory();
        await using HubClient client = await HubClient.ConnectAsync(console, console.TokenOf("viewer"));
        await client.UntilAsync("Snapshot");
        console.Engine.Current = console.Engine.Current with { Vrrp = [console.Engine.Current.Vrrp[0] with { State = VrrpState.Backup, Owner = new VrrpOwner("l2", null, 150, FakeStatus.Noon) }] };
        JsonElement told;
        do told = await client.UntilAsync("VrrpChanged");
        while (told[1].GetProperty("owner").GetProperty("node").GetString() != "l2");
        Assert.Equal("Backup", told[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Probes_AreCoalesced_ToTheLastPerServer()
    {
        await using var console = new ConsoleFactory();
        await using HubClient client = await HubClient.ConnectAsync(console, console.TokenOf("viewer"));
        await client.UntilAsync("Snapshot");
        for (int i = 1; i <= 500; i++) console.Engine.Publish(Probe(i));

        int messages = 0;
        double last = 0;
        while (last < 500)
        {
            JsonElement probes = (await client.UntilAsync("ProbeCompleted"))[1];
            Assert.Equal(1, probes.GetArrayLength());
            last = probes[0].GetProperty("probe").GetProperty("durationMs").GetDouble();
            messages++;
        }

        Assert.InRange(messages, 1, 8);
    }

    [Fact]
    public async Task AppliedDefinition_IsTold()
    {
        await using var console = new ConsoleFactory();
        await using HubClient client = await HubClient.ConnectAsync(console, console.TokenOf("viewer"));
        await client.UntilAsync("Snapshot");
        console.Engine.Publish(new DefinitionApplied(7, ["VI_WEB: priority 200 → 150"]));
        JsonElement told = await client.UntilAsync("DefinitionApplied");
        Assert.Equal(7, told[1].GetInt64());
        Assert.Equal("VI_WEB: priority 200 → 150", told[2][0].GetString());
    }

    [Fact]
    public async Task LostEvents_AreCounted_AndTheSnapshotMendsTheGap()
    {
        await using var console = new ConsoleFactory();
        await using HubClient client = await HubClient.ConnectAsync(console, console.TokenOf("viewer"));
        await client.UntilAsync("Snapshot");
        console.Engine.LoseEvents(5);
        console.Engine.Publish(new EngineNotice("l1", "hello", EventSeverity.Info));
        Assert.Equal(5, (await client.UntilAsync("Dropped"))[0].GetInt64());

        JsonElement snapshot = await client.GetSnapshotAsync();
        Assert.True(snapshot.GetProperty("seq").GetInt64() >= 7);
        Assert.Equal("l1", snapshot.GetProperty("status").GetProperty("node").GetString());
    }

    [Fact]
    public async Task Nobody_AndForeignPages_GetNoConnection()
    {
        await using var console = new ConsoleFactory();
        await Assert.ThrowsAsync<InvalidOperationException>(() => HubClient.ConnectAsync(console, "kc_nobody"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => HubClient.ConnectAsync(console, console.TokenOf("viewer"), "http://example.org"));
    }

    private static ProbeCompleted Probe(int milliseconds) => new(FakeStatus.Service, Server, 0,
        new ProbeResult { Outcome = ProbeOutcome.Passed, At = FakeStatus.Noon, Duration = TimeSpan.FromMilliseconds(milliseconds), Message = "200 OK" });
}
