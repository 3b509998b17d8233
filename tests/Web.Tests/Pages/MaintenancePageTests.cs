using Bunit;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Maintenance;
using KeepaliveConsole.Web.Tests.Fakes;
using Radzen.Blazor;

namespace KeepaliveConsole.Web.Tests.Pages;

public class MaintenancePageTests : VrrpPageTest
{
    private const string Server = "10.88.0.101:80", Card = "[data-out='10.88.0.101:80']";

    private IRenderedComponent<MaintenancePage> Open(string query = "")
    {
        Navigation.NavigateTo("maintenance" + query);
        return Render<MaintenancePage>();
    }

    private static RealServerStatus Drained(RealServerStatus server, long connections) => server with
    {
        Admin = AdminState.Drain,
        AdminOwner = "anna",
        AdminReason = "kernel update",
        AdminUntil = Noon.AddMinutes(10),
        ActiveConnections = connections,
        DrainedAt = Noon.AddSeconds(100),
    };

    private static VrrpInstanceStatus Yielded(VrrpInstanceStatus instance) => instance with
    {
        State = VrrpState.Backup,
        Preempts = false,
        LastTransition = new VrrpTransitionRecord(Noon, VrrpState.Master, VrrpState.Backup, TransitionCause.Yielded, "Yielded.", "已让出。"),
    };

    private static AuditRecord Row(string action, string about) =>
        new(3, Noon.AddMinutes(-5), ActorKind.User, "ben", null, action, about, null, null, "new disk", 7, true);

