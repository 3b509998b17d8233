using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;

namespace KeepaliveConsole.Engine.Tests.Checks;

public sealed class StatusPictureTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Service_EveryField_IsFilled()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp) with { Weight = 3 }, Web.Server(102) with { Weight = 2 }) with
        {
            Scheduler = Scheduler.WeightedRoundRobin,
            ForwardingMethod = ForwardingMethod.DirectRouting,
            Quorum = 99,
            SorryServer = new SorryServerDefinition { Address = System.Net.IPAddress.Parse("10.88.0.199"), Port = 80 },
        });
        VirtualServiceStatus service = bench.Runtime.Snapshot(bench.Table)[0];

        Assert.Equal(("web", "10.88.0.100:80/tcp", "wrr", "DR"), (service.Name, service.Endpoint, service.Scheduler, service.ForwardingMethod));
        Assert.Equal((true, 5, 5, "10.88.0.199:80", false), (service.QuorumUp, service.AliveWeight, service.Quorum, service.SorryServer, service.SorryServerActive));
        Assert.Equal((Freshness.Fresh, s_start), (service.Freshness, service.ObservedAt));
        Assert.Equal(["10.88.0.101:80", "10.88.0.102:80"], service.RealServers.Select(s => s.Address));
    }

    [Fact]
    public void Server_EveryField_IsFilled()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { ConnectPort = 3306 }, Web.Http("/h")) with { Weight = 7 }));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(10);
        RealServerStatus server = bench.Server();

        Assert.Equal((RealServerState.GoingDown, true, 7, 7), (server.State, server.InTable, server.Weight, server.EffectiveWeight));
        Assert.Equal(("TCP port 3306, HTTP GET /h", 0, 2), (server.CheckKind, server.ChecksPassing, server.ChecksTotal));
        // Both failed once; the HTTP check goes down at 2, the TCP check at 4.
        Assert.Equal((1, 2), (server.FailuresInARow, server.FailuresToDown));
        Assert.Equal((s_start.AddSeconds(10), s_start.AddSeconds(10)), (server.StateSince, server.ObservedAt));
        Assert.Equal("HTTP GET /h: 1 of 2 attempts failed, last: connection refused", server.StateReason);
        Assert.Equal([ProbeOutcome.Passed, ProbeOutcome.Passed, ProbeOutcome.Refused, ProbeOutcome.Refused], server.Beats.Select(b => b.Outcome));
        Assert.Equal(ProbeOutcome.Refused, server.LastProbe!.Outcome);
    }

    [Fact]
    public void InTable_IsWhatTheKernelHasNotWhatIsWanted()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        RealServerStatus without = bench.Runtime.Snapshot(BalancerTable.Empty)[0].RealServers[0];
        Assert.Equal((RealServerState.Up, false, 0), (without.State, without.InTable, without.EffectiveWeight));

        BalancerService service = bench.Table.Services[0];
        var odd = new BalancerTable([service with { Destinations = [service.Destinations[0] with { Weight = 42 }] }]);
        Assert.Equal((true, 42), (bench.Runtime.Snapshot(odd)[0].RealServers[0].InTable, bench.Runtime.Snapshot(odd)[0].RealServers[0].EffectiveWeight));
    }

    [Fact]
    public void InTable_DirectRouting_IsFoundUnderTheServicesPort()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101) with { Port = 8080 }) with { ForwardingMethod = ForwardingMethod.DirectRouting });
        Assert.Equal(("10.88.0.101:8080", true), (bench.Server().Address, bench.Server().InTable));
    }

    [Fact]
    public void SorryServer_ThatIsAlsoARealServer_IsActiveOnlyWithoutQuorum()
    {
        using var bench = new CheckBench();
        VirtualServiceDefinition service = Web.Service(Web.Server(101, Web.Tcp)) with
        {
            SorryServer = new SorryServerDefinition { Address = System.Net.IPAddress.Parse("10.88.0.101"), Port = 80 },
        };
        bench.Apply(service);
        Assert.False(bench.Runtime.Snapshot(bench.Table)[0].SorryServerActive);
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(30);
        Assert.True(bench.Runtime.Snapshot(bench.Table)[0].SorryServerActive);
    }

    // Interval 10 s, limit of a probe 1 s; the last probe ended at 0.
    [Theory]
    [InlineData(0, Freshness.Fresh)]
    [InlineData(16, Freshness.Fresh)]
    [InlineData(16.001, Freshness.Stale)]
    [InlineData(31, Freshness.Stale)]
    [InlineData(31.001, Freshness.Unknown)]
    public void Freshness_ByAgeOfTheLastProbe(double age, Freshness expected)
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102)));
        bench.Holds = true;
        bench.Advance(age);
        Assert.Equal(expected, bench.Server().Freshness);
        Assert.Equal(Freshness.Fresh, bench.Server(1).Freshness);
        Assert.Equal(expected, bench.Runtime.Snapshot(bench.Table)[0].Freshness);
        Assert.Equal(s_start, bench.Server().ObservedAt);
    }

    [Fact]
    public void Freshness_WhileRetriesRun_IsMeasuredByTheirDelay()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(10);
        bench.Holds = true;
        bench.Advance(4);
        Assert.Equal((RealServerState.GoingDown, Freshness.Fresh), (bench.Server().State, bench.Server().Freshness));
        bench.Advance(0.001);
        Assert.Equal(Freshness.Stale, bench.Server().Freshness);
    }

    [Fact]
    public void Freshness_NeverProbed_IsUnknown()
    {
        using var bench = new CheckBench { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        Assert.Equal((Freshness.Unknown, RealServerState.Unknown, null), (bench.Server().Freshness, bench.Server().State, bench.Server().LastProbe));
    }

    [Fact]
    public void Freshness_OnlyLocalErrors_Decays()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Answer("10.88.0.101", ProbeOutcome.LocalError);
        bench.Advance(40);

        // Trying is not seeing: five tries later the picture still says when the server was last seen.
        Assert.Equal((RealServerState.Up, Freshness.Unknown, s_start), (bench.Server().State, bench.Server().Freshness, bench.Server().ObservedAt));
        Assert.Equal((ProbeOutcome.LocalError, 5), (bench.Server().LastProbe!.Outcome, bench.Server().Beats.Count));
    }

    [Fact]
    public void Freshness_OfTwoChecks_IsTheOlder()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp, Web.Http("/h") with { Interval = TimeSpan.FromSeconds(2) })));
        bench.OnProbe = request => bench.Answer("10.88.0.101", request.Check is HttpCheckDefinition ? ProbeOutcome.LocalError : ProbeOutcome.Passed);
        bench.Advance(5);
        Assert.Equal(Freshness.Stale, bench.Server().Freshness);
    }

    [Fact]
    public void Beats_MoreThanSixty_KeepTheNewest()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        for (int i = 0; i < 5; i++) _ = bench.Server().Beats;
        bench.Advance(690);

        ValueArray<ProbeBeat> beats = bench.Server().Beats;
        Assert.Equal(60, beats.Count);
        Assert.Equal((s_start.AddSeconds(100), s_start.AddSeconds(690)), (beats[0].At, beats[59].At));
        Assert.Equal(beats.OrderBy(b => b.At), beats);
    }

    [Fact]
    public void Counters_ByOutcomeAndByKind()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Http("/h"))));
        bench.Answer("10.88.0.102", ProbeOutcome.UnexpectedStatus);
        bench.Advance(10);
        EngineCounters counters = bench.Runtime.Counters();

        Assert.Equal((3L, 1L, 0L), (counters.Probes["Passed"], counters.Probes["UnexpectedStatus"], counters.Probes["TimedOut"]));
        Assert.Equal(Enum.GetNames<ProbeOutcome>().Order(), counters.Probes.Keys.Order());
        DurationHistogram tcp = counters.ProbeDurations["tcp"];
        Assert.Equal(["http", "tcp"], counters.ProbeDurations.Keys.Order());
        // Every probe of the bench takes 2 ms: not yet within 1 ms, within 2.5 ms.
        Assert.Equal((0L, 2L, 2L, 0.004), (tcp.Counts[1], tcp.Counts[2], tcp.Counts[^1], tcp.SumSeconds));
        Assert.Equal(tcp.BoundsSeconds.Count + 1, tcp.Counts.Count);
    }
}
