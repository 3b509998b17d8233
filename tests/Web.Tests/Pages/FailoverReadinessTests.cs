using System.Net;
using Bunit;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Overview;
using KeepaliveConsole.Web.Features.PlainStatus;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Whether a failover would work, the tiles, and the page without a script that shows the same.</summary>
public sealed class FailoverReadinessTests : PageTest
{
    private static readonly ConsoleText s_text = new();

    [Fact]
    public void Master_CannotKnowItsStandby()
    {
        FailoverReadiness answer = Of(FakeStatus.Healthy());
        Assert.Equal((ReadinessLevel.NotKnown, "Nothing speaks against it; this node cannot know everything."), (answer.Level, answer.Sentence));
        Assert.Equal(
            [
                "Election Good this node takes part in every instance",
                "Peers NotKnown a standby sends nothing, so its master cannot tell whether one is there: VI_WEB",
                "Address conflicts Good none seen",
                "Held addresses Good 1 held here, as the states say",
                "Priorities Good as defined",
                "Sync groups Good none defined",
                "Capacity of this node Good every service has its quorum, 2 of 2 real servers are up",
                "Last rehearsal NotKnown none is known; the last change of state was 0 s ago",
            ], answer.Checks.Select(check => $"{check.Name} {check.Level} {check.Text}"));
    }

    [Fact]
    public void Standby_HearsItsMaster() =>
        Assert.Equal("Peers Good the master was heard 0.4 s ago", Line(Standby(), "Peers"));

    [Fact]
    public void WhatBlocks_IsListed()
    {
        EngineStatus broken = Standby().WithInstance(instance => instance with { SplitBrain = FakeStatus.SplitBrain(), Released = true, VirtualAddresses = [instance.VirtualAddresses[0] with { Held = true }] });
        FailoverReadiness answer = Of(broken with { Engine = broken.Engine with { LoadBalancerProblem = "ip_vs is not loaded" } });
        Assert.Equal((ReadinessLevel.Blocked, "No: 4 of 8 needs are not met."), (answer.Level, answer.Sentence));
        Assert.Equal(["Election released by an operator: VI_WEB", "Address conflicts a second master: VI_WEB", "Held addresses the kernel holds something else than the state says: VI_WEB", "Capacity of this node ip_vs is not loaded"],
            answer.Checks.Where(check => check.Level == ReadinessLevel.Blocked).Select(check => $"{check.Name} {check.Text}"));
    }

    [Fact]
    public void WhatIsLess_IsAReservation()
    {
        Assert.Equal("Priorities Reserved lowered by what is tracked: VI_WEB", Line(FakeStatus.Healthy().WithInstance(instance => instance with { EffectivePriority = 150 }), "Priorities"));
        Assert.Equal("Priorities Reserved the same as the master's: VI_WEB", Line(Standby().WithInstance(instance => instance with { Owner = instance.Owner! with { Priority = 200 } }), "Priorities"));
        Assert.Equal("Peers Reserved no master is heard: VI_WEB", Line(Standby().WithInstance(instance => instance with { Owner = null }), "Peers"));
        EngineStatus two = FakeStatus.Healthy();
        two = two with { Vrrp = [two.Vrrp[0] with { SyncGroup = "G1" }, two.Vrrp[0] with { Name = "VI_2", SyncGroup = "G1", State = VrrpState.Backup, VirtualAddresses = [] }] };
        Assert.Equal("Sync groups Blocked not in one state: G1", Line(two, "Sync groups"));
        EngineStatus resting = FakeStatus.Healthy();
        resting = resting with { VirtualServices = [resting.VirtualServices[0] with { Suspended = true }] };
        Assert.Equal($"Capacity of this node NotKnown checks rest while the address is elsewhere: {FakeStatus.Service}", Line(resting, "Capacity of this node"));
    }

