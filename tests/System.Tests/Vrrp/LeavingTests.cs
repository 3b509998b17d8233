using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(PairCollection.Name)]
public sealed class LeavingTests : PairTests
{
    [Fact]
    public void Yield_TheBackupTakesOverAndIsNotPreempted()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100));
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Owner is not null, "b to hear a", b.Describe);
        Assert.NotNull(b.Runtime.Yield("VI_1"));
        Assert.True(a.Status.Preempts);

        Assert.Null(a.Runtime.Yield("VI_1"));

        b.WaitForState(VrrpState.Master);
        a.WaitForState(VrrpState.Backup);
        WaitFor.True(() => B.Holds(Cluster.Vip) && !A.Holds(Cluster.Vip), "the VIP on b alone", a.Describe);
        Assert.Equal((VrrpState.Backup, TransitionCause.Yielded), (a.Transitions[^1].To, a.Transitions[^1].Cause));
        Assert.False(a.Status.Preempts);
        long heard = a.Status.Counters.AdvertsReceived;
        WaitFor.True(() => a.Status.Counters.AdvertsReceived > heard + 5, "a to go on hearing b", a.Describe);
        Assert.Equal(VrrpState.Backup, a.Status.State);
        Assert.NotNull(a.Status.TakeoverAt);
    }

    [Fact]
    public async Task StopThatKeepsAddresses_SaysNothing_AndTheNextProcessGoesOn()
    {
        using var b = new Director(B);
        using var sniffer = new Sniffer(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with { AdvertisementInterval = AdvertisementInterval.Default });
        using (var a = new Director(A))
        {
            a.Runtime.Apply(definition);
            a.WaitForState(VrrpState.Master);
            b.Runtime.Apply(definition);
            b.WaitForState(VrrpState.Backup);
            WaitFor.True(() => b.Status.Owner is not null && A.Holds(Cluster.Vip), "b to hear a, and the VIP on a", b.Describe);
            await a.Runtime.StopAsync(null, keepAddresses: true);
        }

        Assert.True(A.Holds(Cluster.Vip));
        int arps = sniffer.GratuitousArps.Count;
        using var next = new Director(A);
        next.Runtime.TakeUp(["VI_1"]);
        next.Runtime.Apply(definition);
        next.WaitForState(VrrpState.Master);

        Assert.Equal(TransitionCause.TakenUp, next.Transitions[^1].Cause);
        Assert.True(A.Holds(Cluster.Vip));
        WaitFor.True(() => next.Status.Counters.AdvertsSent > 1, "adverts of the next process", next.Describe);
        Assert.DoesNotContain(sniffer.Adverts, frame => frame.Bytes[36] == 0);
        Assert.Equal(VrrpState.Backup, b.Status.State);
        Assert.DoesNotContain(next.Events, happened => happened is DriftRepaired);
        Assert.True(sniffer.GratuitousArps.Count >= arps);
    }

    [Fact]
    public void SyncGroup_MembersMoveTogether()
    {
        A.Wire("eth1", "192.168.201.1/24", "br1");
        B.Wire("eth1", "192.168.201.2/24", "br1");
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition one = Cluster.Of(("a", 200), ("b", 100));
        VrrpInstanceDefinition other = one.VrrpInstances[0] with
        {
            Name = "VI_2",
            VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("192.168.201.16"), PrefixLength = 24 }],
            Participants = one.VrrpInstances[0].Participants.Select(participant => participant with { Interface = "eth1" }).ToValueArray(),
        };
        ClusterDefinition definition = one with
        {
            VrrpInstances = [one.VrrpInstances[0], other],
            SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_1", "VI_2"] }],
        };
        bool Are(Director director, VrrpState state) => director.Runtime.Snapshot().All(status => status.State == state && status.SyncGroup == "G");
        a.Runtime.Apply(definition);
        WaitFor.True(() => Are(a, VrrpState.Master), "both on a", a.Describe);
        b.Runtime.Apply(definition);
        WaitFor.True(() => b.Runtime.Snapshot().All(status => status.Owner is not null), "b to hear both", b.Describe);

        A.SetPort("eth1", up: false);

        WaitFor.True(() => Are(a, VrrpState.Fault) && Are(b, VrrpState.Master), "both to move", () => a.Describe() + " / " + b.Describe());
        Assert.Contains(a.Transitions, transition => transition is { Instance: "VI_1", To: VrrpState.Fault, Cause: TransitionCause.GroupFollowed });
    }
}
