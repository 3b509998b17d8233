using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Tests.Runtime.Notify;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>What checks learn beside their probes: certificates, connections that the load balancer counts, the end of the engine.</summary>
public sealed class CheckRuntimeWatchingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly HttpCheckDefinition s_https = Web.Http("/") with { Tls = new TlsDefinition { CertificateWarning = TimeSpan.FromDays(14) } };

    [Fact]
    public void CertificateNearItsEnd_IsAWarningAndOneEvent_AndTakesNothingOut()
    {
        using var bench = new CheckBench { CertificateEnd = s_start.AddDays(14).AddSeconds(15) };
        bench.Apply(Web.Service(Web.Server(101, s_https)));
        bench.Advance(10);
        Assert.Null(bench.Server().Checks[0].Warning);

        bench.Advance(100);

        Assert.Equal("the certificate ends at 2026-01-15 00:00 UTC", bench.Server().Checks[0].Warning);
        Assert.Equal((RealServerState.Up, true), (bench.Server().State, bench.Server().InTable));
        EngineNotice notice = Assert.Single(bench.Events.OfType<EngineNotice>());
        Assert.Equal(EventSeverity.Warning, notice.NoticeSeverity);
        Assert.Equal("10.88.0.101:80 of web: HTTPS GET /: the certificate ends at 2026-01-15 00:00 UTC", notice.Sentence);
    }

    [Fact]
    public void CertificateThatWasRenewed_EndsTheWarning_AndIsTold()
    {
        using var bench = new CheckBench { CertificateEnd = s_start.AddDays(1) };
        bench.Apply(Web.Service(Web.Server(101, s_https)));
        Assert.NotNull(bench.Server().Checks[0].Warning);

        bench.CertificateEnd = s_start.AddDays(90);
        bench.Advance(20);

        Assert.Equal((null, s_start.AddDays(90)), (bench.Server().Checks[0].Warning, bench.Server().Checks[0].CertificateExpiresAt));
        Assert.Equal([EventSeverity.Warning, EventSeverity.Info], bench.Events.OfType<EngineNotice>().Select(notice => notice.NoticeSeverity));
    }

    [Fact]
    public void CertificatesOfSeveralUrls_TheOneThatEndsFirstCounts_AndIsToldOnce()
    {
        using var bench = new CheckBench();
        bench.OnProbe = request => bench.CertificateEnd = s_start.AddDays(request.Url == 0 ? 3 : 90);
        bench.Apply(Web.Service(Web.Server(101, s_https with { Urls = [new() { Path = "/a" }, new() { Path = "/b" }] })));
        bench.Advance(100);

        Assert.Equal(s_start.AddDays(3), bench.Server().Checks[0].CertificateExpiresAt);
        Assert.Single(bench.Events.OfType<EngineNotice>());
    }

    [Fact]
    public void Drain_ConnectionsThatGo_SaysWhenTheLastOneWillHaveGone()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101) with { Admin = AdminState.Drain }));
        bench.Counters = [Counted(active: 30, inactive: 10)];
        bench.Advance(1);
        Assert.Null(bench.Server().DrainedAt);
        bench.Counters = [Counted(active: 15, inactive: 5)];
        bench.Advance(10);

        // 40 at 1 s, 20 left at 11 s: as long again.
        Assert.Equal((15L, 5L), (bench.Server().ActiveConnections, bench.Server().InactiveConnections));
        Assert.Equal(s_start.AddSeconds(21), bench.Server().DrainedAt);

        // None goes any more: within a minute nothing is promised.
        bench.Advance(65);
        Assert.Null(bench.Server().DrainedAt);
    }

    [Theory]
    [InlineData(true, RealServerState.GoingDown)]
    [InlineData(false, RealServerState.Up)]
    public void PassiveEvidence_ConnectionsThatFail_AreSuspectedAndLookedAtAtOnce(bool asked, RealServerState expected)
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Interval = TimeSpan.FromSeconds(100) })) with { PassiveEvidence = asked });
        bench.Counters = [Counted(active: 0, inactive: 0)];
        bench.Advance(2);
        bench.Holds = true;
        int probes = bench.Started.Count;
        bench.Counters = [Counted(active: 0, inactive: 20) with { Connections = 20, InPackets = 60 }];
        bench.Advance(2);

        Assert.Equal(expected, bench.Server().State);
        Assert.Equal(asked ? 1 : 0, bench.Started.Count - probes);
        if (!asked) return;
        Assert.Contains("none of 20 new connections came about", bench.Server().StateReason, StringComparison.Ordinal);
        Assert.True(bench.Server().InTable);

        bench.Finish(0, ProbeOutcome.Passed);
        Assert.Equal(RealServerState.Up, bench.Server().State);
    }

    [Theory]
    [InlineData(true, "/bin/rs down,/bin/vs down")]
    [InlineData(false, "")]
    public async Task Stop_NotifyDownOnStop_ProgramsHearDownOfWhatServes(bool asked, string lines)
    {
        var programs = new FakePrograms { EndsAtOnce = true };
        var bench = new CheckBench(programs: programs);
        bench.Answer("10.88.0.102", ProbeOutcome.Refused);
        bench.Apply(Web.Service(
            Web.Server(101, Web.Tcp) with { Notify = new ServiceNotifyDefinition { Down = "/bin/rs down" } },
            Web.Server(102, Web.Tcp) with { Notify = new ServiceNotifyDefinition { Down = "/bin/other down" } }) with
        {
            NotifyDownOnStop = asked,
            Notify = new ServiceNotifyDefinition { Down = "/bin/vs down" },
        });
        bench.Advance(20);
        programs.Lines.Clear();

        bench.Dispose();
        await bench.Notify!.StopAsync();

        // The one that is down already heard it when it went.
        Assert.Equal(lines, string.Join(',', programs.Lines.Where(line => line != "/bin/other down")));
    }

    private static DestinationCounters Counted(long active, long inactive) =>
        new(new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 }, IPAddress.Parse("10.88.0.101"), 80, active, inactive, 0, 0, 0, 0, 0);
}
