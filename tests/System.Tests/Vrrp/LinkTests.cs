using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class LinkTests : IDisposable
{
    private readonly NetworkRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void InterfaceMissing_IsFaultThatNamesTheOthers_AndRecoversWhenItAppears()
    {
        RigNode machine = _rig.AddNode("a");
        using var a = new Director(machine);
        a.Runtime.Apply(Cluster.Of(("a", 200)));

        a.WaitForState(VrrpState.Fault);
        VrrpTransition fault = a.Transitions[^1];
        Assert.Equal(TransitionCause.InterfaceUnusable, fault.Cause);
        Assert.Equal("interface eth0 does not exist; interfaces here: lo", fault.Detail);
        Assert.False(a.Status.HeartbeatLines[0].Ok);
        Assert.Null(a.Status.Owner);

        machine.Wire("eth0", "192.168.200.1/24");

        a.WaitForState(VrrpState.Master);
        Assert.Equal([VrrpState.Fault, VrrpState.Backup, VrrpState.Master], a.Transitions.Select(transition => transition.To));
        WaitFor.True(() => machine.Holds(Cluster.Vip), "the VIP", a.Describe);
    }

    [Fact]
    public void CableUnplugged_IsFaultWithoutTheAddress_AndRecovers()
    {
        RigNode machine = _rig.AddNode("a", "192.168.200.1/24");
        using var a = new Director(machine);
        a.Runtime.Apply(Cluster.Of(("a", 200)));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => machine.Holds(Cluster.Vip), "the VIP", a.Describe);

        machine.SetPort("eth0", up: false);
        a.WaitForState(VrrpState.Fault);
        Assert.StartsWith("interface eth0 has no carrier", a.Transitions[^1].Detail, StringComparison.Ordinal);
        WaitFor.True(() => !machine.Holds(Cluster.Vip), "the VIP to go", a.Describe);

        machine.SetPort("eth0", up: true);
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => machine.Holds(Cluster.Vip), "the VIP to come back", a.Describe);
    }

    [Fact]
    public void InterfaceWithoutAddress_IsFaultWithTheWayOut()
    {
        RigNode machine = _rig.AddNode("a", "192.168.200.1/24");
        machine.Ip("addr del 192.168.200.1/24 dev eth0");
        using var a = new Director(machine);
        a.Runtime.Apply(Cluster.Of(("a", 200)));

        a.WaitForState(VrrpState.Fault);
        Assert.Equal("interface eth0 has no IPv4 address of its own to send adverts from; give it one, or define a source address", a.Transitions[^1].Detail);

        machine.Ip("addr add 192.168.200.1/24 dev eth0");
        a.WaitForState(VrrpState.Master);
    }

    [Fact]
    public void InterfaceDeletedAndMadeAnew_BothDirectionsWorkAgain()
    {
        RigNode first = _rig.AddNode("a", "192.168.200.1/24");
        RigNode second = _rig.AddNode("b", "192.168.200.2/24");
        using var a = new Director(first);
        using var b = new Director(second);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100));
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);

        first.Ip("link del eth0");
        a.WaitForState(VrrpState.Fault);
        b.WaitForState(VrrpState.Master);
        first.Wire("eth0", "192.168.200.1/24");

        // a can only win by being heard, b only yield by hearing: the new sockets send. And a must not have taken over from a deaf start.
        a.WaitForState(VrrpState.Master);
        b.WaitForState(VrrpState.Backup);
        VrrpTransition back = a.Transitions[^1];
        Assert.Equal((TransitionCause.PreemptedLowerPriority, "192.168.200.2"), (back.Cause, back.PeerAddress?.ToString()));
        WaitFor.True(() => first.Holds(Cluster.Vip) && !second.Holds(Cluster.Vip), "the VIP on a alone", a.Describe);
    }

    [Fact]
    public void SourceAddressChanged_AdvertsComeFromTheNewOne()
    {
        RigNode machine = _rig.AddNode("a", "192.168.200.1/24");
        RigNode observer = _rig.AddNode("o", "192.168.200.9/24");
        using var a = new Director(machine);
        using var sniffer = new Sniffer(observer);
        a.Runtime.Apply(Cluster.Of(("a", 200)));
        a.WaitForState(VrrpState.Master);

        machine.Ip("addr add 10.9.8.7/24 dev eth0");
        machine.Ip("addr del 192.168.200.1/24 dev eth0");

        WaitFor.True(() => sniffer.Adverts.Any(frame => frame.Hex(26, 4) == "0a090807"), "adverts from 10.9.8.7", a.Describe);
        WaitFor.True(() => machine.Holds(Cluster.Vip), "the VIP, which the kernel dropped with the address of its network", a.Describe);
        Assert.Equal("10.9.8.7", a.Status.Owner?.Address?.ToString());
    }
}
