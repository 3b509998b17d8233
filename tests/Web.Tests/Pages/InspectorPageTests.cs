using Bunit;
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
}
