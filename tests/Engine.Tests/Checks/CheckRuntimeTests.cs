using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Checks;

public sealed class CheckRuntimeTests
{
    [Fact]
    public void Server_NewInDefinition_IsInTheTableBeforeItsFirstProbe()
    {
        using var bench = new CheckBench();
        bench.Holds = true;
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)));

        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1, 10.88.0.102:80 w1", bench.TableText);
        Assert.Equal(RealServerState.Unknown, bench.Server().State);
        Assert.True(bench.Server().InTable);
    }

    [Fact]
    public void Server_FailsThreeRetries_LeavesInTheVeryProbeThatFailedLast()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        double removedAt = 0;
        bench.OnTable = _ => removedAt = bench.Time.Elapsed.TotalSeconds;

        bench.Advance(60);

        // Passed at 0; failed at 10, 12, 14 and 16; then once per interval.
        Assert.Equal([0.0, 10, 12, 14, 16, 26, 36, 46, 56], bench.Started.Where(s => s.Server == "10.88.0.101").Select(s => s.Second));
        Assert.Equal(16, removedAt);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.102:80 w1", bench.TableText);
        Assert.Equal(
            [
                "10.88.0.101:80 Unknown->Up: passed for the first time: connected",
                "10.88.0.102:80 Unknown->Up: passed for the first time: connected",
                "10.88.0.101:80 Up->GoingDown: 1 of 4 attempts failed, last: connection refused",
                "10.88.0.101:80 GoingDown->Down: 4 of 4 attempts failed, last: connection refused",
            ],
            bench.StateChanges());
    }

    [Fact]
    public void Server_RecoversOnce_ReturnsInTheVeryProbeThatPassed()
    {
        using var bench = new CheckBench();
        bench.Answer("10.88.0.101", ProbeOutcome.TimedOut);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);
        bench.Answer("10.88.0.101", ProbeOutcome.Passed);

        bench.Advance(9.999);
        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);
        bench.Advance(0.001);
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
    }

    [Fact]
    public void LastServer_Lost_SorryServerTakesOverAndGivesBack()
    {
        using var bench = new CheckBench();
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)) with
        {
            SorryServer = new SorryServerDefinition { Address = System.Net.IPAddress.Parse("10.88.0.199"), Port = 80 },
        });
        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.199:80 w1", bench.TableText);
        Assert.True(bench.Runtime.Snapshot(bench.Table)[0].SorryServerActive);

        bench.Answer("10.88.0.101", ProbeOutcome.Passed);
        bench.Advance(10);

        Assert.Equal("10.88.0.100:80/tcp: 10.88.0.101:80 w1", bench.TableText);
        Assert.False(bench.Runtime.Snapshot(bench.Table)[0].SorryServerActive);
        Assert.Equal([false, true], bench.Events.OfType<QuorumChanged>().Select(e => e.Gained));
    }

    [Fact]
    public void Probe_Throws_IsALocalErrorAndTheScheduleGoesOn()
    {
        using var bench = new CheckBench();
        bench.OnProbe = _ => throw new InvalidOperationException("broken");
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Advance(25);

        Assert.Equal([0.0, 10, 20], bench.Started.Select(s => s.Second));
        Assert.Equal(ProbeOutcome.LocalError, bench.Server().LastProbe!.Outcome);
        Assert.Equal("the probe itself failed: broken", bench.Server().LastProbe!.Message);
        Assert.True(bench.Server().InTable);

        bench.OnProbe = null;
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(5);
        Assert.Equal(RealServerState.Down, bench.Server().State);
    }

    [Fact]
    public void Receiver_Throws_ChecksGoOn()
    {
        using var bench = new CheckBench();
        bench.OnTable = _ => throw new InvalidOperationException("table");
        bench.OnEvent = _ => throw new InvalidOperationException("event");
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp)));
        bench.Answer("10.88.0.101", ProbeOutcome.Refused);
        bench.Advance(30);

        Assert.Equal("10.88.0.100:80/tcp:", bench.TableText);
        Assert.Equal([0.0, 10, 12, 14, 16, 26], bench.Started.Select(s => s.Second));
    }
}
