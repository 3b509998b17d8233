using Bunit;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Features.Checks;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace KeepaliveConsole.Web.Tests.Pages;

public class ServerDetailPageTests : PageTest
{
    private const string Server = "10.88.0.101:80";

    private readonly FakeProbeHistory _probes = new();

    public ServerDetailPageTests()
    {
        Services.AddSingleton<IEngineCommands>(Engine);
        Services.AddSingleton<IEngineHistory>(Engine);
        Services.AddSingleton<IProbeHistory>(_probes);
        Services.AddSingleton<IServerSetupOperations>(_probes);
        for (int i = 1; i <= 20; i++)
            Engine.History.Add(new ProbeRecord(Noon.AddSeconds(-i), ProbeOutcome.Passed, TimeSpan.FromMilliseconds(i), TimeSpan.FromMilliseconds(0.5), null, null));
    }

    private IRenderedComponent<ServerDetailPage> Open(string more = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"real-servers/detail?service={Uri.EscapeDataString(FakeStatus.Service)}&server={Uri.EscapeDataString(Server)}{more}");
        return Render<ServerDetailPage>();
    }

    private static string Stat(IRenderedComponent<ServerDetailPage> page, string selector) => page.Find(selector).TextContent;

    [Fact]
    public void Page_ShowsStatePercentilesUptimeAndTheMachine()
    {
        Engine.Current = Engine.Current.With(Server, server => server with
        {
            FlapPenalty = 1500,
            SuppressedUntil = Noon.AddSeconds(90),
            Checks = [new CheckStatus { Name = "HTTP GET /healthCheck", State = RealServerState.Up, FailuresToDown = 2, NextProbeAt = Noon.AddSeconds(3), CertificateExpiresAt = Noon.AddDays(12) }],
        });
        _probes.Points[ProbeSpan.Minute] = [.. Enumerable.Range(5, 50).Reverse().Select(minute => ProbeTimelineTests.Summary(Noon.AddMinutes(-minute), 10, minute == 30 ? 0 : 10))];

        var page = Open();

        Assert.Equal("Up", page.Find(".kc-detail-pill .kc-pill-word").TextContent);
        Assert.Equal(("10 ms", "19 ms", "20 ms"), (Stat(page, "[data-stat=p50]"), Stat(page, "[data-stat=p95]"), Stat(page, "[data-stat=p99]")));
        // 490 of 500 and the twenty of memory.
        Assert.Equal("98.07 %", Stat(page, "[data-uptime='1h']"));
        string machine = page.Find("[aria-labelledby=machine-title]").TextContent;
        Assert.Contains("kept out for flapping for 1 min 30 s more", machine, StringComparison.Ordinal);
        Assert.Contains("in 3.0 s", machine, StringComparison.Ordinal);
        Assert.Contains("in 12 d 0 h", machine, StringComparison.Ordinal);
        Assert.Equal(60, page.FindAll(".kc-heart-beat").Count);
        Assert.Single(page.FindAll(".kc-heart-fail"));
        Assert.Single(page.FindAll("rect.kc-chart-down"));
    }

    [Fact]
    public void Heartbeat_ArrowKeysMoveAlongTheBeats()
    {
        var page = Open("&range=10m");
        Assert.Equal("60", page.Find("[role=slider]").GetAttribute("aria-valuenow"));
        Assert.Contains("no probe", page.Find(".kc-heart-text").TextContent, StringComparison.Ordinal);

        page.Find("[role=slider]").KeyDown("ArrowLeft");

        Assert.Equal("59", page.Find("[role=slider]").GetAttribute("aria-valuenow"));
        Assert.Contains("10 passed, 0 failed · mean 5.5 ms, longest 10 ms", page.Find(".kc-heart-text").TextContent, StringComparison.Ordinal);
        page.Find("[role=slider]").KeyDown("Home");
        Assert.Equal("1", page.Find("[role=slider]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void Range_GoesIntoTheAddressAndChangesTheBeats()
    {
        var page = Open();

        page.Find("[data-range='24h']").Click();

        Assert.EndsWith("&range=24h", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(96, page.FindAll(".kc-heart-beat").Count));
    }

    [Fact]
    public void Page_NewProbe_MovesTheFigures()
    {
        var page = Open("&range=10m");
        Engine.History.AddRange(Enumerable.Range(0, 200).Select(i => new ProbeRecord(Noon, ProbeOutcome.Passed, TimeSpan.FromMilliseconds(700), null, null, null)));

        Publish(new RealServerStateChanged(FakeStatus.Service, Server, RealServerState.Up, RealServerState.GoingDown, "slow"), status => status.With(Server, server => server with { State = RealServerState.GoingDown }));

        AdvanceUntil(() => Assert.Equal("700 ms", Stat(page, "[data-stat=p50]")));
    }

    [Fact]
    public async Task Drain_AsksWithImpactAndCallsTheOperation()
    {
        var dialogs = Render<RadzenDialog>();
        var page = Open();

        Task click = page.FindAll(".kc-button-row button").First(button => button.TextContent.Contains("Drain", StringComparison.Ordinal)).ClickAsync(new());
        Assert.Contains("50 %", dialogs.WaitForElement(".kc-impact-lines").TextContent, StringComparison.Ordinal);
        await dialogs.Find("form").SubmitAsync();
        await click;

        Assert.Equal(("anna", FakeStatus.Service, Server, AdminState.Drain, null), Assert.Single(Operations.Changes));
        page.WaitForAssertion(() => Assert.Contains("Drain…", page.Find(".kc-pending").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Changes_AreThoseOfTheServer()
    {
        History.Records.Add(new AuditRecord(3, Noon.AddMinutes(-5), ActorKind.User, "bob", null, "drain", $"{FakeStatus.Service} {Server}", null, null, "kernel update", 7, true, null, null, null));

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("kernel update", page.Find("[aria-labelledby=changes-title]").TextContent, StringComparison.Ordinal));
        Assert.Equal($"{FakeStatus.Service} {Server}", History.Queries[0].Object);
        Assert.Contains("5 min 0 s", page.Find("[aria-labelledby=changes-title]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_DirectRouting_ShowsCommandsAndWhatALookFinds()
    {
        Engine.ServerSetup = new RealServerSetup
        {
            Service = FakeStatus.Service,
            Server = Server,
            ForwardingMethod = ForwardingMethod.DirectRouting,
            Steps = [new SetupStep("ip address add 10.88.0.100/32 dev lo", "So that it takes packets.", "以便接收报文。")],
        };
        _probes.Found = Engine.ServerSetup with
        {
            CheckedAt = Noon,
            Findings = [new SetupFinding(SetupFindingKind.AnswersForAddress, "10.88.0.100:80", true, "It answers ARP.", "它应答 ARP。")],
        };
        var page = Open();
        Assert.Equal("ip address add 10.88.0.100/32 dev lo", page.Find(".kc-setup-steps code").TextContent);

        page.Find("[aria-labelledby=setup-title] button").Click();

        page.WaitForAssertion(() => Assert.Contains("It answers ARP.", page.Find("[aria-labelledby=setup-title] ul .kc-fg-down, [aria-labelledby=setup-title] ul li").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_HistoryCannotBeRead_SaysSoAndGoesOnFromMemory()
    {
        _probes.Failure = new InvalidOperationException("The database is locked.");

        var page = Open("&range=10m");

        Assert.Contains("The database is locked.", page.Find(".kc-error-card").TextContent, StringComparison.Ordinal);
        Assert.Equal("10 ms", Stat(page, "[data-stat=p50]"));
    }

    [Fact]
    public void Page_NoSuchServer_LeadsBack()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("real-servers/detail?service=web&server=10.0.0.1:80");

        var page = Render<ServerDetailPage>();

        Assert.Contains("There is no real server 10.0.0.1:80 in the virtual service web.", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Equal("real-servers", page.Find(".kc-empty a").GetAttribute("href"));
    }

    [Fact]
    public void Buttons_Viewer_AreOff()
    {
        SignInAs("viewer");

        var page = Open();

        Assert.All(page.FindAll(".kc-page-head .kc-button-row > button"), button => Assert.True(button.HasAttribute("disabled")));
    }
}
