using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class HeartbeatLineTests : PairTests
{
    private const string SecondBridge = "br1";

    private static ClusterDefinition TwoLines() => Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with
    {
        Participants = instance.Participants.Select(participant => participant with { MoreInterfaces = ["eth1"] }).ToValueArray(),
    });

    private static bool AreBothOk(Director director) => director.Status.HeartbeatLines is [{ Interface: "eth0", Ok: true }, { Interface: "eth1", Ok: true }];

    private void WireSecondLine(string bridge)
    {
        A.Wire("eth1", "192.168.201.1/24", bridge);
        B.Wire("eth1", "192.168.201.2/24", bridge);
    }

    [Fact]
    public void OneOfTwoLinesLost_AlarmsAndMovesNothing_BothLost_TheBackupTakesOver()
    {
        WireSecondLine(SecondBridge);
        using var a = new Director(A);
        using var b = new Director(B);
        a.Runtime.Apply(TwoLines());
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(TwoLines());
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => AreBothOk(a) && AreBothOk(b), "both lines in order on both nodes", b.Describe);
        (int a, int b) transitions = (a.Transitions.Count, b.Transitions.Count);

        // Silence: the first line carries no more, but has its carrier.
        A.Connect("eth0", null);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth0", Ok: false, LinesLeft: 1 } && change.Reason.EndsWith("while eth1 carries them", StringComparison.Ordinal), "b to miss adverts on eth0");
        Assert.Equal([false, true], b.Status.HeartbeatLines.Select(line => line.Ok));
        A.Connect("eth0", NetworkRig.FirstBridge);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth0", Ok: true, LinesLeft: 2, Reason: "adverts are heard there again" }, "b to hear eth0 again");

        // A cut cable on the second line.
        B.SetPort("eth1", up: false);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth1", Ok: false, LinesLeft: 1 } && change.Reason.Contains("has no carrier", StringComparison.Ordinal), "b to lose eth1");
        long heard = b.Status.Counters.AdvertsReceived;
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > heard + 4, "b to hear a on eth0 alone", b.Describe);
        Assert.Equal(transitions, (a.Transitions.Count, b.Transitions.Count));
        Assert.True(A.Holds(Cluster.Vip));
        Assert.False(B.Holds(Cluster.Vip));

        A.Connect("eth0", null);
        b.WaitForState(VrrpState.Master);
        Assert.Equal(TransitionCause.MasterSilent, b.Transitions[^1].Cause);
        WaitFor.True(() => B.Holds(Cluster.Vip), "the VIP on b", b.Describe);
    }

    [Fact]
    public void LinesInOneNetwork_OwnAdvertsOfTheOtherLineAreNotTakenForAnotherRouter()
    {
        WireSecondLine(NetworkRig.FirstBridge);
        using var a = new Director(A);
        a.Runtime.Apply(TwoLines());
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => a.Status.Counters.AdvertsSent > 5, "some adverts", a.Describe);

        Assert.Equal(0, a.Status.Counters.AdvertsReceived);
        Assert.Empty(a.Status.Counters.PacketErrors);
    }

    [Fact]
    public void LineAddedWhileMaster_NothingMovesAndAdvertsGoThereToo()
    {
        WireSecondLine(SecondBridge);
        using var a = new Director(A);
        a.Runtime.Apply(Cluster.Of(("a", 200), ("b", 100)));
        a.WaitForState(VrrpState.Master);
        int transitions = a.Transitions.Count;
        using var sniffer = new Sniffer(B);

        a.Runtime.Apply(TwoLines());

        WaitFor.True(() => sniffer.Adverts.Any(frame => frame.Hex(26, 4) == "c0a8c901"), "adverts from 192.168.201.1", a.Describe);
        Assert.Equal(transitions, a.Transitions.Count);
        Assert.Equal(["eth0", "eth1"], a.Status.HeartbeatLines.Select(line => line.Interface));
    }
}
