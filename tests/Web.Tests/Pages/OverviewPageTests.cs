using System.Net;
using Bunit;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Overview;

namespace KeepaliveConsole.Web.Tests.Pages;

public class OverviewPageTests : PageTest
{
    [Fact]
    public void Overview_ThisNodeOwns_ShowsOwnerHeldSinceAndCause()
    {
        Time.Advance(TimeSpan.FromSeconds(2.5));

        var page = Render<OverviewPage>();

        var card = page.Find("[data-instance=VI_WEB]");
        Assert.Equal("l1", card.QuerySelector(".kc-owner strong")!.TextContent);
        Assert.Contains("this node", card.QuerySelector(".kc-owner")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-03-01 12:00:00 UTC", card.QuerySelector(".kc-facts time")!.GetAttribute("title"));
        Assert.Contains("· 2 s", card.QuerySelector(".kc-facts dd")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No advert came for 3.2 s.", card.QuerySelector(".kc-cause")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Master", card.QuerySelector(".kc-pill-word")!.TextContent);
    }

    [Fact]
    public void Overview_OneSecondPasses_HeldSinceGrows()
    {
        var page = Render<OverviewPage>();

        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("· 1 s", page.Find(".kc-facts dd").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Overview_TransitionPushed_PageShowsNewOwnerAndEvent()
    {
        var page = Render<OverviewPage>();
        Time.Advance(TimeSpan.FromSeconds(0.5));

        Engine.Publish(Transition(VrrpState.Master, VrrpState.Backup, TransitionCause.HigherPriorityHeard), status => status with
        {
            Vrrp = [status.Vrrp[0] with
            {
                State = VrrpState.Backup,
                Owner = new VrrpOwner(null, IPAddress.Parse("10.88.0.12"), 250, Noon),
                VirtualAddresses = [status.Vrrp[0].VirtualAddresses[0] with { Held = false }],
            }],
        });

        page.WaitForAssertion(() =>
        {
            Assert.Equal("Backup", page.Find("[data-instance=VI_WEB] .kc-pill-word").TextContent);
            Assert.Equal("10.88.0.12", page.Find(".kc-owner strong").TextContent);
            Assert.Contains("VI_WEB", page.Find(".kc-event-text").TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Overview_PictureTooOld_IsMarkedStaleAndNotGreen()
    {
        Time.Advance(TimeSpan.FromSeconds(4));

        var page = Render<OverviewPage>();

        var pill = page.Find("[data-instance=VI_WEB] .kc-pill");
        Assert.Equal("Master · stale", pill.QuerySelector(".kc-pill-word")!.TextContent);
        Assert.Contains("kc-state-stale", pill.ClassList);
        Assert.DoesNotContain("kc-state-up", pill.ClassList);
        Assert.Equal("last known owner", page.Find(".kc-owner-label").TextContent);
        Assert.Contains("Degraded", page.Find(".kc-health-level").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Overview_PictureOlderThanThreeIntervals_IsUnknownAndCritical()
    {
        Time.Advance(TimeSpan.FromSeconds(7));

        var page = Render<OverviewPage>();

        Assert.Equal("Unknown · was Master", page.Find("[data-instance=VI_WEB] .kc-pill-word").TextContent);
        Assert.Contains("Critical", page.Find(".kc-health-level").TextContent, StringComparison.Ordinal);
        Assert.Contains("has not reported for 7 s", page.Find(".kc-health-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Overview_NothingDefined_LinksToImport()
    {
        Engine.Current = Engine.Current with { Vrrp = [], VirtualServices = [] };

        var page = Render<OverviewPage>();

        Assert.Equal("import", page.Find(".kc-empty a").GetAttribute("href"));
        Assert.Empty(page.FindAll(".kc-instance"));
    }

    [Fact]
    public void Overview_HtmlInReason_IsEncoded()
    {
        Engine.Current = Engine.Current with
        {
            Vrrp = [Engine.Current.Vrrp[0] with { LastTransition = Engine.Current.Vrrp[0].LastTransition! with { Sentence = "<img src=x onerror=alert(1)>" } }],
        };

        var page = Render<OverviewPage>();

        Assert.Empty(page.FindAll("img"));
        Assert.Contains("<img src=x onerror=alert(1)>", page.Find(".kc-cause-text").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void LiveEvents_Paused_KeepsTheListAndCountsNewOnes()
    {
        var events = Render<EventsCard>();
        Publish(new EngineNotice("first", "one", EventSeverity.Info));
        AdvanceUntil(() => Assert.Single(events.FindAll(".kc-event")));

        events.Find("button").Click();
        Publish(new EngineNotice("second", "two", EventSeverity.Info));

        AdvanceUntil(() => Assert.Equal("1 new", events.Find(".kc-chip").TextContent));
        Assert.Equal("first: one", events.Find(".kc-event-text").TextContent);

        events.Find("button").Click();
        Assert.Equal(["second: two", "first: one"], events.FindAll(".kc-event-text").Select(text => text.TextContent));
    }

    [Fact]
    public async Task Overview_TabClosed_SubscriptionEnds()
    {
        Render<OverviewPage>();
        Assert.Equal(["console-circuit"], Engine.Subscribers);

        await DisposeComponentsAsync();
        await Services.DisposeAsync();

        await Polling.UntilAsync(() => Engine.Subscribers.Count == 0);
        Assert.Empty(Engine.Subscribers);
    }
}
