using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class OptionTests
{
    private const string Vip = "10.88.0.100/24";

    [Fact]
    public void HigherPrioritySendAdvertisement_Off_YieldsSilently() =>
        Assert.Equal("timer 4020; Master to Backup (HigherPriorityHeard)",
            new InstanceDriver(InstanceDriver.V2() with { HigherPrioritySendAdvertisement = false }).AsMaster().At(4000, InstanceDriver.Advert(200)));

    [Fact]
    public void LowerPriorityNoAdvertisement_AnnouncesOnly() =>
        Assert.Equal($"announce {Vip} x5", new InstanceDriver(InstanceDriver.V2() with { LowerPriorityNoAdvertisement = true }).AsMaster().At(4000, InstanceDriver.Advert(50)));

    [Fact]
    public void LowerPriorityRepeat_Zero_AdvertisesOnly() =>
        Assert.Equal($"send 100; renew {Vip} lease 4 s; timer 5000", WithAnnouncement(new AnnouncementDefinition { LowerPriorityRepeat = 0 }).At(4000, InstanceDriver.Advert(50)));

    [Fact]
    public void LowerPriorityRepeatAndDelay_AreThoseOfTheAnswer()
    {
        InstanceDriver driver = WithAnnouncement(new AnnouncementDefinition { LowerPriorityRepeat = 2, LowerPriorityDelay = TimeSpan.FromMilliseconds(500) });

        Assert.Equal($"send 100; renew {Vip} lease 4 s; announce {Vip} x2; timer 4500", driver.At(4000, InstanceDriver.Advert(50)));
        Assert.Equal($"announce {Vip} x2; timer 5000", driver.AtTimer());
    }

    [Fact]
    public void RefreshInterval_AnnouncesForAsLongAsItIsMaster()
    {
        InstanceDriver driver = WithAnnouncement(new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero, RefreshInterval = TimeSpan.FromMilliseconds(1500), RefreshRepeat = 3 });
        var bursts = new List<double>();
        while (driver.Timer!.Value.Nanoseconds < 10_000_000_000)
        {
            double at = driver.Timer.Value.Nanoseconds / 1e6;
            if (driver.AtTimer().Contains($"announce {Vip} x3", StringComparison.Ordinal)) bursts.Add(at);
        }

        Assert.Equal([5109.375, 6609.375, 8109.375, 9609.375], bursts);
    }

    [Fact]
    public void OwnerIgnoresAdvertisements_Of255Only()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { OwnerIgnoresAdvertisements = true }, priority: 255).AsMaster();

        Assert.Equal("", driver.At(500, InstanceDriver.Advert(255)));
        Assert.StartsWith("send 255;", driver.At(600, InstanceDriver.Advert(254)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6828.124, "send 100; renew 10.88.0.100/24 lease 4 s; timer 7109.375")]
    [InlineData(6828.125, "remove 10.88.0.100/24; timer 10437.5; Master to Backup (StoodStill)")]
    public void TimerExpiredBackup_StoodStillForTheOthersMasterDownInterval_GoesToBackup(double at, string outputs) =>
        Assert.Equal(outputs, new InstanceDriver(InstanceDriver.V2() with { Preempt = false, TimerExpiredBackup = 200 }).AsMaster().At(at, VrrpInput.TimerElapsed));

    [Fact]
    public void TimerExpiredBackup_LowerSuccessorHeardFirst_IsAccepted() =>
        Assert.Equal($"remove {Vip}; timer 11609.375; Master to Backup (StoodStill)",
            new InstanceDriver(InstanceDriver.V2() with { Preempt = false, TimerExpiredBackup = 200 }).AsMaster().At(8000, InstanceDriver.Advert(50)));

    [Fact]
    public void TakenUp_LinkUsable_GoesStraightToMaster()
    {
        var driver = new InstanceDriver();
        Assert.Equal("", driver.At(0, VrrpInput.TakenUp));

        Assert.Equal($"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 1100; Initialize to Master (TakenUp)", driver.At(100, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void TakenUp_BetterMasterHeardFirst_Listens()
    {
        var driver = new InstanceDriver();
        driver.At(0, VrrpInput.TakenUp);
        driver.At(50, InstanceDriver.Advert(200));

        Assert.Equal($"remove {Vip}; timer 3709.375; Initialize to Backup (Started)", driver.At(100, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void Routes_ComeAfterTheAddressesAndGoBeforeThem()
    {
        InstanceDriver driver = new InstanceDriver(Routed("10.88.0.1")).StartedAt0();

        Assert.StartsWith($"send 100; add {Vip} lease 4 s; route default via 10.88.0.1; announce {Vip} x5;", driver.AtTimer(), StringComparison.Ordinal);
        Assert.Equal("unroute default via 10.88.0.1; route default via 10.88.0.2", driver.Define(4000, Routed("10.88.0.2")));
        Assert.StartsWith("send 100; timer 4120;", driver.At(4100, InstanceDriver.Advert(200)), StringComparison.Ordinal);
        Assert.StartsWith($"unroute default via 10.88.0.2; remove {Vip};", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_FollowTheRoutes() =>
        Assert.Contains("route default via 10.88.0.1, from all lookup 100;", new InstanceDriver(Routed("10.88.0.1") with { VirtualRules = [new VirtualRuleDefinition { Table = 100 }] }).StartedAt0().AtTimer(), StringComparison.Ordinal);

    [Fact]
    public void PreemptDelay_CountsAnewAfterTheLinkCameBack()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { PreemptDelay = TimeSpan.FromSeconds(3) }, priority: 150).StartedAt0();
        driver.At(1000, InstanceDriver.Advert(100));
        driver.At(3000, VrrpInput.LinkIs(InstanceDriver.Unusable()));
        driver.At(5000, VrrpInput.LinkIs(InstanceDriver.Usable()));

        Assert.Equal("timer 9414.0625", driver.At(6000, InstanceDriver.Advert(100)));
        Assert.Equal("timer 12414.0625", driver.At(9000, InstanceDriver.Advert(100)));
        Assert.Equal("", driver.At(9001, InstanceDriver.Advert(100)));
    }

    [Theory]
    [InlineData(10, 100, 31)]
    [InlineData(255, 100, 766)]
    [InlineData(1, 200, 4)]
    public void Lease_Version2_IsTheSlowestMasterDownInterval(int seconds, int otherPriority, int lease) =>
        Assert.Equal(lease, AddressLease.SecondsFor(WithOther(InstanceDriver.V2() with { AdvertisementInterval = AdvertisementInterval.FromSeconds(seconds) }, otherPriority), "lb2"));

    [Theory]
    [InlineData(4095, 100, 148)]
    [InlineData(4095, 200, 132)]
    [InlineData(100, 100, 4)]
    [InlineData(1, 100, 2)]
    public void Lease_Version3_KnowsTheOthersPriority(int centiseconds, int otherPriority, int lease) =>
        Assert.Equal(lease, AddressLease.SecondsFor(WithOther(InstanceDriver.V3(centiseconds), otherPriority), "lb2"));

    [Fact]
    public void LastWordOfALowerMaster_DoesNotShortenTheInterval()
    {
        var driver = new InstanceDriver(InstanceDriver.V3(), priority: 50).StartedAt0();
        Assert.Equal("timer 4804.6875", driver.At(1000, InstanceDriver.Advert(200, centiseconds: 100)));

        Assert.Equal("timer 4805.6875", driver.At(1001, InstanceDriver.Advert(100, InstanceDriver.LowerPeer, 1)));
        Assert.Equal("timer 5038.046875", driver.At(5000, InstanceDriver.Advert(100, InstanceDriver.LowerPeer, 1)));
    }

    private static VrrpInstanceDefinition Routed(string gateway) => InstanceDriver.V2() with { VirtualRoutes = [new VirtualRouteDefinition { Gateway = IPAddress.Parse(gateway) }] };

    private static VrrpInstanceDefinition WithOther(VrrpInstanceDefinition definition, int priority) => definition with
    {
        Participants = [new() { Node = "lb1", Interface = "eth0", Priority = new VrrpPriority((byte)priority) }, new() { Node = "lb2", Interface = "eth0", Priority = new VrrpPriority(250) }],
    };

    private static InstanceDriver WithAnnouncement(AnnouncementDefinition announcement) => new InstanceDriver(InstanceDriver.V2() with { Announcement = announcement }).AsMaster();
}
