using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class HeartbeatLineTests : IDisposable
{
    private const string SecondBridge = "br1";

    private readonly NetworkRig _rig = new();
    private readonly RigNode _a;
    private readonly RigNode _b;

    public HeartbeatLineTests()
    {
        _a = _rig.AddNode("a", "192.168.200.1/24");
        _b = _rig.AddNode("b", "192.168.200.2/24");
    }

    public void Dispose() => _rig.Dispose();

    private static ClusterDefinition TwoLines() => Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with
    {
        Participants = instance.Participants.Select(participant => participant with { MoreInterfaces = ["eth1"] }).ToValueArray(),
    });

    private static bool AreBothOk(Director director) => director.Status.HeartbeatLines is [{ Interface: "eth0", Ok: true }, { Interface: "eth1", Ok: true }];

    private void WireSecondLine(string bridge)
    {
        _a.Wire("eth1", "192.168.201.1/24", bridge);
        _b.Wire("eth1", "192.168.201.2/24", bridge);
    }

    [Fact]
    public void OneOfTwoLinesLost_AlarmsAndMovesNothing_BothLost_TheBackupTakesOver()
    {
        WireSecondLine(SecondBridge);
        using var a = new Director(_a);
        using var b = new Director(_b);
        a.Runtime.Apply(TwoLines());
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(TwoLines());
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => AreBothOk(a) && AreBothOk(b), "both lines in order on both nodes", b.Describe);
        (int a, int b) transitions = (a.Transitions.Count, b.Transitions.Count);

        // Silence: the first line carries no more, but has its carrier.
        _a.Connect("eth0", null);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth0", Ok: false, LinesLeft: 1 } && change.Reason.EndsWith("while eth1 carries them", StringComparison.Ordinal), "b to miss adverts on eth0");
        Assert.Equal([false, true], b.Status.HeartbeatLines.Select(line => line.Ok));
        _a.Connect("eth0", NetworkRig.FirstBridge);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth0", Ok: true, LinesLeft: 2, Reason: "adverts are heard there again" }, "b to hear eth0 again");

        // A cut cable on the second line.
        _b.SetPort("eth1", up: false);
        b.WaitForEvent<HeartbeatLineChanged>(change => change is { Interface: "eth1", Ok: false, LinesLeft: 1 } && change.Reason.Contains("has no carrier", StringComparison.Ordinal), "b to lose eth1");
        long heard = b.Status.Counters.AdvertsReceived;
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > heard + 4, "b to hear a on eth0 alone", b.Describe);
        Assert.Equal(transitions, (a.Transitions.Count, b.Transitions.Count));
        Assert.True(_a.Holds(Cluster.Vip));
        Assert.False(_b.Holds(Cluster.Vip));

        _a.Connect("eth0", null);
        b.WaitForState(VrrpState.Master);
        Assert.Equal(TransitionCause.MasterSilent, b.Transitions[^1].Cause);
        WaitFor.True(() => _b.Holds(Cluster.Vip), "the VIP on b", b.Describe);
    }

    [Fact]
    public void LinesInOneNetwork_OwnAdvertsOfTheOtherLineAreNotTakenForAnotherRouter()
    {
        WireSecondLine(NetworkRig.FirstBridge);
        using var a = new Director(_a);
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
        using var a = new Director(_a);
        a.Runtime.Apply(Cluster.Of(("a", 200), ("b", 100)));
        a.WaitForState(VrrpState.Master);
        int transitions = a.Transitions.Count;
        using var sniffer = new Sniffer(_b);

        a.Runtime.Apply(TwoLines());

        WaitFor.True(() => sniffer.Adverts.Any(frame => frame.Hex(26, 4) == "c0a8c901"), "adverts from 192.168.201.1", a.Describe);
        Assert.Equal(transitions, a.Transitions.Count);
        Assert.Equal(["eth0", "eth1"], a.Status.HeartbeatLines.Select(line => line.Interface));
    }
}
