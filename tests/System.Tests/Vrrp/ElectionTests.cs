using System.Diagnostics;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class ElectionTests : PairTests
{
    [Fact]
    public void TwoNodes_HigherPriority_OwnsAndTheOtherSeesIt()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100));
        a.Runtime.Apply(definition);
        b.Runtime.Apply(definition);

        a.WaitForState(VrrpState.Master);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => A.Holds(Cluster.Vip), "the VIP on a", a.Describe);
        RigAddress vip = Assert.Single(A.Addresses("eth0"), address => address.Local == Cluster.Vip);
        Assert.Equal((24, "eth0:1", null, "global"), (vip.PrefixLength, vip.Label, vip.Broadcast, vip.Scope));
        Assert.InRange(vip.ValidLifetime, 1, 2); // 4 x 300 ms, at least 2 s, counting down between renewals
        Assert.False(B.Holds(Cluster.Vip));

        WaitFor.True(() => a.Status.VirtualAddresses[0].Held, "a's status to show the VIP as held", a.Describe);
        VrrpOwner own = a.Status.Owner!;
        Assert.Equal(("a", IPAddress.Parse("192.168.200.1"), 200), (own.Node, own.Address, own.Priority));
        WaitFor.True(() => b.Status.Owner is not null, "b to hear a", b.Describe);
        VrrpOwner seen = b.Status.Owner!;
        Assert.Equal((null, IPAddress.Parse("192.168.200.1"), 200), (seen.Node, seen.Address, seen.Priority));
        Assert.False(b.Status.VirtualAddresses[0].Held);
        Assert.NotNull(b.Status.HeldSince);
        Assert.True(Assert.Single(b.Status.HeartbeatLines).Ok);
        Assert.Equal(0, b.Status.Counters.AdvertsSent);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 3, "b to count adverts", b.Describe);
        Assert.True(a.Runtime.LatenessCounts[^1] > 0);
    }

    [Fact]
    public async Task Master_Stops_TheBackupTakesOverWithinTheSkewAndTheAddressNeverLeavesBoth()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        using var sniffer = new Sniffer(B);
        ClusterDefinition definition = Cluster.Of(("a", 200), ("b", 100));
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(definition);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Owner is not null && A.Holds(Cluster.Vip), "b to hear a, and the VIP on a", b.Describe);

        Task stopped = a.Runtime.StopAsync(null);
        b.WaitForState(VrrpState.Master);
        await stopped;

        // Waiting for silence would have taken 1083 ms; after priority 0 it is (256 - 100) / 256 x 300 ms = 183 ms.
        CapturedFrame release = Assert.Single(sniffer.Adverts, frame => frame.Bytes[36] == 0);
        CapturedFrame first = sniffer.Adverts.First(frame => frame.Bytes[29] == 2);
        Assert.InRange(Sniffer.Between(release, first).TotalMilliseconds, 150, 800);
        VrrpTransition takeover = b.Transitions[^1];
        Assert.Equal((VrrpState.Master, TransitionCause.MasterReleased), (takeover.To, takeover.Cause));
        Assert.Equal((VrrpState.Initialize, TransitionCause.Stopped), (a.Transitions[^1].To, a.Transitions[^1].Cause));
        WaitFor.True(() => B.Holds(Cluster.Vip), "the VIP on b", b.Describe);
        Assert.False(A.Holds(Cluster.Vip));
    }

    [Fact]
    public async Task Master_StopsWithoutASuccessor_ServesForTheLargestSkewAndThenRemovesTheAddress()
    {
        using var a = new Director(A);
        a.Runtime.Apply(Cluster.Of(("a", 200)));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => A.Holds(Cluster.Vip), "the VIP on a", a.Describe);

        long start = Stopwatch.GetTimestamp();
        await a.Runtime.StopAsync(null);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 298, 2000); // 255 / 256 x 300 ms
        Assert.False(A.Holds(Cluster.Vip));
    }

    [Fact]
    public void SameDefinitionAgain_NothingHappens()
    {
        using var a = new Director(A);
        a.Runtime.Apply(Cluster.Of(("a", 200), ("b", 100)));
        a.WaitForState(VrrpState.Master);
        int before = a.Transitions.Count;
        long sent = a.Status.Counters.AdvertsSent;

        a.Runtime.Apply(Cluster.Of(("a", 200), ("b", 100)));
        a.Runtime.Apply(Cluster.Of(("a", 200), ("b", 50))); // another node's part
        WaitFor.True(() => a.Status.Counters.AdvertsSent > sent + 3, "more adverts", a.Describe);

        Assert.Equal(before, a.Transitions.Count);
        Assert.Equal(VrrpState.Master, a.Status.State);
    }

    [Fact]
    public void Definition_AddressAddedAndRemoved_OnlyThoseMove()
    {
        using var a = new Director(A);
        ClusterDefinition definition = Cluster.Of(("a", 200));
        a.Runtime.Apply(definition);
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => A.Holds(Cluster.Vip), "the first VIP", a.Describe);
        int before = a.Transitions.Count;

        var second = new VirtualAddressDefinition { Address = IPAddress.Parse("192.168.200.17"), PrefixLength = 32 };
        a.Runtime.Apply(definition.With(instance => instance with { VirtualAddresses = [.. instance.VirtualAddresses, second] }));
        WaitFor.True(() => A.Holds("192.168.200.17"), "the added VIP", a.Describe);
        Assert.True(A.Holds(Cluster.Vip));

        a.Runtime.Apply(definition.With(instance => instance with { VirtualAddresses = [second] }));
        WaitFor.True(() => !A.Holds(Cluster.Vip), "the first VIP to go", a.Describe);
        Assert.True(A.Holds("192.168.200.17"));
        Assert.Equal(before, a.Transitions.Count);
        Assert.DoesNotContain(a.Events, happened => happened is DriftRepaired);
    }

    [Fact]
    public void Definition_VersionChanged_IsAnotherElectionThatHearsAndSpeaks()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition third = Cluster.Of(("a", 200), ("b", 100));
        ClusterDefinition second = third.With(instance => instance with { Version = VrrpVersion.V2, AdvertisementInterval = AdvertisementInterval.Default });
        a.Runtime.Apply(third);
        a.WaitForState(VrrpState.Master);

        b.Runtime.Apply(second);
        a.Runtime.Apply(second);
        a.WaitForState(VrrpState.Backup);
        a.WaitForState(VrrpState.Master);
        b.WaitForState(VrrpState.Backup);

        WaitFor.True(() => b.Status.Owner is { Priority: 200 }, "b to hear a in version 2", b.Describe);
        WaitFor.True(() => A.Holds(Cluster.Vip) && !B.Holds(Cluster.Vip), "the VIP on a alone", a.Describe);

        // a must hear on the line that its first election has closed.
        b.Runtime.Apply(Cluster.Of(("a", 200), ("b", 250)).With(instance => instance with { Version = VrrpVersion.V2, AdvertisementInterval = AdvertisementInterval.Default }));
        b.WaitForState(VrrpState.Master);
        a.WaitForState(VrrpState.Backup);
        WaitFor.True(() => !A.Holds(Cluster.Vip) && B.Holds(Cluster.Vip), "the VIP on b alone", a.Describe);
    }

    [Fact]
    public void Instance_NoLongerDefined_SaysPriorityZeroAndLeaves()
    {
        using var sniffer = new Sniffer(B);
        using var a = new Director(A);
        a.Runtime.Apply(Cluster.Of(("a", 200)));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => A.Holds(Cluster.Vip), "the VIP on a", a.Describe);

        a.Runtime.Apply(ClusterDefinition.Empty);

        Assert.Empty(a.Runtime.Snapshot());
        WaitFor.True(() => !A.Holds(Cluster.Vip), "the VIP to go", a.Describe);
        WaitFor.True(() => sniffer.Adverts.Any(frame => frame.Bytes[36] == 0), "priority 0 on the wire", a.Describe);
    }

    [Fact]
    public void Loop_AdvertsSentAndHeard_AllocatesNothing()
    {
        using var a = new Director(A);
        using var b = new Director(B);
        ClusterDefinition fast = Cluster.Of(("a", 200), ("b", 100)).With(instance => instance with { AdvertisementInterval = new AdvertisementInterval(5) });
        a.Runtime.Apply(fast);
        a.WaitForState(VrrpState.Master);
        b.Runtime.Apply(fast);
        b.WaitForState(VrrpState.Backup);
        WaitFor.True(() => b.Status.Counters.AdvertsReceived > 150, "warm loops past the second announcement", b.Describe);

        (long aBytes, long bBytes, long sent, long heard) before = (a.Runtime.LoopAllocatedBytes, b.Runtime.LoopAllocatedBytes, a.Status.Counters.AdvertsSent, b.Status.Counters.AdvertsReceived);
        WaitFor.True(() => a.Status.Counters.AdvertsSent >= before.sent + 60 && b.Status.Counters.AdvertsReceived >= before.heard + 60, "60 more adverts", a.Describe);

        // A transition on a stalled machine would allocate its sentences; 60 adverts that each allocated anything would be over 1440 bytes.
        Assert.InRange(a.Runtime.LoopAllocatedBytes - before.aBytes, 0, 500);
        Assert.InRange(b.Runtime.LoopAllocatedBytes - before.bBytes, 0, 500);
    }
}
