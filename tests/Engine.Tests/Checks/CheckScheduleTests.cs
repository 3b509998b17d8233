using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>When probes start.</summary>
public sealed class CheckScheduleTests
{
    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 5)]
    [InlineData(0.999, 9.99)]
    public void FirstProbe_WithoutWarmup_StartsWithinTheInterval(double share, double second)
    {
        using var bench = new CheckBench(random: new CheckBench.FixedRandom(share));
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Warmup = null })));
        bench.Advance(9.999);
        Assert.Equal(second, Assert.Single(bench.Started).Second);
    }

    [Fact]
    public void FirstProbe_WithWarmup_StartsWithinIt()
    {
        using var bench = new CheckBench(random: new CheckBench.FixedRandom(0.5));
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Warmup = TimeSpan.FromSeconds(3) })));
        bench.Advance(9);
        Assert.Equal(1.5, Assert.Single(bench.Started).Second);
    }

    [Fact]
    public void FirstProbes_OfManyServers_AreSpread()
    {
        using var bench = new CheckBench(random: new Random(7));
        bench.Apply(Web.Service([.. Enumerable.Range(1, 200).Select(i => Web.Server(i, Web.Tcp with { Warmup = null }))]));
        bench.Advance(9.999);

        Assert.Equal(200, bench.Started.Count);
        for (int second = 0; second < 10; second++)
            Assert.InRange(bench.Started.Count(s => s.Second >= second && s.Second < second + 1), 5, 40);
    }

    [Fact]
    public void Probes_MoreThanPlaces_WaitInLine()
    {
        using var bench = new CheckBench(places: 2) { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp), Web.Server(103, Web.Tcp), Web.Server(104, Web.Tcp)));
        Assert.Equal(["10.88.0.101", "10.88.0.102"], bench.Started.Select(s => s.Server));

        bench.Advance(1);
        bench.Finish(1, ProbeOutcome.Passed);
        Assert.Equal((2, (1.0, "10.88.0.103", 0)), (bench.OnTheWay, bench.Started[^1]));
        bench.Finish(0, ProbeOutcome.Passed);
        Assert.Equal((2, (1.0, "10.88.0.104", 0)), (bench.OnTheWay, bench.Started[^1]));
    }

    [Fact]
    public void Probe_RemovedWhileInLine_DoesNotStart()
    {
        using var bench = new CheckBench(places: 1) { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp), Web.Server(103, Web.Tcp)));
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(103, Web.Tcp)));
        bench.Finish(0, ProbeOutcome.Passed);
        Assert.Equal(["10.88.0.101", "10.88.0.103"], bench.Started.Select(s => s.Server));
    }

    [Fact]
    public void Probe_SlowerThanItsInterval_RunsOnceAtATime()
    {
        using var bench = new CheckBench { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(35);
        Assert.Single(bench.Started);
        bench.Finish(0, ProbeOutcome.Passed);
        bench.Advance(10);
        Assert.Equal([0.0, 45], bench.Started.Select(s => s.Second));
    }

    [Fact]
    public void Probes_ThousandsThatEndAtOnce_DoNotDeepenTheStack()
    {
        using var bench = new CheckBench(places: 1);
        RealServerDefinition[] servers = [.. Enumerable.Range(0, 20_000).Select(i => new RealServerDefinition
        {
            Address = new System.Net.IPAddress([10, 1, (byte)(i >> 8), (byte)i]),
            Port = 80,
            Checks = [Web.Tcp],
        })];
        bench.Apply(Web.Service(servers));
        Assert.Equal(20_000, bench.Started.Count);
    }

    [Fact]
    public void Interval_OfNothing_DoesNotSpin()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Interval = TimeSpan.Zero })));
        bench.Advance(1);
        Assert.InRange(bench.Started.Count, 90, 101);
    }

    [Fact]
    public void Interval_LongerThanTheTimerKnows_StillComes()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Interval = TimeSpan.FromDays(60) })));
        bench.Time.Advance(TimeSpan.FromDays(59));
        Assert.Single(bench.Started);
        bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, bench.Started.Count);
    }

    [Fact]
    public void CheckNow_RunsEveryCheckOfTheServerAndCountsFromThere()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp, Web.Http("/h")), Web.Server(102, Web.Tcp)));
        bench.Advance(4);
        bench.Started.Clear();

        Assert.True(bench.Runtime.CheckNow("web", "10.88.0.101:80"));
        Assert.Equal([(4.0, "10.88.0.101", 0), (4.0, "10.88.0.101", 0)], bench.Started);
        bench.Advance(10);
        Assert.Equal([4.0, 4, 10, 14, 14], bench.Started.Select(s => s.Second));
    }

    [Fact]
    public void CheckNow_OnItsWayAlready_DoesNotRunTwice()
    {
        using var bench = new CheckBench { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        Assert.True(bench.Runtime.CheckNow("web", "10.88.0.101:80"));
        Assert.Single(bench.Started);
        bench.Finish(0, ProbeOutcome.Passed);
        Assert.Single(bench.Started);
    }

    [Theory]
    [InlineData("web", "10.88.0.109:80")]
    [InlineData("mail", "10.88.0.101:80")]
    [InlineData("web", "10.88.0.101")]
    public void CheckNow_UnknownServer_IsFalse(string service, string server)
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        Assert.False(bench.Runtime.CheckNow(service, server));
        Assert.Single(bench.Started);
    }

    [Fact]
    public void Urls_OfOneCheck_TakeTurns()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Http("/a", "/b", "/c"))));
        bench.Advance(30);
        Assert.Equal([0, 1, 2, 0], bench.Started.Select(s => s.Url));
    }
}
