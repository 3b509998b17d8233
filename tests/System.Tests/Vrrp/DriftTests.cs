using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class DriftTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _a;

    public DriftTests() => _a = _rig.AddNode("a", "192.168.200.1/24");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Master_AddressDeletedByHand_IsPutBackAnnouncedAndSaid()
    {
        RigNode observer = _rig.AddNode("o", "192.168.200.9/24");
        using var a = new Director(_a);
        // No second burst, so that any ARP after the first five belongs to the repair.
        a.Runtime.Apply(Cluster.Of(("a", 200)).With(instance => instance with { Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => _a.Holds(Cluster.Vip), "the VIP", a.Describe);
        using var sniffer = new Sniffer(observer);
        int transitions = a.Transitions.Count;

        _a.Ip($"addr del {Cluster.Vip}/24 dev eth0");

        a.WaitForEvent<DriftRepaired>(happened => happened.Subject == $"{Cluster.Vip}/24 on eth0" && happened.Done == "put back and announced", "the repair to be said");
        Assert.True(_a.Holds(Cluster.Vip));
        Assert.Equal("eth0:1", _a.Addresses("eth0").Single(address => address.Local == Cluster.Vip).Label);
        WaitFor.True(() => sniffer.GratuitousArps.Count >= 5, "the announcement", a.Describe);
        Assert.Equal(transitions, a.Transitions.Count);
    }

    [Fact]
    public void Start_AddressLeftByAnEarlierRun_IsRemovedBeforeTheElection()
    {
        _a.Ip($"addr add {Cluster.Vip}/24 dev eth0");
        using var a = new Director(_a);

        // Slow enough that nothing but the clean-up can have happened by then.
        a.Runtime.Apply(Cluster.Of(("a", 200)).With(instance => instance with { AdvertisementInterval = new AdvertisementInterval(4000) }));

        a.WaitForState(VrrpState.Backup);
        Assert.False(_a.Holds(Cluster.Vip));
        DriftRepaired repair = Assert.Single(a.Events.OfType<DriftRepaired>());
        Assert.Equal(($"{Cluster.Vip}/24 on eth0", "removed"), (repair.Subject, repair.Done));
        Assert.Contains("already there when VI_1 started", repair.Found, StringComparison.Ordinal);
        Assert.Equal(IPAddress.Parse("192.168.200.1"), _a.Addresses("eth0").Select(address => IPAddress.Parse(address.Local)).Single());
    }

    [Fact]
    public void Backup_AddressAddedByHand_IsRemovedWithAnEvent()
    {
        RigNode b = _rig.AddNode("b", "192.168.200.2/24");
        using var master = new Director(b);
        master.Runtime.Apply(Cluster.Of(("a", 100), ("b", 200)));
        master.WaitForState(VrrpState.Master);
        using var a = new Director(_a);
        a.Runtime.Apply(Cluster.Of(("a", 100), ("b", 200)));
        a.WaitForState(VrrpState.Backup);

        _a.Ip($"addr add {Cluster.Vip}/32 dev eth0");

        a.WaitForEvent<DriftRepaired>(happened => happened.Done == "removed", "the removal to be said");
        DriftRepaired repair = Assert.Single(a.Events.OfType<DriftRepaired>());
        Assert.Equal($"{Cluster.Vip}/32 on eth0", repair.Subject);
        Assert.Contains("this node is Backup in VI_1", repair.Found, StringComparison.Ordinal);
        Assert.False(_a.Holds(Cluster.Vip));
    }

    [Fact]
    public void ForeignAddress_IsLeftAlone()
    {
        _a.Ip("addr add 192.168.200.99/24 dev eth0");
        _a.Ip($"addr add {Cluster.Vip}/32 dev lo"); // the VIP on another interface than defined, as a direct-routing server has it
        using (var a = new Director(_a))
        {
            a.Runtime.Apply(Cluster.Of(("a", 200)));
            a.WaitForState(VrrpState.Master);
            WaitFor.True(() => _a.Holds(Cluster.Vip), "the VIP", a.Describe);
            Assert.DoesNotContain(a.Events, happened => happened is DriftRepaired);
        }

        Assert.False(_a.Holds(Cluster.Vip));
        Assert.True(_a.Holds("192.168.200.99"));
        Assert.True(_a.Holds(Cluster.Vip, "lo"));
    }

    [Fact]
    public void Master_WithoutLease_AddressStaysForEver()
    {
        using var a = new Director(_a);
        a.Runtime.Apply(Cluster.Of(("a", 200)).With(instance => instance with { UseLease = false }));
        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => _a.Holds(Cluster.Vip), "the VIP", a.Describe);
        Assert.Equal(uint.MaxValue, _a.Addresses("eth0").Single(address => address.Local == Cluster.Vip).ValidLifetime);
    }

    [Fact]
    public void Owner_AddressConfiguredOnTheInterface_IsNeitherLeasedNorRemoved()
    {
        _a.Ip($"addr add {Cluster.Vip}/24 dev eth0");
        using (var a = new Director(_a))
        {
            a.Runtime.Apply(Cluster.Of(("a", 255)));
            a.WaitForState(VrrpState.Master);
            WaitFor.True(() => a.Status.Counters.AdvertsSent > 2, "adverts", a.Describe);
            Assert.Equal(uint.MaxValue, _a.Addresses("eth0").Single(address => address.Local == Cluster.Vip).ValidLifetime);
            Assert.True(a.Status.VirtualAddresses[0].Held);
        }

        Assert.True(_a.Holds(Cluster.Vip));
    }
}
