using System.Net;
using Bunit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Instances;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Radzen.Blazor;

namespace KeepaliveConsole.Web.Tests.Pages;

public class InstancesPageTests : VrrpPageTest
{
    private const string Row = "tr[data-instance='VI_WEB']";

    private IRenderedComponent<InstancesPage> Open(string query = "")
    {
        Navigation.NavigateTo("instances" + query);
        return Render<InstancesPage>();
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<InstancesPage> page, string action) => page.Find($".kc-vrrp-actions button[data-action='{action}']");

    private static VrrpInstanceStatus Backup(VrrpInstanceStatus instance) => instance with
    {
        State = VrrpState.Backup,
        Owner = new VrrpOwner(null, IPAddress.Parse("10.88.0.12"), 250, Noon),
        TakeoverAt = Noon.AddSeconds(2.5),
        VirtualAddresses = [.. instance.VirtualAddresses.Select(address => address with { Held = false })],
    };

    [Fact]
    public void Table_ShowsStateOwnerPriorityAndMarginOfEachInstance()
    {
        var page = Open();

        Assert.Equal("Master", page.Find(Row + " .kc-pill-word").TextContent);
        Assert.Equal("VRID 51 · eth0", page.Find(Row + " td:nth-child(2) .kc-age").TextContent.Trim());
        Assert.Equal("200 of 200", page.Find(Row + " td:nth-child(5)").TextContent.Trim());
        Assert.Contains("3.0 intervals", page.Find(Row + " .kc-margin").TextContent, StringComparison.Ordinal);
        Assert.Contains("kc-state-up", page.Find(Row + " .kc-margin").ClassList);
        Assert.Equal("MasterSilent", page.Find(Row + " .kc-vrrp-last .kc-chip").TextContent);
        Assert.Empty(page.FindAll("[data-detail]"));
    }

    [Fact]
    public void Table_PictureTooOld_ShowsNoMarginAndNoGreenMaster()
    {
        var page = Open();

        Time.Advance(TimeSpan.FromSeconds(4));

        page.WaitForAssertion(() => Assert.Equal("Master · stale", page.Find(Row + " .kc-pill-word").TextContent));
        Assert.Empty(page.FindAll(Row + " .kc-margin"));
    }

    [Fact]
    public void Table_ManyAddresses_FoldsAllButTheFirst()
    {
        Engine.Current = Engine.Current.WithInstance(instance => instance with
        {
            VirtualAddresses = [.. Enumerable.Range(100, 3).Select(last => new VirtualAddressStatus(IPAddress.Parse($"10.88.0.{last}"), 24, "eth0", null, true))],
        });

        var page = Open();

        Assert.Equal("2 more", page.Find(Row + " summary").TextContent);
        Assert.Equal(["10.88.0.101/24", "10.88.0.102/24"], page.FindAll(Row + " details .kc-vip").Select(vip => vip.TextContent));
    }

