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
        page.FindAll(Row + " button").Single(button => button.GetAttribute("aria-label") == text);

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
        Assert.Contains("out", page.Find(Row + " .kc-rs-weight").TextContent, StringComparison.Ordinal);
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
        dialogs.WaitForElement("#impact-reason").Input("kernel update");
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal(("anna", FakeStatus.Service, Server, AdminState.Drain, "kernel update"), Assert.Single(Operations.Changes));
        page.WaitForAssertion(() => Assert.Contains("Drain…", page.Find(Row + " .kc-pending").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(Row + " button"));

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
        Operations.Answer = new OperationResult(OperationStatus.NotFound, $"There is no real server <b>x</b>.");
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

        Assert.All(page.FindAll(Row + " button:not([data-copies])"), button =>
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

        Assert.Equal(Server, Assert.Single(page.FindAll("tr.kc-rs-row")).GetAttribute("data-server"));
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
    public void BeatBar_MixedResults_SaysHowMany_AndDrawsEachByItsOutcome()
    {
        Engine.Current = Engine.Current.With(Server, server => server with
        {
            Beats = [new ProbeBeat(Noon, ProbeOutcome.Passed, TimeSpan.FromMilliseconds(1.5)), new ProbeBeat(Noon.AddSeconds(1), ProbeOutcome.Refused, TimeSpan.FromMilliseconds(0.2))],
        });

        var bar = Render<RealServersPage>().Find(Row + " .kc-beats");

        Assert.Equal(("img", "Last 2 probes: 1 passed, 1 failed"), (bar.GetAttribute("role"), bar.GetAttribute("aria-label")));
        Assert.Equal("M174 8h2v14h-2z", bar.QuerySelector(".kc-beat-pass")!.GetAttribute("d"));
        Assert.Equal("M177 0h2v22h-2z", bar.QuerySelector(".kc-beat-fail")!.GetAttribute("d"));
    }

    [Fact]
    public void Row_ShowsConnectionsRateWeightAndALinkToItsPage()
    {
        Engine.Current = Engine.Current.With(Server, server => server with { ActiveConnections = 12, InactiveConnections = 3, ConnectionsSoFar = 100, Weight = 4, EffectiveWeight = 2 });
        var page = Render<RealServersPage>();
        Assert.Equal(["12", "3", "–"], page.FindAll(Row + " .kc-rs-count").Select(cell => cell.TextContent));

        Engine.Current = Engine.Current.With(Server, server => server with { ConnectionsSoFar = 150 }) with { At = Noon.AddSeconds(2) };

        AdvanceUntil(() => Assert.Equal(["12", "3", "25"], page.FindAll(Row + " .kc-rs-count").Select(cell => cell.TextContent)));
        Assert.Contains("2/4", page.Find(Row + " .kc-rs-weight").TextContent, StringComparison.Ordinal);
        Assert.Equal("real-servers/detail?service=10.88.0.100%3A80%2Ftcp&server=10.88.0.101%3A80", page.Find(Row + " .kc-rs-name a").GetAttribute("href"));
        Assert.Contains("2 of 2 up · 12 active, 3 inactive · 25 new/s", page.Find(".kc-rs-sum").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Chips_CountEveryState_AndFilterThroughTheAddress()
    {
        Engine.Current = Engine.Current.With(Server, server => server with { Admin = AdminState.Drain });
        var page = Render<RealServersPage>();
        Assert.Equal(["1", "0", "0", "1", "0", "0"], page.FindAll(".kc-state-chips strong").Select(count => count.TextContent));

        page.Find("[data-state=drain]").Click();

        Assert.EndsWith("?state=drain", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(Server, Assert.Single(page.FindAll("tr.kc-rs-row")).GetAttribute("data-server")));
        Assert.Equal("true", page.Find("[data-state=drain]").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void GroupByHost_PutsTheServersOfOneHostTogether()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        Engine.Current = Engine.Current with { VirtualServices = [service, service with { Name = "mail", Endpoint = "10.88.0.100:25/tcp" }] };
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers?group=host");

        var page = Render<RealServersPage>();

        Assert.Equal(["10.88.0.101", "10.88.0.102"], page.FindAll(".kc-rs-head h2").Select(head => head.TextContent));
        Assert.Equal([FakeStatus.Service, "mail"], page.FindAll(".kc-rs-group:first-child .kc-rs-row").Select(row => row.GetAttribute("data-service")));
    }

    [Fact]
    public async Task Selection_SaysWhatADrainLeaves_AndAsksForTheNameWhenTheQuorumGoes()
    {
        var dialogs = Render<RadzenDialog>();
        Engine.Current = Engine.Current.With(Server, server => server with { ActiveConnections = 7, InactiveConnections = 1 });
        var page = Render<RealServersPage>();

        page.Find(Row + " input[type=checkbox]").Change(true);
        Assert.Contains("Drain 1 of 2: capacity left 50 %", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);
        Assert.Contains("8 live connections", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);
        page.Find(".kc-rs-head input").Change(true);
        Assert.Contains("Drain 2 of 2: capacity left 0 %", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);
        Assert.Contains($"{FakeStatus.Service} would lose its quorum", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);

        Task click = page.FindAll(".kc-selection button")[0].ClickAsync(new());
        dialogs.WaitForElement("#impact-name");
        await dialogs.Find("form").SubmitAsync();
        Assert.Empty(Operations.Changes);
        await dialogs.Find("#impact-name").InputAsync(FakeStatus.Service);
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal([Server, "10.88.0.102:80"], Operations.Changes.Select(change => change.Server));
        Assert.Equal(1, Operations.ChangeCalls);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".kc-selection")));
        Assert.Contains("Saved as revision 8.", Assert.Single(page.FindAll(".kc-row-message")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_Refused_StaysSelected_AndSaysWhyOnce()
    {
        Operations.Answer = new OperationResult(OperationStatus.NotNow, $"Revision 7 is on trial.");
        var page = Render<RealServersPage>();
        page.Find(".kc-rs-head input").Change(true);

        page.FindAll(".kc-selection button")[2].Click();

        page.WaitForAssertion(() => Assert.Contains("Revision 7 is on trial.", Assert.Single(page.FindAll(".kc-row-message")).TextContent, StringComparison.Ordinal));
        Assert.Equal((1, 2), (Operations.ChangeCalls, Operations.Changes.Count));
        Assert.Equal(2, page.FindAll("tr.kc-rs-selected").Count);
        Assert.Empty(page.FindAll(".kc-pending"));
    }

    [Fact]
    public void Selection_WithAServerThatIsStillChanging_AsksNothing_AndSaysWhich()
    {
        var page = Render<RealServersPage>();
        Button(page, "Check now").Click();
        page.Find(".kc-rs-head input").Change(true);

        page.FindAll(".kc-selection button")[2].Click();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".kc-row-message"), message =>
            message.TextContent.Contains($"{Server} of {FakeStatus.Service} is still being changed or checked, so none of the 2 was changed", StringComparison.Ordinal)));
        Assert.Equal(0, Operations.ChangeCalls);
        Assert.Equal(2, page.FindAll("tr.kc-rs-selected").Count);
    }

    [Fact]
    public void Selection_OfAServerThatIsRemovedMeanwhile_LeavesItOut()
    {
        var page = Render<RealServersPage>();
        page.Find(".kc-rs-head input").Change(true);
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        Engine.Current = Engine.Current with { VirtualServices = [service with { RealServers = [service.RealServers[0]] }] };

        page.FindAll(".kc-selection button")[2].Click();

        Assert.Equal(Server, Assert.Single(Operations.Changes).Server);
    }

    [Fact]
    public void Selection_StandsInTheAddress_AndSurvivesAReload()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers");
        var page = Render<RealServersPage>();

        page.Find(Row + " input[type=checkbox]").Change(true);

        Assert.EndsWith("?selected=10.88.0.100%3A80%2Ftcp%2010.88.0.101%3A80", Address, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Drain 1 of 2", page.Find(".kc-selection").TextContent, StringComparison.Ordinal));
        var again = Render<RealServersPage>();
        Assert.True(again.Find(Row + " input[type=checkbox]").HasAttribute("checked"));
        Assert.Contains("Drain 1 of 2", again.Find(".kc-selection").TextContent, StringComparison.Ordinal);

        again.FindAll(".kc-selection button").Single(button => button.TextContent.Trim() == "Clear the selection").Click();

        Assert.EndsWith("/real-servers", Address, StringComparison.Ordinal);
        again.WaitForAssertion(() => Assert.Empty(again.FindAll(".kc-selection")));
    }

    [Fact]
    public void Selection_OfServersThatAreNotThere_IsLeftOut()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers?selected=10.88.0.100%3A80%2Ftcp%2010.9.9.9%3A80&selected=nonsense&selected=10.88.0.100%3A80%2Ftcp%2010.88.0.102%3A80");

        var page = Render<RealServersPage>();

        Assert.Equal("10.88.0.102:80", Assert.Single(page.FindAll("tr.kc-rs-selected")).GetAttribute("data-server"));
    }

    [Fact]
    public void Selection_OfMoreThanFifty_StaysOutOfTheAddress_AndSaysSo()
    {
        VirtualServiceStatus service = Engine.Current.VirtualServices[0];
        RealServerStatus one = service.RealServers[0];
        Engine.Current = Engine.Current with { VirtualServices = [service with { RealServers = [.. Enumerable.Range(1, 51).Select(host => one with { Address = $"10.88.1.{host}:80" })] }] };
        var page = Render<RealServersPage>();

        page.Find(".kc-rs-head input").Change(true);

        page.WaitForAssertion(() => Assert.Contains("More than 50 are selected", page.Find(".kc-selection").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("selected", Address, StringComparison.Ordinal);
        Assert.Contains("Drain 51 of 51", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".kc-selection [data-copies]"));

        page.Find("tr[data-server='10.88.1.1:80'] input[type=checkbox]").Change(false);

        page.WaitForAssertion(() => Assert.Equal(50, Address.Split("selected=").Length - 1));
        Assert.DoesNotContain("More than 50", page.Find(".kc-selection").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_OffersItsActionsAsLinesForAShell()
    {
        var page = Render<RealServersPage>();

        page.Find(Row + " [data-copies]").Click();

        Assert.Equal(["drain", "maintenance", "enable", "check"], page.FindAll(".kc-rs-copies > span").Select(each => each.GetAttribute("data-verb")));
        Assert.Equal(
            ["""curl -X POST -H "Authorization: Bearer $KEEPALIVE_CONSOLE_TOKEN" http://localhost/api/v1/virtual-services/10.88.0.100%3A80%2Ftcp/real-servers/10.88.0.101%3A80/actions/drain""", "keepalive-console drain 10.88.0.100:80/tcp 10.88.0.101:80 --url http://localhost"],
            page.FindAll("[data-verb=drain] [data-copy]").Select(button => button.GetAttribute("data-copy")));
        Assert.Single(page.FindAll("[data-verb=check] [data-copy]"));

        page.Find(Row + " [data-copies]").Click();

        Assert.Empty(page.FindAll(".kc-rs-copies"));
    }

    [Fact]
    public void Selection_IsOfferedAsALineForEachServer()
    {
        var page = Render<RealServersPage>();
        page.Find(".kc-rs-head input").Change(true);

        page.Find(".kc-selection [data-copies]").Click();

        Assert.Equal("keepalive-console enable 10.88.0.100:80/tcp 10.88.0.101:80 --url http://localhost\nkeepalive-console enable 10.88.0.100:80/tcp 10.88.0.102:80 --url http://localhost",
            page.FindAll("[data-verb=enable] [data-copy]")[1].GetAttribute("data-copy"));
        Assert.EndsWith("/10.88.0.101%3A80/actions/check …", page.Find("[data-verb=check] [data-copy]").GetAttribute("title"), StringComparison.Ordinal);
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;
}
