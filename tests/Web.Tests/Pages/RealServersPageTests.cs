using Bunit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.RealServers;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace KeepaliveConsole.Web.Tests.Pages;

public class RealServersPageTests : PageTest
{
    private const string Server = "10.88.0.101:80";
    private const string Row = "tr[data-server='10.88.0.101:80']";

    private void Push(RealServerState from, RealServerState to, Func<RealServerStatus, RealServerStatus> change) =>
        Publish(new RealServerStateChanged(FakeStatus.Service, Server, from, to, "connection refused"), status => status.With(Server, server => change(server with { State = to })));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RealServersPage> page, string text) =>
        page.FindAll(Row + " button").Single(button => button.TextContent.Trim() == text);

    [Fact]
    public void Row_ServerFails_TurnsFromUpToGoingDownToDown()
    {
        var page = Render<RealServersPage>();
        Assert.Equal("Up", page.Find(Row + " .kc-pill-word").TextContent);

        Push(RealServerState.Up, RealServerState.GoingDown, server => server with { FailuresInARow = 2, FailuresToDown = 4 });
        AdvanceUntil(() => Assert.Equal("Going down 2/4", page.Find(Row + " .kc-pill-word").TextContent));
        Assert.Contains("kc-state-falling", page.Find(Row + " .kc-pill").ClassList);

        Push(RealServerState.GoingDown, RealServerState.Down, server => server with { InTable = false, EffectiveWeight = 0, StateReason = "4 of 4 attempts failed" });
        AdvanceUntil(() => Assert.Equal("Down", page.Find(Row + " .kc-pill-word").TextContent));
        Assert.Contains("out", page.Find(Row + " .kc-cell-table").TextContent, StringComparison.Ordinal);
        Assert.Contains("4 of 4 attempts failed", page.Find(Row + " .kc-reason").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_PictureTooOld_IsStaleAndNotGreen()
    {
        var page = Render<RealServersPage>();

        Time.Advance(TimeSpan.FromSeconds(4));

        page.WaitForAssertion(() => Assert.Equal("Up · stale", page.Find(Row + " .kc-pill-word").TextContent));
        Assert.DoesNotContain("kc-state-up", page.Find(Row + " .kc-pill").ClassList);
    }

    [Fact]
    public async Task Drain_WithReason_CallsOperationsAndWaitsForThePicture()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Render<RealServersPage>();

        Task click = Button(page, "Drain").ClickAsync(new());
        dialogs.WaitForElement("#reason").Input("kernel update");
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal(("anna", FakeStatus.Service, Server, AdminState.Drain, "kernel update"), Assert.Single(Operations.Changes));
        page.WaitForAssertion(() => Assert.Contains("Drain…", page.Find(Row + " .kc-pending").TextContent, StringComparison.Ordinal));
        Assert.All(page.FindAll(Row + " button"), button => Assert.True(button.HasAttribute("disabled")));

        Publish(new DefinitionApplied(8, []), status => status.With(Server, server => server with { Admin = AdminState.Drain }));

        AdvanceUntil(() => Assert.Empty(page.FindAll(".kc-pending")));
        Assert.Contains("Saved as revision 8.", page.Find(".kc-row-message").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_DialogCancelled_AsksNothing()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Render<RealServersPage>();

        Task click = Button(page, "Drain").ClickAsync(new());
        dialogs.WaitForElement(".kc-dialog-buttons button").Click();
        await click;

        Assert.Empty(Operations.Changes);
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public void CheckNow_Refused_ShowsTheMessageAndNoSpinner()
    {
        Operations.Answer = new OperationResult(OperationStatus.NotFound, "There is no real server <b>x</b>.");
        var page = Render<RealServersPage>();

        Button(page, "Check now").Click();

        page.WaitForAssertion(() => Assert.Contains("There is no real server <b>x</b>.", page.Find(".kc-row-message").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".kc-row-message b"));
        Assert.Empty(page.FindAll(".kc-pending"));
        Assert.Equal((FakeStatus.Service, Server), Assert.Single(Operations.Checks));
    }

    [Fact]
    public void CheckNow_EngineNeverShowsIt_SaysSoAfterTenSeconds()
    {
        var page = Render<RealServersPage>();
        Button(page, "Check now").Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".kc-pending")));

        Time.Advance(TimeSpan.FromSeconds(11));

        page.WaitForAssertion(() => Assert.Contains("has not shown it within 10 s", page.Find(".kc-row-message").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public void Buttons_Viewer_AreOffAndNameTheRole()
    {
        SignInAs("viewer");

        var page = Render<RealServersPage>();

        Assert.All(page.FindAll(Row + " button"), button =>
        {
            Assert.True(button.HasAttribute("disabled"));
            Assert.Equal("Drain, Maintenance, Enable and Check now need the role operator; you have viewer.", button.GetAttribute("title"));
        });
        Assert.Contains("role operator", page.Find(".kc-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyFailing_OneServerDown_HidesTheOther()
    {
        Engine.Current = Engine.Current.With(Server, server => server with { State = RealServerState.Down });
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers?failing=true");

        var page = Render<RealServersPage>();

        Assert.Equal(Server, Assert.Single(page.FindAll("tr.kc-server")).GetAttribute("data-server"));
        Assert.Contains("1 of 2", page.Find(".kc-toolbar-count").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_NoMatch_SaysToAdjustTheFilter()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers?search=nothing");

        var page = Render<RealServersPage>();

        Assert.Contains("No real server matches. Adjust the filter.", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_Typed_GoesIntoTheAddress()
    {
        var page = Render<RealServersPage>();

        page.Find("input[type=search]").Input("102");

        Assert.EndsWith("?search=102", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NoService_LinksToImport()
    {
        Engine.Current = Engine.Current with { VirtualServices = [] };

        var page = Render<RealServersPage>();

        Assert.Equal("import", page.Find(".kc-empty a").GetAttribute("href"));
    }

    [Fact]
    public void Service_SorryServerAnswers_SaysSo()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        Engine.Current = Engine.Current with { VirtualServices = [service with { QuorumUp = false, SorryServerActive = true }] };

        var page = Render<RealServersPage>();

        Assert.Contains("SORRY SERVER ACTIVE", page.Find(".kc-sorry").TextContent, StringComparison.Ordinal);
        Assert.Contains("quorum lost", page.Find(".kc-quorum").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void BeatBar_MixedResults_HasSummaryAndATitlePerBeat()
    {
        Engine.Current = Engine.Current.With(Server, server => server with
        {
            Beats = [new ProbeBeat(Noon, ProbeOutcome.Passed, TimeSpan.FromMilliseconds(1.5)), new ProbeBeat(Noon.AddSeconds(1), ProbeOutcome.Refused, TimeSpan.FromMilliseconds(0.2))],
        });

        var bar = Render<RealServersPage>().Find(Row + " .kc-beats");

        Assert.Equal("img", bar.GetAttribute("role"));
        Assert.Equal("Last 2 probes: 1 passed, 1 failed", bar.GetAttribute("aria-label"));
        Assert.Equal("2026-03-01 12:00:01 UTC · connection refused · 0.2 ms", bar.QuerySelector(".kc-beat-fail")!.GetAttribute("title"));
        Assert.Equal(60, bar.Children.Length);
    }
}