    [Fact]
    public void SilentEngine_IsNotKnown()
    {
        FailoverReadiness answer = FailoverReadiness.From(FakeStatus.Healthy(), PictureAge.Of(FakeStatus.Healthy(), Noon.AddSeconds(9)), Noon.AddSeconds(9), s_text)!;
        Assert.Equal((ReadinessLevel.NotKnown, "Not known: the engine does not report.", "last heard 9 s ago"), (answer.Level, answer.Sentence, Assert.Single(answer.Checks).Text));
        Assert.Null(FailoverReadiness.From(FakeStatus.Healthy() with { Vrrp = [] }, PictureAge.Of(FakeStatus.Healthy(), Noon), Noon, s_text));
    }

    [Fact]
    public void Tiles_CountByState_AndLinkToTheFilter()
    {
        Engine.Publish(Transition(VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent), status => status.With("10.88.0.102:80", server => server with { State = RealServerState.Down }));
        IRenderedComponent<OverviewPage> page = Render<OverviewPage>();
        Assert.Equal(["Virtual addresses 1", "Virtual services 1", "Real servers 2"], page.FindAll(".kc-tile h2").Select(title => title.TextContent.Trim()));
        Assert.Equal(["real-servers?state=up 1 Up", "real-servers?state=changing 0 Changing", "real-servers?state=down 1 Down", "real-servers?state=drain 0 Drain", "real-servers?state=maintenance 0 Maintenance", "real-servers?state=unknown 0 Unknown"],
            page.FindAll(".kc-tile")[2].QuerySelectorAll("li a").Select(link => $"{link.GetAttribute("href")} {link.TextContent.Trim()}"));
        Assert.Equal(["flex-grow:1", "flex-grow:1"], page.FindAll(".kc-tile")[2].QuerySelectorAll(".kc-bar > span").Select(part => part.GetAttribute("style")));
    }

    [Fact]
    public void Tiles_NothingIsGood_WhenTheEngineIsSilent()
    {
        PictureAge picture = PictureAge.Of(FakeStatus.Healthy(), Noon.AddSeconds(7));
        IReadOnlyList<StateTile> tiles = StateTile.From(FakeStatus.Healthy(), picture, ServerCounts.From(FakeStatus.Healthy(), picture), s_text);
        Assert.Equal(["Unknown 1", "Unknown 1", "Unknown 2"], tiles.SelectMany(tile => tile.Parts.Where(part => part.Count > 0)).Select(part => $"{part.Word} {part.Count}"));
    }

    [Fact]
    public void PlainPage_ShowsTheSame_WithoutAScript()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        IRenderedComponent<PlainStatusPage> page = Render<PlainStatusPage>();
        Assert.Equal("l1 Master", string.Join(' ', page.Find("h1").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("As of 2026-03-01 12:00:00 UTC, 1.0 s old. This page loads itself again every 10 s.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("10.88.0.100/24", page.Find(".kc-plain-list").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 held here", "1 quorum", "2 Up"], page.FindAll(".kc-plain-parts li").Select(part => part.TextContent.Trim()));
        Assert.Empty(page.FindAll("script, button, [blazor\\:onclick]"));
        Assert.Equal("status", page.FindAll("a")[0].GetAttribute("href"));
    }

    private static EngineStatus Standby() => FakeStatus.Healthy().WithInstance(instance => instance with
    {
        State = VrrpState.Backup,
        Owner = new VrrpOwner(null, IPAddress.Parse("10.88.0.12"), 250, Noon.AddSeconds(-0.4)),
        VirtualAddresses = [instance.VirtualAddresses[0] with { Held = false }],
    });

    private static FailoverReadiness Of(EngineStatus status) => FailoverReadiness.From(status, PictureAge.Of(status, Noon), Noon, s_text)!;

    private static string Line(EngineStatus status, string name)
    {
        ReadinessCheck check = Of(status).Checks.Single(check => check.Name == name);
        return $"{check.Name} {check.Level} {check.Text}";
    }
}
