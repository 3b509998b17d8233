using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class IPv6Tests() : PairTests("2001:db8::1/64", "2001:db8::2/64")
{
    private const string Vip = "2001:db8::16";

    private static ClusterDefinition Of(string? peerOfA = null, string? peerOfB = null) => Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with
    {
        VirtualAddresses =
        [
            new VirtualAddressDefinition { Address = IPAddress.Parse("fe80::16"), PrefixLength = 64 },
            new VirtualAddressDefinition { Address = IPAddress.Parse(Vip), PrefixLength = 64 },
        ],
        Participants = instance.Participants.Select(participant => participant with
        {
            UnicastPeers = peerOfA is null ? [] : [new UnicastPeerDefinition { Address = IPAddress.Parse(participant.Node == "a" ? peerOfA : peerOfB!) }],
            SourceAddress = peerOfA is null ? null : IPAddress.Parse(participant.Node == "a" ? peerOfB! : peerOfA),
        }).ToValueArray(),
    });

    private void TakeOver(ClusterDefinition definition, Action<Director> look)
    {
        using var a = new Director(A);
        using var b = new Director(B);
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 3 && A.HoldsIPv6(Vip), "b to hear a, and the VIP on a", b.Describe);
        Assert.Empty(b.Status.Counters.PacketErrors);
        look(b);

        A.SetPort("eth0", up: false);
        b.WaitForState(VrrpState.Master);
        WaitFor.True(() => B.HoldsIPv6(Vip), "the VIP on b", b.Describe);
    }

    [Fact]
    public void Multicast_FromTheLinkLocalAddress_TakesOver() => TakeOver(Of(), b =>
    {
        VrrpOwner owner = b.Status.Owner!;
        Assert.True(owner.Address!.IsIPv6LinkLocal);
        byte[] capture = b.Runtime.Capture("VI_1")!;
        byte[] group = IPAddress.Parse("ff02::12").GetAddressBytes();
        Assert.True(capture.AsSpan().IndexOf([.. owner.Address.GetAddressBytes(), .. group]) > 0, "adverts to ff02::12 in the capture");
    });

    [Fact]
    public void Unicast_TakesOver() => TakeOver(Of("2001:db8::2", "2001:db8::1"), b => Assert.Equal(IPAddress.Parse("2001:db8::1"), b.Status.Owner?.Address));
}
