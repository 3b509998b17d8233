using System.Net;
using Bunit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Inspector;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

public class InspectorPageTests : VrrpPageTest
{
    private IRenderedComponent<InspectorPage> Open(string query = "")
    {
        Navigation.NavigateTo("inspector" + query);
        return Render<InspectorPage>();
    }

    private void Record()
    {
        Vrrp.Frames.Add(FakeFrames.Advert(Noon, isSent: true, priority: 200));
        Vrrp.Frames.Add(FakeFrames.Advert(Noon.AddMilliseconds(500), isSent: false, priority: 150, refused: "their password differs; define the same on both"));
        Vrrp.Frames.Add(FakeFrames.Advert(Noon.AddMilliseconds(1000.4), isSent: true, priority: 200));
        Vrrp.Frames.Add(FakeFrames.Advert(Noon.AddSeconds(3), isSent: true, priority: 200));
    }

    [Fact]
    public void List_NewestFirst_WithTimeSinceTheSendersLast()
    {
        Record();

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".kc-frame-row").Count));
        Assert.Equal(["1999.6 ms", "1000.4 ms", "–", "–"], page.FindAll(".kc-frame-row td:nth-child(2)").Select(cell => cell.TextContent));
        Assert.Equal(["→ sent eth0", "→ sent eth0", "← received eth0", "→ sent eth0"], page.FindAll(".kc-frame-row td:nth-child(3)").Select(cell => cell.TextContent));
        Assert.Contains("gap: more than 1.5 intervals", page.FindAll(".kc-frame-row")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(("VI_WEB", true), Vrrp.Looks[0]);
    }

    [Fact]
    public void OnlyAnomalies_LeavesOutWhatIsAsItShouldBe()
    {
        Record();

        var page = Open("?anomalies=true");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".kc-frame-row").Count));
        Assert.Contains("refused: their password differs", page.FindAll(".kc-frame-row")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("kc-frame-bad", page.FindAll(".kc-frame-row")[1].ClassList);
    }

    [Fact]
    public void Poll_OnceASecond_RecordsOnlyTheFirstLook()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("No advert was sent or seen yet.", page.Markup, StringComparison.Ordinal));

        Record();
        AdvanceUntil(() => Assert.Equal(4, page.FindAll(".kc-frame-row").Count));

        Assert.Equal(("VI_WEB", true), Vrrp.Looks[0]);
        Assert.All(Vrrp.Looks.Skip(1), look => Assert.Equal(("VI_WEB", false), look));
        Assert.NotEmpty(Vrrp.Looks.Skip(1));
    }

    [Fact]
    public void Pause_LooksNoMore()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Single(Vrrp.Looks));
        page.Find("[data-pause]").Click();

        Time.Advance(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-pause]").GetAttribute("aria-pressed")));
        Assert.Single(Vrrp.Looks);
    }

    [Fact]
    public void Selected_ShowsFieldsAndBytes_LinksThem_AndHidesTheSecret()
    {
        Record();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".kc-frame-row").Count));

        page.FindAll(".kc-frame-row")[2].Click();

        Assert.Equal(["45", "21", "33", "96", "••"], page.FindAll(".kc-hex-byte").Select(value => value.TextContent));
        Assert.Contains("hidden", page.Find("[data-field='AuthenticationData']").TextContent, StringComparison.Ordinal);
        page.Find("[data-field='Priority']").Click();
        Assert.Equal("96", page.Find(".kc-hex-chosen").TextContent);
        page.FindAll(".kc-hex-byte")[2].Click();
        Assert.Equal("true", page.Find("[data-field='VirtualRouterId']").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Viewer_IsToldTheRoleAndNothingIsRead()
    {
        SignInAs("viewer");

        var page = Open();

        Assert.Contains("needs the role operator; you have viewer", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(Vrrp.Looks);
    }

    [Fact]
    public void Failure_IsShownWithItsReason()
    {
        Vrrp.Answer = new OperationResult(OperationStatus.NotFound, $"This node takes no part in a VRRP instance VI_WEB.");

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("takes no part", page.Find(".kc-error-card").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Refusal_IsToldInTheChosenLanguage()
    {
        var chinese = new ConsoleText();
        chinese.Use(Language.Chinese);
        var frame = FakeFrames.Advert(Noon, isSent: false, priority: 150, refused: "their password differs; define the same on both", refusedZh: "密码不同；请在两边定义相同的密码");

        Assert.Equal(["已拒绝：密码不同；请在两边定义相同的密码"], Assert.Single(InspectorRow.Of([frame], chinese)).Notes);
        Assert.Equal(["refused: their password differs; define the same on both"], Assert.Single(InspectorRow.Of([frame], new ConsoleText())).Notes);
    }

    [Fact]
    public void PriorityZero_IsNoted_AndTheSilenceAfterItIsNoGap()
    {
        IReadOnlyList<InspectorRow> rows = InspectorRow.Of([FakeFrames.Advert(Noon, isSent: true, priority: 0), FakeFrames.Advert(Noon.AddSeconds(60), isSent: true, priority: 200)], new ConsoleText());

        Assert.Empty(rows[0].Notes);
        Assert.Equal(["priority 0: the sender leaves"], rows[1].Notes);
    }

    private void TwoInstances()
    {
        VrrpInstanceStatus web = Engine.Current.Vrrp[0];
        Engine.Current = Engine.Current with { Vrrp = [web, web with { Name = "VI_DB", VirtualRouterId = new VirtualRouterId(52) }] };
        Record();
        Vrrp.FramesOf["VI_DB"] =
        [
            FakeFrames.Advert(Noon.AddMilliseconds(200), isSent: true, priority: 100) with { VirtualRouterId = 52 },
            FakeFrames.Advert(Noon.AddMilliseconds(1200.2), isSent: true, priority: 100) with { VirtualRouterId = 52 },
        ];
    }

    [Fact]
    public void Jitter_OfTheSenderThereIsNow_InNumbersAndBars()
    {
        Record();

        var page = Open("?anomalies=true");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".kc-jitter-sender")));
        Assert.Contains("→ sent by this node", page.Find(".kc-jitter-table caption").TextContent, StringComparison.Ordinal);
        Assert.Contains("10.88.0.11 → 224.0.0.18 · eth0", page.Find(".kc-jitter-table caption").TextContent, StringComparison.Ordinal);
        Assert.Equal(["under 0.1 ms", "0.1 to 0.5 ms", "0.5 to 1 ms", "1 to 5 ms", "5 to 20 ms", "20 ms and more"], page.FindAll(".kc-jitter-table tbody th").Select(cell => cell.TextContent));
        Assert.Equal(["0", "1", "0", "0", "0", "1"], page.FindAll(".kc-jitter-count").Select(cell => cell.TextContent));
        Assert.Equal(["0", "100", "0", "0", "0", "100"], page.FindAll(".kc-jitter-bar rect").Select(bar => bar.GetAttribute("width")));
        Assert.Equal("0.40 ms", page.Find("[data-median]").TextContent);
        Assert.Equal("999.60 ms", page.Find("[data-p99]").TextContent);
        Assert.Equal("999.60 ms late", page.Find("[data-worst]").TextContent);
        Assert.Equal("1", page.Find("[data-lost]").TextContent);
    }

    [Fact]
    public void AllInstances_OneListInOrderOfTime_WithTheInstance_AndNothingOfOneAlone()
    {
        TwoInstances();

        var page = Open("?instance=*");

        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll(".kc-frame-row").Count));
        Assert.Equal(["VI_WEB", "VI_DB", "VI_WEB", "VI_WEB", "VI_DB", "VI_WEB"], page.FindAll("td[data-label='Instance']").Select(cell => cell.TextContent));
        Assert.Equal(["1999.6 ms", "1000.2 ms", "1000.4 ms", "–", "–", "–"], page.FindAll("td[data-label='Δt']").Select(cell => cell.TextContent));
        Assert.Equal("*", page.Find("select[name='instance'] option[selected]").GetAttribute("value"));
        Assert.Empty(page.FindAll(".kc-jitter, a[download], .kc-inspector-margin"));
        Assert.Equal([("VI_WEB", true), ("VI_DB", true)], Vrrp.Looks.Take(2));

        AdvanceUntil(() => Assert.True(Vrrp.Looks.Count >= 4));
        Assert.All(Vrrp.Looks.Skip(2), look => Assert.False(look.Begins));
    }

    [Fact]
    public void AllInstances_OneThatCannotBeRead_DoesNotHideTheOthers()
    {
        TwoInstances();
        Vrrp.AnswerOf["VI_WEB"] = new OperationResult(OperationStatus.NotFound, $"This node takes no part in a VRRP instance VI_WEB.");

        var page = Open("?instance=*");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".kc-frame-row").Count));
        Assert.Contains("takes no part", page.Find(".kc-error-card").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Choice_IsInTheAddress_AndWhatWasReadForAnotherIsNotShown()
    {
        TwoInstances();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".kc-frame-row").Count));
        Assert.Empty(page.FindAll("td[data-label='Instance']"));

        page.Find("select[name='instance']").Change("*");

        Assert.EndsWith("inspector?instance=*", Uri.UnescapeDataString(Navigation.Uri), StringComparison.Ordinal);
        Assert.True(page.FindAll(".kc-frame-row").Count is 0 or 6);
        AdvanceUntil(() => Assert.Equal(6, page.FindAll(".kc-frame-row").Count));
        page.FindAll(".kc-frame-row")[4].Click();
        Assert.Equal("VI_DB", Assert.Single(page.FindAll(".kc-row-selected")).QuerySelector("td[data-label='Instance']")?.TextContent);

        page.Find("select[name='instance']").Change("VI_DB");
        AdvanceUntil(() => Assert.Equal(2, page.FindAll(".kc-frame-row").Count));
        Assert.Empty(page.FindAll(".kc-frame-detail"));
        Assert.Single(page.FindAll(".kc-jitter-sender"));
    }

    [Fact]
    public void OneAdvertToSeveralPeers_LeavesAtOneMoment_AndIsARowForEach()
    {
        foreach (string peer in (string[])["10.88.0.12", "10.88.0.13"])
            Vrrp.Frames.Add(FakeFrames.Advert(Noon, isSent: true, priority: 200) with { Destination = IPAddress.Parse(peer) });

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".kc-frame-row").Count));
        Assert.Equal(["–", "–"], page.FindAll("td[data-label='Δt']").Select(cell => cell.TextContent));
        page.FindAll(".kc-frame-row")[0].Click();
        Assert.Single(page.FindAll(".kc-row-selected"));
    }
}
