using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>A new definition touches only what differs.</summary>
public sealed class CheckRuntimeApplyTests
{
    [Fact]
    public void Definition_TheSameTwice_ChangesNothing()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(4);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(20);

        Assert.Equal([0.0, 10, 20], bench.Started.Select(s => s.Second));
        Assert.Single(bench.Tables);
        Assert.Equal(3, bench.Server().Beats.Count);
    }

    [Fact]
    public void WeightAndAdmin_Changed_KeepHealthTimerAndHistory()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(12);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp) with { Weight = 9 }));
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w9", bench.TableText);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp) with { Weight = 9, Admin = AdminState.Drain }));
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w0", bench.TableText);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp) with { Weight = 9, Admin = AdminState.Maintenance }));
        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);

        RealServerStatus server = bench.Server();
        Assert.Equal((RealServerState.GoingDown, AdminState.Maintenance, 2, 4, 3), (server.State, server.Admin, server.FailuresInARow, server.FailuresToDown, server.Beats.Count));
        bench.Advance(4);
        Assert.Equal([0.0, 10, 12, 14, 16], bench.Started.Select(s => s.Second));
        Assert.Equal(RealServerState.Down, bench.Server().State);
    }

    [Fact]
    public void Check_Changed_RestartsOnlyThatOne()
    {
        using var bench = new CheckBench();
        HttpCheckDefinition http = Web.Http("/h");
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp, http), Web.Server(102, Web.Tcp)));
        bench.Started.Clear();
        bench.Advance(4);

        bench.Apply(Web.Service(Web.Server(101, Web.Tcp, http with { Retries = 2 }), Web.Server(102, Web.Tcp)));

        Assert.Equal([(4.0, "10.88.0.101", 0)], bench.Started);
        bench.Advance(10);
        Assert.Equal([4.0, 10, 10, 14], bench.Started.Select(s => s.Second));
    }

    [Fact]
    public void Check_ChangedWhileDown_WaitsForAPassAndNoLongerThanBefore()
    {
        using var bench = new CheckBench(random: new CheckBench.FixedRandom(0.999));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(3);
        bench.Answer("10.88.0.101", ProbeOutcome.Passed);

        // Its own warmup would let it wait up to 100 s; the check it replaces was due at 10 s.
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp with { Interval = TimeSpan.FromSeconds(100), Warmup = TimeSpan.FromSeconds(100) })));
        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);
        Assert.Equal(RealServerState.Down, bench.Server().State);

        bench.Advance(7);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
    }

    [Fact]
    public void FailingCheck_Removed_BringsTheServerBack()
    {
        using var bench = new CheckBench();
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Apply(Web.Service(Web.Server(101)));

        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
        Assert.Equal("10.88.0.101:80 Down->Up: no checks", bench.StateChanges()[^1]);
    }

    [Fact]
    public void Checks_SwappedInOrder_KeepTheirOwnState()
    {
        using var bench = new CheckBench();
        HttpCheckDefinition http = Web.Http("/h");
        bench.OnProbe = request => bench.Answer("10.88.0.101", request.Check is HttpCheckDefinition ? ProbeOutcome.UnexpectedStatus : ProbeOutcome.Passed);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp, http)));
        bench.Apply(Web.Service(Web.Server(101, http, Web.Tcp)));
        bench.Events.Clear();
        bench.Advance(10);

        Assert.Equal(
            [(1, ProbeOutcome.Passed), (0, ProbeOutcome.UnexpectedStatus)],
            bench.Events.OfType<ProbeCompleted>().Select(e => (e.CheckIndex, e.Result.Outcome)));
        Assert.Equal((1, 2, RealServerState.Down), (bench.Server().ChecksPassing, bench.Server().ChecksTotal, bench.Server().State));
    }

    [Fact]
    public void Server_Removed_CancelsItsProbeAndDropsTheResult()
    {
        using var bench = new CheckBench();
        bench.Holds = true;
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)));
        Assert.Equal(2, bench.OnTheWay);

        bench.Apply(Web.Service(Web.Server(102, Web.Tcp)));

        Assert.Equal(1, bench.OnTheWay);
        Assert.Empty(bench.Events.OfType<ProbeCompleted>());
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.102:80 w1", bench.TableText);
        Assert.Equal(0, bench.Runtime.Counters().Probes["LocalError"]);
        bench.Advance(60);
        Assert.DoesNotContain(bench.Started, s => s.Server == "10.88.0.101" && s.Second > 0);
    }

    [Fact]
    public void Service_Renamed_KeepsItsHealth()
    {
        using var bench = new CheckBench();
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Events.Clear();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)) with { Name = "shop" });

        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);
        Assert.Empty(bench.Events);
        Assert.Equal("shop", bench.Runtime.Snapshot(bench.Table)[0].Name);
        bench.Advance(10);
        Assert.Equal("shop", bench.Events.OfType<ProbeCompleted>().Single().Service);
    }

    [Fact]
    public void Services_Reordered_KeepTheirChecks()
    {
        using var bench = new CheckBench();
        VirtualServiceDefinition one = Web.Service(Web.Server(101, Web.Tcp));
        VirtualServiceDefinition two = Web.Service(Web.Server(101, Web.Tcp)) with { Name = "two", Key = new ServiceKey { FirewallMark = 2 } };
        bench.Apply(one, two);
        bench.Started.Clear();
        bench.Apply(two, one);

        Assert.Empty(bench.Started);
        Assert.Equal("fwmark:2: 10.88.0.101:80 w1 | 10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
    }

    [Fact]
    public void Service_ThatChecksItsOwnPort_RestartsThemWhenThePortChanges()
    {
        using var bench = new CheckBench();
        RealServerDefinition server = Web.Server(101, Web.Tcp) with { Port = 0 };
        var ports = new List<int>();
        bench.OnProbe = request => ports.Add(request.Port);
        bench.Apply(Web.Service(server));
        bench.Apply(Web.Service(server) with { Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 81 } });
        Assert.Equal([80, 81], ports);
    }

    [Fact]
    public void Quorum_ChangedInTheDefinition_IsJudgedAnew()
    {
        using var bench = new CheckBench();
        var sorry = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.199"), Port = 80 };
        bench.Answer("10.88.0.102", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)) with { SorryServer = sorry });
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)) with { SorryServer = sorry, Quorum = 2 });

        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.199:80 w1", bench.TableText);
        Assert.Equal(new QuorumChanged("web", false, 1, 2), bench.Events.OfType<QuorumChanged>().Single());
    }

    [Fact]
    public void FirstDefinition_WithoutServices_IsHandedOutOnce()
    {
        using var bench = new CheckBench();
        bench.Apply();
        bench.Apply();
        Assert.Equal("", Assert.Single(bench.Tables).Services.Aggregate("", (text, one) => text + one));
    }

    [Fact]
    public void Service_StartsWithoutAnyWeight_SaysItHasNoQuorum()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101) with { Admin = AdminState.Maintenance }));
        Assert.Equal(new QuorumChanged("web", false, 0, 1), Assert.Single(bench.Events));
    }

    [Fact]
    public void Apply_FromTheReceiverOfATable_IsCarriedOutAfterIt()
    {
        using var bench = new CheckBench();
        bench.OnTable = _ =>
        {
            bench.OnTable = null;
            bench.Apply(Web.Service(Web.Server(102)));
            Assert.Single(bench.Tables);
        };
        bench.Apply(Web.Service(Web.Server(101)));
        Assert.Equal(2, bench.Tables.Count);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.102:80 w1", bench.TableText);
    }

    [Fact]
    public void Disposed_TakesNothingAndSaysNothing()
    {
        var bench = new CheckBench { Holds = true };
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Dispose();

        Assert.Equal(0, bench.OnTheWay);
        bench.Advance(100);
        Assert.Single(bench.Started);
        Assert.Empty(bench.Events);
        Assert.False(bench.Runtime.CheckNow("web", "10.88.0.101:80"));
        Assert.Throws<ObjectDisposedException>(() => bench.Apply());
        bench.Dispose();
    }
}
