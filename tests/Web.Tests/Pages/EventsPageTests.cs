using Bunit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Events;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class EventsPageTests : PageTest
{
    private readonly FakeEventHistory _events = new();

    public EventsPageTests() => Services.AddSingleton<IEventHistory>(_events);

    private IRenderedComponent<EventsPage> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("events" + query);
        return Render<EventsPage>();
    }

    private void AddDown() => _events.Add("realServerStateChanged", EventSeverity.Critical, "Real server 10.88.0.101:80 of web went from Up to Down: 2 of 2 attempts failed.",
        new() { ["service"] = "web", ["server"] = "10.88.0.101:80", ["from"] = "Up", ["to"] = "Down", ["reason"] = "2 of 2 attempts failed" }, service: "web", server: "10.88.0.101:80");

    [Fact]
    public void Filter_IsPassedToBothQueries()
    {
        Open("?range=6h&severity=Critical&type=quorumChanged&node=l2&object=VI_WEB");

        Assert.Equal(new EventQuery { From = Noon.AddSeconds(1).AddHours(-6), To = Noon.AddSeconds(1), Severity = EventSeverity.Critical, Kind = "quorumChanged", Node = "l2", Text = "VI_WEB" }, _events.Queries[^1]);
        Assert.Equal((_events.Queries[^1], 48), _events.Counts[^1]);
    }

    [Fact]
    public void Bar_LeadsToItsTime_AndSaysItsCounts()
    {
        var page = Open("?severity=Critical");

        var bar = page.FindAll("a.kc-hist-bar")[0];
        Assert.Equal("2026-03-01 11:30:00 to 2026-03-01 12:00:00: 4 events, 3 critical, 0 warnings", bar.GetAttribute("aria-label"));
        Assert.EndsWith("events?range=custom&from=2026-03-01T11%3A30%3A00&to=2026-03-01T12%3A00%3A00&severity=Critical", bar.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(["25", "0", "75"], bar.QuerySelectorAll("rect").Select(rect => rect.GetAttribute("height")));
    }

    [Fact]
    public void CustomRange_IsTheViewersWallClock_AndDoesNotMove()
    {
        var page = Open("?range=custom&from=2026-03-01T11:30:00&to=2026-03-01T12:00:00");

        Assert.Equal((Noon.AddMinutes(-30), Noon), (_events.Queries[^1].From, _events.Queries[^1].To));
        Assert.Empty(page.FindAll(".kc-events-live button"));
    }

    [Fact]
    public void Line_HasSeverityInWords_AndALinkToItsObject()
    {
        AddDown();

        var row = Open().Find("[data-event]");

        Assert.Equal("real-servers?search=10.88.0.101%3A80", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Critical", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Real server 10.88.0.101:80 of web went from Up to Down: 2 of 2 attempts failed.", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_InChinese()
    {
        AddDown();
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);

        Assert.Contains("web 的真实服务器 10.88.0.101:80 由", Open().Find(".kc-why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Paused_CountsWhatIsNew_AndShowsItWhenOneGoesOn()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Single(_events.Queries));
        page.Find(".kc-events-live button").Click();
        Publish(new EngineNotice("x", "y", EventSeverity.Info));
        Publish(new EngineNotice("x", "z", EventSeverity.Info));
        AdvanceUntil(() => Assert.Equal("2 new", page.Find(".kc-new-pill").TextContent));
        Assert.Single(_events.Queries);

        AddDown();
        page.Find(".kc-new-pill").Click();

        Assert.Single(page.FindAll("[data-event]"));
        Assert.Empty(page.FindAll(".kc-new-pill"));
    }

    [Fact]
    public void Nothing_IsNotTheSameAsNoMatch()
    {
        Assert.Contains("No event in this time.", Open().Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Contains("No event matches.", Open("?node=l9").Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }
}