    [Fact]
    public void Search_WithoutAMatch_SaysSoAndNotThatThereIsNothing()
    {
        var page = Open("?search=nowhere");

        Assert.Contains("No instance matches", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void NoInstance_OffersTheImport()
    {
        Engine.Current = Engine.Current with { Vrrp = [] };

        var page = Open();

        Assert.Equal("import", page.Find(".kc-empty a").GetAttribute("href"));
    }

    [Fact]
    public void Now_AddsEachTrackToTheBase()
    {
        Engine.Current = Engine.Current.WithInstance(instance => instance with
        {
            EffectivePriority = 180,
            Tracks = [new TrackStatus("script", "chk_web", false, -20, false, "exit code 1", Noon), new TrackStatus("interface", "eth1", true, 0, false, "up", Noon)],
        });

        var page = Open("?instance=VI_WEB&tab=now");

        Assert.Equal(["200", "-20", "0", "180"], page.FindAll("[data-priority] .kc-step-offset").Select(offset => offset.TextContent));
        Assert.Contains("exit code 1", page.Find("[data-priority]").TextContent, StringComparison.Ordinal);
        Assert.Equal("base 200, script chk_web -20", page.Find(Row + " td:nth-child(5)").GetAttribute("title"));
    }

    [Fact]
    public void Explain_Backup_SaysWhyAndWhatWouldChangeIt()
    {
        Engine.Current = Engine.Current.WithInstance(Backup);

        var page = Open("?instance=VI_WEB&tab=explain");

        Assert.Equal("HigherPriority", page.Find(".kc-vrrp-explain").GetAttribute("data-reason"));
        Assert.Contains("the master falls silent, is released or yields", page.Find(".kc-vrrp-ways").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_Backup_ShowsTheMasterUnderItsNameInTheDefinition()
    {
        Engine.Current = Engine.Current.WithInstance(Backup);

        var page = Open("?instance=VI_WEB&tab=peers");

        page.WaitForAssertion(() => Assert.Contains("advert with priority 250 heard 0.0 s ago", page.Find("tr[data-peer='l2']").TextContent, StringComparison.Ordinal));
        Assert.Contains("its kernel holds 0 of 1 addresses", page.Find("tr[data-peer='l1']").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".kc-vrrp-mismatch"));
    }

    [Fact]
    public void Peers_Master_SaysThatASilentBackupProvesNothing()
    {
        var page = Open("?instance=VI_WEB&tab=peers");

        page.WaitForAssertion(() => Assert.Contains("says nothing", page.Find("tr[data-peer='l2']").TextContent, StringComparison.Ordinal));
        Assert.Contains("No sign of a second master.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_SplitBrain_MarksTheMismatchAndNamesCauseAndRemedy()
    {
        Engine.Current = Engine.Current.WithInstance(instance => instance with { SplitBrain = FakeStatus.SplitBrain() });

        var page = Open("?instance=VI_WEB&tab=peers");

        Assert.Contains("10.88.0.12", page.Find(".kc-vrrp-mismatch").TextContent, StringComparison.Ordinal);
        Assert.Contains("Make them the same.", page.Find(".kc-vrrp-brain").TextContent, StringComparison.Ordinal);
        Assert.Contains("seen 3 times", page.Find(".kc-vrrp-evidence").TextContent, StringComparison.Ordinal);
        Assert.Equal("split brain", page.Find(Row + " .kc-vrrp-split").TextContent.Trim());
    }

    [Fact]
    public void Transitions_ComeFromTheHistoryWithSentenceAndCause()
    {
        History.Transitions.Add(new StoredTransition(4, Noon, "l1", "VI_WEB", VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent, "No advert came.", "没有收到通告。", 200, "10.88.0.12", 150, TimeSpan.FromSeconds(3.21875), null, 7));

        var page = Open("?instance=VI_WEB&tab=transitions");

        page.WaitForAssertion(() => Assert.Contains("No advert came.", page.Find(".kc-vrrp-transitions").TextContent, StringComparison.Ordinal));
        Assert.Contains("own priority 200; advert of 10.88.0.12 with priority 150; 3.219 s without an advert", page.Find(".kc-vrrp-transitions tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_HidesThePassword()
    {
        VrrpInstanceDefinition web = Definitions.Current!.VrrpInstances[0];
        Definitions.Current = Definitions.Current with { VrrpInstances = [web with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" } }] };

        var page = Open("?instance=VI_WEB&tab=config");

        page.WaitForAssertion(() => Assert.Contains("\"virtualRouterId\": 51", page.Find(".kc-vrrp-json").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_StoreFails_ShowsTheReason()
    {
        Definitions.Failure = new InvalidOperationException("disk full");

        var page = Open("?instance=VI_WEB&tab=config");

        page.WaitForAssertion(() => Assert.Contains("disk full", page.Find(".kc-error-card").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Raw_IsTheDocumentOfTheInterface()
    {
        var page = Open("?instance=VI_WEB&tab=raw");

        Assert.Contains("\"effectivePriority\": 200", page.Find(".kc-vrrp-json").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownInstance_IsSaid()
    {
        var page = Open("?instance=VI_GONE");

        Assert.Contains("takes no part in an instance VI_GONE", page.Find(".kc-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_TellsWhatItTouches_AndWaitsForThePicture()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Open("?instance=VI_WEB");

        Task click = Button(page, "release").ClickAsync(new());
        dialogs.WaitForElement("#impact-reason").Input("kernel update");
        Assert.Equal(["10.88.0.100/24", "10.88.0.100:80/tcp"], dialogs.FindAll(".kc-impact-lines dd").Take(2).Select(value => value.TextContent));
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal(("release", "VI_WEB", "kernel update"), Assert.Single(Vrrp.Asked));
        page.WaitForAssertion(() => Assert.Contains("Release…", page.Find(".kc-pending").TextContent, StringComparison.Ordinal));

        Publish(new DefinitionApplied(8, []), status => status.WithInstance(instance => instance with { Released = true }));

        AdvanceUntil(() => Assert.Empty(page.FindAll(".kc-pending")));
        Assert.Contains("released", page.Find(Row).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yield_Refused_ShowsWhyAndNoSpinner()
    {
        Vrrp.Answer = new OperationResult(OperationStatus.NotNow, $"This node is not master of VI_WEB.");
        var dialogs = Render<RadzenDialog>();
        var page = Open("?instance=VI_WEB");

        Task click = Button(page, "yield").ClickAsync(new());
        dialogs.WaitForElement(".kc-impact");
        await dialogs.Find("form").SubmitAsync();
        await click;

        page.WaitForAssertion(() => Assert.Contains("This node is not master of VI_WEB.", page.Find(".kc-vrrp-message").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public void Announce_AsksNothingAndSaysWhatBecameOfIt()
    {
        var page = Open("?instance=VI_WEB");

        Button(page, "announce").Click();

        page.WaitForAssertion(() => Assert.Contains("Done as asked.", page.Find(".kc-vrrp-message").TextContent, StringComparison.Ordinal));
        Assert.Equal(("announce", "VI_WEB", null), Assert.Single(Vrrp.Asked));
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public async Task Release_EngineNeverShowsIt_SaysSoAfterTenSeconds()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Open("?instance=VI_WEB");
        Task click = Button(page, "release").ClickAsync(new());
        dialogs.WaitForElement(".kc-impact");
        await dialogs.Find("form").SubmitAsync();
        await click;

        Time.Advance(TimeSpan.FromSeconds(11));

        page.WaitForAssertion(() => Assert.Contains("has not shown it within 10 s", page.Find(".kc-vrrp-message").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public void Actions_Viewer_AreOffAndNameTheRole()
    {
        SignInAs("viewer");

        var page = Open("?instance=VI_WEB");

        Assert.All(page.FindAll(".kc-vrrp-actions button[data-action]"), button => Assert.True(button.HasAttribute("disabled")));
        Assert.Contains("need the role operator; you have viewer", page.Find(".kc-vrrp-actions .kc-hint").TextContent, StringComparison.Ordinal);
    }
}
