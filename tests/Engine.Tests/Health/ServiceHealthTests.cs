using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Tests.Checks;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class ServiceHealthTests
{
    // Weights of the servers that are up in each step; all servers have weight 1, so the count is the weight.
    [Theory]
    [InlineData(1, 0, "3 1 0 1", "up up lost up")]
    [InlineData(2, 0, "3 2 1 2", "up up lost up")]
    [InlineData(3, 1, "5 3 2 1 2 3 4", "up up up lost lost lost up")]
    [InlineData(3, 1, "3 4 2 1", "lost up up lost")]
    [InlineData(3, 2, "5 1 0", "up up lost")]
    public void Quorum_AliveWeight_LeadsTo(int quorum, int hysteresis, string alive, string expected)
    {
        VirtualServiceDefinition service = FiveServers with { Quorum = quorum, Hysteresis = hysteresis };
        ServiceHealth health = default;
        var seen = new List<string>();
        foreach (string count in alive.Split(' '))
        {
            health = health.Step(service, Standings.Of(service, Up(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))));
            seen.Add(health.QuorumUp ? "up" : "lost");
        }

        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Theory]
    [InlineData(9, 0, 5, 0, "a quorum above the total weight becomes the total")]
    [InlineData(3, 3, 3, 2, "a hysteresis as large as the quorum becomes quorum - 1")]
    [InlineData(9, 9, 5, 4, "both")]
    [InlineData(0, 0, 1, 0, "a quorum below 1 becomes 1")]
    [InlineData(2, -1, 2, 0, "a hysteresis below 0 becomes 0")]
    public void Thresholds_OutOfReach_AreCorrected(int quorum, int hysteresis, int wantedQuorum, int wantedHysteresis, string _) =>
        Assert.Equal((wantedQuorum, wantedHysteresis), ServiceHealth.Thresholds(FiveServers with { Quorum = quorum, Hysteresis = hysteresis }));

    [Fact]
    public void Quorum_NoWeightAtAll_IsNeverThere()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Weight = 0 });
        Assert.Equal(new ServiceHealth(false, 0), ServiceHealth.Start(service, Standings.Of(service, true)));
        Assert.Equal(new ServiceHealth(false, 0), ServiceHealth.Start(Web.Service(), []));
    }

    [Fact]
    public void AliveWeight_DrainedOrInMaintenance_DoesNotCount()
    {
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { Weight = 4 },
            Web.Server(102) with { Weight = 2, Admin = AdminState.Drain },
            Web.Server(103) with { Weight = 1, Admin = AdminState.Maintenance });
        Assert.Equal(4, ServiceHealth.Start(service, Standings.Of(service, true, true, true)).AliveWeight);
    }

    [Fact]
    public void AliveWeight_BeyondAnInteger_StaysAtItsLargest()
    {
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { Weight = int.MaxValue },
            Web.Server(102) with { Weight = int.MaxValue }) with { Quorum = int.MaxValue };
        Assert.Equal(new ServiceHealth(true, int.MaxValue), ServiceHealth.Start(service, Standings.Of(service, true, true)));
    }

    [Fact]
    public void AliveWeight_CountsWhatChecksMakeOfTheWeight_NotTheRamp()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Weight = 10 }, Web.Server(102) with { Weight = 10 });
        ServerStanding[] servers = [new(true, false, AdminState.Enabled, 4, 1, "slow start 10 %", null), new(true, true, AdminState.Enabled, 10, 10, null, null)];
        Assert.Equal(4, ServiceHealth.Start(service, servers).AliveWeight);
    }

    // Which servers are up, whether it is asked for, whether a sorry server is there.
    [Theory]
    [InlineData("--", true, false, true)]
    [InlineData("--", false, false, false)]
    [InlineData("--", true, true, false)]
    [InlineData("+-", true, false, false)]
    public void KeepsAll_WhenNoneIsLeft(string up, bool asked, bool hasSorry, bool expected)
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101), Web.Server(102)) with
        {
            KeepAllWhenNoneLeft = asked,
            SorryServer = hasSorry ? new SorryServerDefinition { Address = System.Net.IPAddress.Loopback, Port = 80 } : null,
        };
        ServiceHealth health = ServiceHealth.Start(service, Standings.Of(service, up[0] == '+', up[1] == '+'));
        Assert.Equal((expected, up[0] == '+'), (health.KeepsAll, health.QuorumUp));
    }

    [Fact]
    public void KeepsAll_AllDrained_KeepsNone()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Admin = AdminState.Drain }) with { KeepAllWhenNoneLeft = true };
        Assert.False(ServiceHealth.Start(service, Standings.Of(service, false)).KeepsAll);
    }

    private static VirtualServiceDefinition FiveServers =>
        Web.Service(Web.Server(101), Web.Server(102), Web.Server(103), Web.Server(104), Web.Server(105));

    private static bool[] Up(int count) => [.. Enumerable.Range(0, 5).Select(i => i < count)];
}
