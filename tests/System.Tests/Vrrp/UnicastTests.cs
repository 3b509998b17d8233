using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class UnicastTests : PairTests
{
    private static ClusterDefinition Peers(string a, string b) => Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with
    {
        Participants = instance.Participants.Select(participant => participant with
        {
            UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse(participant.Node == "a" ? b : a) }],
            UnicastTimeToLive = 64,
            CheckUnicastSource = true,
        }).ToValueArray(),
    });

    [Fact]
    public void AdvertsGoToThePeerAlone_AndItTakesOver()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        using var sniffer = new Sniffer(B);
        ClusterDefinition definition = Peers("192.168.200.1", "192.168.200.2");
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 3, "b to hear a", b.Describe);

        Assert.All(sniffer.Adverts, frame => Assert.Equal("c0a8c801" + "c0a8c802", frame.Hex(26, 8)));
        Assert.Equal("40", sniffer.Adverts[0].Hex(22, 1)); // TTL 64
        Assert.Equal(IPAddress.Parse("192.168.200.1"), b.Status.Owner?.Address);

        A.SetPort("eth0", up: false);
        b.WaitForState(VrrpState.Master);
        WaitFor.True(() => B.Holds(Cluster.Vip), "the VIP on b", b.Describe);
    }

    [Fact]
    public void UnknownSender_IsRefusedAndCounted()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        b.Runtime.Apply(Peers("192.168.200.77", "192.168.200.2"));
        b.WaitForState(VrrpState.Master);
        a.Runtime.Apply(Peers("192.168.200.1", "192.168.200.2"));
        a.WaitForState(VrrpState.Master);

        WaitFor.True(() => b.Status.Counters.PacketErrors.GetValueOrDefault("unicastSource") > 2, "refused adverts", b.Describe);
        Assert.Equal(0, b.Status.Counters.AdvertsReceived);
        Assert.Equal(VrrpState.Master, b.Status.State);
    }

    [Fact]
    public void SameVridForTwoPeers_EachElectionHearsItsOwn()
    {
        RigNode third = Add("c", "192.168.200.3/24");
        using var a = new Director(A);
        using var b = new Director(B);
        using var c = new Director(third);
        ClusterDefinition withB = Peers("192.168.200.1", "192.168.200.2");
        ClusterDefinition withC = Cluster.Of(("a", 100), ("c", 200)).With(instance => instance with
        {
            Name = "VI_2",
            VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("192.168.200.17"), PrefixLength = 24 }],
            Participants = instance.Participants.Select(participant => participant with
            {
                UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse(participant.Node == "a" ? "192.168.200.3" : "192.168.200.1") }],
            }).ToValueArray(),
        });
        b.Runtime.Apply(withB);
        c.Runtime.Apply(withC);
        a.Runtime.Apply(withB with { VrrpInstances = [withB.VrrpInstances[0], withC.VrrpInstances[0]] });

        c.WaitForState(VrrpState.Master);
        WaitFor.True(() => a.Runtime.Snapshot().Select(status => status.State).SequenceEqual([VrrpState.Master, VrrpState.Backup]), "a to be master with b and backup with c", a.Describe);
        b.WaitForState(VrrpState.Backup);
        ValueArray<VrrpInstanceStatus> both = a.Runtime.Snapshot();
        Assert.Equal(IPAddress.Parse("192.168.200.3"), both[1].Owner?.Address);
        Assert.Empty(both[1].Counters.PacketErrors);
    }
}
