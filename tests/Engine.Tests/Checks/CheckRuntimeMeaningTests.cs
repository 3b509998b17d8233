using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Checks;

public sealed class CheckRuntimeMeaningTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SlowStart_ServerThatCameBack_ClimbsInTenTables()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp) with { Weight = 100 }, Web.Server(102)) with { SlowStart = TimeSpan.FromSeconds(9) });
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w100, 10.88.0.102:80 w1", bench.TableText);
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(16);
        bench.Answer("10.88.0.101", ProbeOutcome.Passed);
        bench.Tables.Clear();
        bench.Advance(60);

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], bench.Tables.Select(table => table.Services[0].Destinations[0].Weight));
        Assert.Null(bench.Server().WeightReason);
    }

    [Fact]
    public void FlapDamping_ServerThatComesAndGoes_StaysOutUntilItWasSteady()
    {
        using var bench = new CheckBench();
        TcpCheckDefinition check = Web.Tcp with { Interval = TimeSpan.FromSeconds(1), Retries = 0 };
        bench.Apply(Web.Service(Web.Server(101, check), Web.Server(102)) with { FlapDamping = new FlapDampingDefinition() });
        for (int i = 0; i < 4; i++)
        {
            bench.Answer("10.88.0.101", ProbeOutcome.Refused);
            bench.Advance(1);
            bench.Answer("10.88.0.101", ProbeOutcome.Passed);
            bench.Advance(1);
        }

        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.102:80 w1", bench.TableText);
        RealServerStatus server = bench.Server();
        Assert.Equal((RealServerState.Up, true), (server.State, server.SuppressedUntil > s_start.AddSeconds(100)));
        Assert.InRange(server.FlapPenalty, 3700, 3900);
        Assert.Contains("10.88.0.101:80 of web: it comes and goes too often; it is kept out for 117 s at least", bench.Events.Select(e => e.Sentence));

        bench.Advance(120);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1, 10.88.0.102:80 w1", bench.TableText);
        Assert.Null(bench.Server().SuppressedUntil);
    }

    [Fact]
    public void AdminUntil_WhenItHasCome_TheServerServesAgain()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101) with { Admin = AdminState.Drain, AdminUntil = s_start.AddSeconds(90), AdminReason = "new disk", AdminOwner = "ann" }));
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w0", bench.TableText);
        Assert.Equal((AdminState.Drain, "new disk", "ann", s_start.AddSeconds(90)), (bench.Server().Admin, bench.Server().AdminReason, bench.Server().AdminOwner, bench.Server().AdminUntil));
        bench.Advance(89.9);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w0", bench.TableText);
        bench.Advance(0.2);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
        Assert.Equal((AdminState.Enabled, null), (bench.Server().Admin, bench.Server().AdminReason));
    }

    [Fact]
    public void KeepAll_NoneLeft_SaysSoAndKeepsThem()
    {
        using var bench = new CheckBench();
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)) with { KeepAllWhenNoneLeft = true });
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
        Assert.True(bench.Runtime.Snapshot(bench.Table)[0].KeepsAll);
        Assert.Contains(bench.Events.OfType<EngineNotice>(), notice => notice.NoticeSeverity == EventSeverity.Critical && notice.Message.Contains("1 of 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Suspended_ChecksRunOnlyWhileTheAddressIsHeld()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)) with { SuspendWhileNotOwner = true });
        bench.Advance(25);
        Assert.Empty(bench.Started);
        Assert.True(bench.Runtime.Snapshot(bench.Table)[0].Suspended);
        Assert.Equal((true, null), (bench.Server().Checks[0].Suspended, bench.Server().Checks[0].NextProbeAt));

        bench.Runtime.AddressesHeld(new HashSet<IPAddress> { IPAddress.Parse("10.88.0.100") });
        Assert.Equal([25.0], bench.Started.Select(s => s.Second));
        bench.Advance(10);
        bench.Runtime.AddressesHeld(new HashSet<IPAddress>());
        bench.Advance(100);
        Assert.Equal([25.0, 35], bench.Started.Select(s => s.Second));
    }

    [Fact]
    public void LogAllFailures_EveryFailedAttempt_IsAnEvent()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { LogAllFailures = true })));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(16);
        Assert.Equal(
            [1, 2, 3, 4],
            bench.Events.OfType<EngineNotice>().Select(notice => int.Parse(notice.Message.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void ThousandServers_FailingAtOnce_AreDecidedTogether()
    {
        using var bench = new CheckBench { Holds = true };
        TcpCheckDefinition check = Web.Tcp with { Retries = 0 };
        RealServerDefinition[] servers = [.. Enumerable.Range(0, 1000).Select(i => Web.Server(101, check) with { Address = new IPAddress(new byte[] { 10, 89, (byte)(i >> 8), (byte)i }) })];
        bench.Apply(Web.Service(servers));
        int tables = bench.Tables.Count;
        bool isNested = false;
        // While the first table is handed over, all others fail: they wait for whoever delivers.
        bench.OnTable = _ =>
        {
            if (isNested) return;
            isNested = true;
            while (bench.OnTheWay > 0) bench.Finish(0, ProbeOutcome.Refused);
        };
        bench.Finish(0, ProbeOutcome.Refused);
        Assert.Equal(2, bench.Tables.Count - tables);
        Assert.Empty(bench.Table.Services[0].Destinations);
    }

    [Fact]
    public void Table_WhatDidNotChange_IsTheVeryObject()
    {
        using var bench = new CheckBench();
        VirtualServiceDefinition other = Web.Service(Web.Server(103, Web.Tcp)) with { Name = "other", Key = new ServiceKey { FirewallMark = 3 } };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)), other);
        BalancerTable before = bench.Table;
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(20);
        Assert.NotSame(before, bench.Table);
        Assert.Same(before.Services[1], bench.Table.Services[1]);
        Assert.Same(before.Services[0].Destinations[1], bench.Table.Services[0].Destinations[0]);
    }

    [Fact]
    public void Apply_OneOfManyServersChanged_ChecksOfTheOthersGoOn()
    {
        using var bench = new CheckBench();
        RealServerDefinition[] servers = [.. Enumerable.Range(101, 100).Select(i => Web.Server(i, Web.Tcp))];
        bench.Apply(Web.Service(servers));
        bench.Advance(5);
        servers[7] = servers[7] with { Weight = 9 };
        bench.Started.Clear();
        bench.Tables.Clear();
        bench.Apply(Web.Service(servers));
        bench.Advance(4.9);
        Assert.Empty(bench.Started);
        Assert.Equal(9, Assert.Single(bench.Tables).Services[0].Destinations[7].Weight);
        bench.Advance(0.1);
        Assert.Equal(100, bench.Started.Count);
    }

    [Fact]
    public void ProbeEvents_MoreThanTheBudget_AreNotTold_ButCounted()
    {
        using var bench = new CheckBench();
        RealServerDefinition[] servers = [.. Enumerable.Range(0, 1000).Select(i => Web.Server(101, Web.Tcp) with { Address = new IPAddress(new byte[] { 10, 89, (byte)(i >> 8), (byte)i }) })];
        bench.Apply(Web.Service(servers));
        Assert.Equal(250, bench.Events.OfType<ProbeCompleted>().Count());
        Assert.Equal(1000, bench.Runtime.Counters().Probes["Passed"]);
        Assert.Equal(1000, bench.Runtime.Counters().ProbeStartLateness.Counts[0]);
    }

    [Fact]
    public void History_ProbesAndMinutes_AreHandedOut()
    {
        using var bench = new CheckBench();
        var minutes = new List<ProbeSummary>();
        bench.Runtime.MinuteClosed += minutes.AddRange;
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(25);
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(45);

        // Passed at 0, 10, 20; failed at 30, 32, 34, 36, 46, 56, 66.
        ProbeSummary minute = Assert.Single(minutes);
        Assert.Equal(("web", "10.88.0.101:80", 0), (minute.Service, minute.Server, minute.CheckIndex));
        Assert.Equal((s_start, 9, 3, 6, 0), (minute.From, minute.Count, minute.Passed, minute.Refused, minute.TimedOut));
        TimeSpan two = TimeSpan.FromMilliseconds(2);
        Assert.Equal(new PhaseSummary(9, 9 * two, two, two), minute.Whole);
        IReadOnlyList<ProbeRecord> since = bench.Runtime.Probes("web", "10.88.0.101:80", 0, s_start.AddSeconds(46))!;
        Assert.Equal([46.0, 56, 66], since.Select(record => (record.At - s_start).TotalSeconds));
        Assert.Null(bench.Runtime.Probes("web", "10.88.0.101:80", 1, s_start));
        bench.Advance(1200);
        Assert.Equal(60, bench.Runtime.Probes("web", "10.88.0.101:80", 0, s_start)!.Count);
    }
}
