using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bunit;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Audit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public class AuditPageTests : PageTest
{
    private static AuditRecord Drain(long id = 1) => new(id, Noon, ActorKind.User, "anna", "10.1.0.7", "drain", "web-80 10.88.0.101:80",
        """{"weight":3,"admin":"Enabled"}""", """{"weight":3,"admin":"Drain"}""", "<script>alert(1)</script>", 7, true);

    private IRenderedComponent<AuditPage> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("audit" + query);
        return Render<AuditPage>();
    }

    [Fact]
    public void Audit_OneRecord_ShowsWhoWhatWhenAndEncodesTheReason()
    {
        History.Records.Add(Drain());

        var page = Open();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".rz-data-row")));
        string row = page.Find(".rz-data-row").TextContent;
        Assert.Contains("anna", row, StringComparison.Ordinal);
        Assert.Contains("drain", row, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", row, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script"));
        Assert.Equal("2026-03-01 12:00:00 UTC", page.Find(".rz-data-row time").GetAttribute("title"));
        Assert.Equal("user from 10.1.0.7", page.Find(".kc-actor").GetAttribute("title"));
    }

    [Fact]
    public void Audit_Filter_IsPassedToTheQuery()
    {
        Open("?range=24h&actor=anna&action=drain&text=web");

        AuditQuery query = History.Queries[^1];
        Assert.Equal(Noon.AddHours(-24), query.From);
        Assert.Null(query.To);
        Assert.Equal("anna", query.Actor);
        Assert.Equal("drain", query.Action);
        Assert.Equal("web", query.Text);
        Assert.Equal(50, query.Limit);
    }

    [Fact]
    public void Audit_CustomRange_IsTheViewersWallClock()
    {
        Services.GetRequiredService<KeepaliveConsole.Web.Components.Live.ViewerClock>().Use(null, 120);

        Open("?range=custom&from=2026-03-01T14:00&to=2026-03-01T15:30");

        Assert.Equal(Noon, History.Queries[^1].From);
        Assert.Equal(Noon.AddMinutes(90), History.Queries[^1].To);
    }

    [Fact]
    public void Audit_ActorTyped_GoesIntoTheAddressAndAsksAgain()
    {
        var page = Open();

        page.Find("input[name=actor]").Change("bob");

        Assert.EndsWith("audit?actor=bob", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("bob", History.Queries[^1].Actor));
    }

    [Fact]
    public void Audit_RowUnfolded_ShowsBeforeAndAfterWithSigns()
    {
        History.Records.Add(Drain());
        var page = Open();

        page.WaitForElement(".rz-row-toggler").Click();

        page.WaitForAssertion(() => Assert.Equal("\"admin\": \"Enabled\"", page.Find("td.kc-diff-text.kc-diff-removed").TextContent.Trim()));
        Assert.Equal("\"admin\": \"Drain\"", page.Find("td.kc-diff-text.kc-diff-added").TextContent.Trim());
        Assert.Equal("−", page.Find("td.kc-diff-sign.kc-diff-removed").TextContent);
        Assert.Equal("+", page.Find("td.kc-diff-sign.kc-diff-added").TextContent);
    }

    // As the store writes it: time and number of the last row that was looked at.
    private static string CursorAt(DateTimeOffset at) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.1")));

    [Fact]
    public void Audit_SearchThatEndedEarlyWithNothing_SaysHowFarItCame_AndGoesOn()
    {
        History.NextCursor = CursorAt(Noon.AddDays(-3));
        var page = Open("?text=rare");

        page.WaitForAssertion(() => Assert.Contains("Nothing matches back to 2026-02-26 12:00:00", page.Find(".kc-empty").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("No entry matches", page.Markup, StringComparison.Ordinal);
        History.NextCursor = null;
        page.Find(".kc-empty button").Click();

        Assert.Equal((CursorAt(Noon.AddDays(-3)), "rare"), (History.Queries[^1].Cursor, History.Queries[^1].Text));
        page.WaitForAssertion(() => Assert.DoesNotContain("Search further", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Audit_ShortPageThatEndedEarly_OffersToSearchFurther_ButAnEndDoesNot()
    {
        History.Records.Add(Drain());
        History.NextCursor = CursorAt(Noon.AddDays(-3));
        var page = Open("?text=web");
        page.WaitForAssertion(() => Assert.Equal("2026-02-26 12:00:00 UTC", page.Find(".kc-note time").GetAttribute("title")));

        History.NextCursor = null;
        page.Find(".kc-note button").Click();
        Assert.Equal(CursorAt(Noon.AddDays(-3)), History.Queries[^1].Cursor);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".kc-note")));
    }

    [Fact]
    public void Audit_OlderThenNewer_FollowsTheCursor()
    {
        History.Records.Add(Drain());
        History.NextCursor = CursorAt(Noon);
        var page = Open();

        page.FindAll(".kc-pager button")[1].Click();
        Assert.Equal(CursorAt(Noon), History.Queries[^1].Cursor);
        Assert.Contains("page 2", page.Find(".kc-pager").TextContent, StringComparison.Ordinal);

        page.FindAll(".kc-pager button")[0].Click();
        Assert.Null(History.Queries[^1].Cursor);
    }

    [Fact]
    public void Audit_EventArrives_AsksAgainAtMostEveryTwoSeconds()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Single(History.Queries));

        History.Records.Add(Drain());
        Publish(new EngineNotice("x", "y", EventSeverity.Info));
        Time.Advance(TimeSpan.FromSeconds(1.75));
        Assert.Single(History.Queries);

        AdvanceUntil(() => Assert.Single(page.FindAll(".rz-data-row")));
        Assert.InRange(History.Queries.Count, 2, 3);
    }

    [Fact]
    public void Audit_Nothing_SaysWhatWillAppear()
    {
        Assert.Contains("Nothing was recorded yet.", Open().Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_FilterWithoutMatch_SaysToAdjustIt()
    {
        Assert.Contains("No entry matches. Adjust the filter.", Open("?text=zzz").Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_StoreFails_ShowsErrorAndTriesAgain()
    {
        History.Failure = new InvalidOperationException("database is locked");
        var page = Open();
        Assert.Contains("database is locked", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        History.Failure = null;
        History.Records.Add(Drain());
        page.Find("[role=alert] button").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".rz-data-row")));
        Assert.Empty(page.FindAll(".kc-error-card"));
    }

    [Theory]
    [InlineData(Language.English, "No advert came for 3.2 s.", "Backup", "Master")]
    [InlineData(Language.Chinese, "3.2 秒没有收到通告。", "备（Backup）", "主（Master）")]
    public void Takeovers_OneTransition_IsTold_InTheReadersLanguage(Language language, string sentence, string from, string to)
    {
        History.Transitions.Add(new StoredTransition(1, Noon, "l1", "VI_WEB", VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent,
            "No advert came for 3.2 s.", "3.2 秒没有收到通告。", 200, "10.88.0.12", 150, TimeSpan.FromSeconds(3.2), null, 7));
        Services.GetRequiredService<ConsoleText>().Use(language);

        var page = Open("?tab=takeovers");

        Assert.Contains(sentence, page.Find(".kc-why").TextContent, StringComparison.Ordinal);
        Assert.Equal([from, to], page.FindAll(".kc-pill-word").Select(word => word.TextContent));
    }
}