    [Fact]
    public void Now_NothingOut_SaysSo()
    {
        var page = Open();

        Assert.Contains("Nothing is drained, in maintenance or released.", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Now_Drain_ShowsOwnerReasonExpiryAndProgressSinceThePageWasOpened()
    {
        Engine.Current = Engine.Current.With(Server, server => Drained(server, 143));
        var page = Open();
        Assert.Contains("143 connections left of 143 seen", page.Find(Card).TextContent, StringComparison.Ordinal);

        Publish(new EngineNotice("drain", "goes on", EventSeverity.Info), status => status.With(Server, server => Drained(server, 37)));

        AdvanceUntil(() => Assert.Contains("37 connections left of 143 seen", page.Find(Card).TextContent, StringComparison.Ordinal));
        Assert.Equal("74", page.Find(Card + " progress").GetAttribute("value"));
        Assert.Contains("kernel update", page.Find(Card).TextContent, StringComparison.Ordinal);
        Assert.Contains("anna", page.Find(Card).TextContent, StringComparison.Ordinal);
        // 100 s from noon on; the clock stands somewhere in the first seconds after it.
        Assert.Matches("done in about 1 min (40|3[0-9]) s", page.Find(Card).TextContent);
    }

    [Fact]
    public void Now_ReleasedInstance_TellsWhoAndSinceFromTheAuditTrail()
    {
        Engine.Current = Engine.Current.WithInstance(instance => instance with { Released = true, State = VrrpState.Initialize });
        History.Records.Add(Row("release", "VI_WEB l1"));

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("ben", page.Find("[data-out='VI_WEB']").TextContent, StringComparison.Ordinal));
        Assert.Contains("new disk", page.Find("[data-out='VI_WEB']").TextContent, StringComparison.Ordinal);
        Assert.Contains("5 min 0 s", page.Find("[data-out='VI_WEB']").TextContent, StringComparison.Ordinal);
        Assert.Equal("resume", Assert.Single(page.FindAll("[data-out='VI_WEB'] button[data-action]")).GetAttribute("data-action"));
    }

    [Fact]
    public void Now_YieldedInstance_IsShownAsYielded()
    {
        Engine.Current = Engine.Current.WithInstance(Yielded);

        var page = Open();

        Assert.Contains("yielded", page.Find("[data-out='VI_WEB'] .kc-state-maintenance").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Enable_WaitsForThePicture()
    {
        Engine.Current = Engine.Current.With(Server, server => Drained(server, 5));
        var page = Open();

        page.Find(Card + " button[data-action='enable']").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(Card + " .kc-pending")));
        Assert.Equal(("anna", FakeStatus.Service, Server, AdminState.Enabled, null), Assert.Single(Operations.Changes));
        Publish(new DefinitionApplied(8, []), status => status.With(Server, server => server with { Admin = AdminState.Enabled }));
        AdvanceUntil(() => Assert.Empty(page.FindAll(Card)));
    }

    [Fact]
    public async Task Cut_AsksWithTheConnectionsItEnds()
    {
        Engine.Current = Engine.Current.With(Server, server => Drained(server, 5));
        var dialogs = Render<RadzenDialog>();
        var page = Open();

        Task click = page.Find(Card + " button[data-action='cut']").ClickAsync(new());
        dialogs.WaitForElement(".kc-impact");
        Assert.Equal([FakeStatus.Service, "5"], dialogs.FindAll(".kc-impact-lines dd").Select(value => value.TextContent));
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal((FakeStatus.Service, Server, null), Assert.Single(Operations.Cuts));
    }

    [Fact]
    public void Now_StoreFails_SaysSoAndShowsWhatIsOut()
    {
        Engine.Current = Engine.Current.With(Server, server => Drained(server, 5));
        History.Failure = new InvalidOperationException("disk full");

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("disk full", page.Find(".kc-note").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll(Card));
    }

    [Fact]
    public void Failover_Rehearsal_NamesWhoWouldTakeOver()
    {
        var page = Open("?tab=failover&target=VI_WEB");

        page.WaitForAssertion(() => Assert.Contains("l2 (priority 150)", page.Find("[data-successors]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-blocker], [data-warning]"));
        Assert.False(page.Find("[data-start]").HasAttribute("disabled"));
    }

    [Fact]
    public void Failover_NotMaster_IsBlockedAndSaysWhere()
    {
        Engine.Current = Engine.Current.WithInstance(instance => instance with { State = VrrpState.Backup });

        var page = Open("?tab=failover&target=VI_WEB");

        Assert.Contains("This node is not master of VI_WEB", page.Find("[data-blocker]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-start]").HasAttribute("disabled"));
    }

    [Fact]
    public void Failover_NobodyElseDefined_Warns()
    {
        Definitions.Current = FakeStatus.Cluster();

        var page = Open("?tab=failover&target=VI_WEB");

        page.WaitForAssertion(() => Assert.Contains("names no other node", page.Find("[data-warning]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Failover_SyncGroup_IsOneChoice()
    {
        Engine.Current = Engine.Current with { Vrrp = [.. new[] { "A", "B" }.Select(name => Engine.Current.Vrrp[0] with { Name = name, SyncGroup = "VG" })] };

        var page = Open("?tab=failover");

        Assert.Equal(["Choose…", "sync group VG: A, B"], page.FindAll("#failover-target option").Select(option => option.TextContent));
    }

    [Fact]
    public void Failover_Viewer_IsToldTheRole()
    {
        SignInAs("viewer");

        var page = Open("?tab=failover&target=VI_WEB");

        Assert.Contains("A failover needs the role operator; you have viewer.", page.Find(".kc-note").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-start]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Failover_Run_FollowsTheAdvertsAndTellsTheTotal()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Open("?tab=failover&target=VI_WEB");
        Task click = page.Find("[data-start]").ClickAsync(new());
        dialogs.WaitForElement("#impact-reason").Input("test");
        await dialogs.Find("form").SubmitAsync();
        await click;
        Assert.Equal(("yield", "VI_WEB", "test"), Assert.Single(Vrrp.Asked));
        page.WaitForAssertion(() => Assert.Equal("Running", page.Find(".kc-run").GetAttribute("data-run")));

        Vrrp.Frames.Add(FakeFrames.Advert(Noon.AddMilliseconds(10), isSent: true, priority: 0));
        Vrrp.Frames.Add(FakeFrames.Advert(Noon.AddMilliseconds(424.5), isSent: false, priority: 150));
        Publish(new EngineNotice("VI_WEB", "taken over", EventSeverity.Info), status => status.WithInstance(instance => Yielded(instance) with
        {
            VirtualAddresses = [.. instance.VirtualAddresses.Select(address => address with { Held = false })],
        }));

        AdvanceUntil(() => Assert.Equal("Done", page.Find(".kc-run").GetAttribute("data-run")));
        Assert.Equal("414.5 ms in all", page.Find("[data-total]").TextContent);
        Assert.Contains("+424.5 ms", page.Find("[data-step='successor']").TextContent, StringComparison.Ordinal);
        Assert.Contains("10.88.0.12", page.Find("[data-step='successor']").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-start]"));

        page.Find("[data-again]").Click();

        page.WaitForAssertion(() => Assert.Contains("This node is not master of VI_WEB", page.Find("[data-blocker]").TextContent, StringComparison.Ordinal));
    }
}
