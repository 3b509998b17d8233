using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class LeavingTests
{
    private const string Vip = "10.88.0.100/24";

    [Fact]
    public void BetterMasterHeard_AddressesAreServedForTwentyMillisecondsMore()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.Equal("send 100; timer 4020; Master to Backup (HigherPriorityHeard)", driver.At(4000, InstanceDriver.Advert(101)));
        Assert.Equal("", driver.At(4010, InstanceDriver.Advert(101)));
        Assert.Equal($"remove {Vip}; timer 7619.375", driver.At(4020, VrrpInput.TimerElapsed));
    }

    [Fact]
    public void BetterMasterHeard_SharedVirtualMac_AddressesGoAtOnce()
    {
        var driver = new InstanceDriver();
        driver.Define(0, InstanceDriver.V2(), driver.Participant with { VirtualMac = new VirtualMacDefinition() });

        Assert.Equal($"send 100; remove {Vip}; timer 7609.375; Master to Backup (HigherPriorityHeard)", driver.AsMaster().At(4000, InstanceDriver.Advert(101)));
    }

    [Fact]
    public void Stopped_SuccessorHeard_AddressesGoThen()
    {
        InstanceDriver driver = Stopped();
        Assert.True(driver.Instance.IsLeaving);

        Assert.Equal("", driver.At(4100, InstanceDriver.Advert(0)));
        Assert.Equal("", driver.At(4200, InstanceDriver.Advert(100, InstanceDriver.Own)));
        Assert.Equal($"remove {Vip}; timer none", driver.At(4610, InstanceDriver.Advert(50, InstanceDriver.LowerPeer)));
        Assert.False(driver.Instance.IsLeaving);
    }

    [Fact]
    public void Stopped_NoSuccessor_AddressesGoAfterTheLongestSkew()
    {
        InstanceDriver driver = Stopped();

        Assert.Equal("", driver.At(4996, VrrpInput.TimerElapsed));
        Assert.Equal($"remove {Vip}; timer none", driver.AtTimer());
    }

    [Fact]
    public void Stopped_AskedAgainOrLinkLost_AddressesGoAtOnce()
    {
        Assert.Equal($"remove {Vip}; timer none", Stopped().At(4100, VrrpInput.StopRequested));
        Assert.Equal($"remove {Vip}; timer none", Stopped().At(4100, VrrpInput.LinkIs(InstanceDriver.Unusable())));
    }

    [Fact]
    public void Stopped_AddressesGoneDuringAFreeze_NothingToServe() =>
        Assert.Equal($"send 0; remove {Vip}; timer none; Master to Initialize (Stopped)", new InstanceDriver().AsMaster().At(8000, VrrpInput.StopRequested));

    [Fact]
    public void Stopped_StartedAgainWhileLeaving_BeginsAnew() =>
        Assert.Equal($"remove {Vip}; timer 7709.375; Initialize to Backup (Started)", Stopped().At(4100, VrrpInput.Started));

    [Fact]
    public void Yielded_LowerSuccessor_IsNotPreemptedUntilTheOperatorResumes()
    {
        InstanceDriver driver = Yielded();
        Assert.True(driver.Instance is { IsLeaving: true, HasYielded: true });

        Assert.Equal($"remove {Vip}; timer 8024.0625", driver.At(4610, InstanceDriver.Advert(100)));
        Assert.Equal("timer 9024.0625", driver.At(5610, InstanceDriver.Advert(100)));
        Assert.True(driver.Instance.HasYielded);
        Assert.Equal("", driver.At(6000, VrrpInput.ResumeRequested));
        Assert.Equal("", driver.At(6610, InstanceDriver.Advert(100)));
        Assert.EndsWith("Backup to Master (PreemptedLowerPriority)", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Yielded_SuccessorLeavesOrFallsSilent_TakesOverAgain()
    {
        InstanceDriver left = Yielded();
        left.At(4610, InstanceDriver.Advert(100));
        Assert.Equal("timer 5414.0625", left.At(5000, InstanceDriver.Advert(0)));
        Assert.False(left.Instance.HasYielded);

        InstanceDriver silent = Yielded();
        silent.At(4610, InstanceDriver.Advert(100));
        Assert.EndsWith("Backup to Master (MasterSilent)", silent.AtTimer(), StringComparison.Ordinal);
        Assert.False(silent.Instance.HasYielded);
    }

    [Fact]
    public void Yielded_NoSuccessor_MasterAgainWithAdvertAndAnnouncement()
    {
        InstanceDriver driver = Yielded();

        Assert.Equal($"send 150; add {Vip} lease 4 s; announce {Vip} x5; timer 5996.0937; Backup to Master (NoSuccessor)", driver.AtTimer());
        Assert.False(driver.Instance is { IsLeaving: true } or { HasYielded: true });
    }

    [Fact]
    public void Yielded_ResumedBeforeASuccessor_GoesOn() =>
        Assert.Equal($"send 150; add {Vip} lease 4 s; announce {Vip} x5; timer 5100; Backup to Master (Resumed)", Yielded().At(4100, VrrpInput.ResumeRequested));

    [Fact]
    public void Yielded_StoppedMeanwhile_StillServesUntilTheSuccessor()
    {
        InstanceDriver driver = Yielded();

        Assert.Equal("Backup to Initialize (Stopped)", driver.At(4100, VrrpInput.StopRequested));
        Assert.Equal($"remove {Vip}; timer none", driver.At(4610, InstanceDriver.Advert(100)));
    }

    [Fact]
    public void Yielded_FaultMeanwhile_AddressesGoAtOnce() =>
        Assert.Equal($"remove {Vip}; timer none; Backup to Fault (TrackFailed)", Yielded().At(4100, VrrpInput.TrackingIs(new TrackEffect(0, "chk_nginx is down"))));

    [Fact]
    public void Released_AndResumed_LeavesAndBeginsAnew()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.Equal($"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Initialize (Released)", driver.Define(4000, InstanceDriver.V2(), driver.Participant with { Released = true }));
        Assert.True(driver.Instance.IsUnfit);
        Assert.Equal($"remove {Vip}; timer none", driver.At(4610, InstanceDriver.Advert(50)));
        Assert.Equal("", driver.At(5000, VrrpInput.LinkIs(InstanceDriver.Usable())));
        Assert.Equal($"remove {Vip}; timer 9609.375; Initialize to Backup (Resumed)", driver.Define(6000, InstanceDriver.V2(), driver.Participant with { Released = false }));
    }

    [Fact]
    public void ReleasedWithOtherAddresses_TheOldOnesAreServedAndRemoved()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.Define(4000, InstanceDriver.V2("10.88.0.101"), driver.Participant with { Released = true });

        Assert.Equal($"remove {Vip}; timer none", driver.AtTimer());
    }

    [Fact]
    public void ReleasedAtTheStart_StaysInInitialize()
    {
        var driver = new InstanceDriver();
        driver.Define(0, InstanceDriver.V2(), driver.Participant with { Released = true });
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Usable()));

        Assert.Equal($"remove {Vip}", driver.At(0, VrrpInput.Started));
        Assert.Equal("", driver.At(1000, InstanceDriver.Advert(0)));
    }

    [Fact]
    public void Group_ToBackup_DoesNotPreemptByItself()
    {
        InstanceDriver driver = new InstanceDriver(priority: 150).AsMaster();
        driver.At(4000, VrrpInput.GroupIs(VrrpState.Backup, "VI_2 became Backup"));
        Assert.Equal("VI_2 became Backup", driver.LastTransition!.Detail);

        Assert.Equal($"remove {Vip}; timer 8024.0625", driver.At(4610, InstanceDriver.Advert(100)));
        Assert.EndsWith("Backup to Master (GroupFollowed)", driver.At(5000, VrrpInput.GroupIs(VrrpState.Master)), StringComparison.Ordinal);
    }

    private static InstanceDriver Stopped()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.At(4000, VrrpInput.StopRequested);
        return driver;
    }

    private static InstanceDriver Yielded()
    {
        InstanceDriver driver = new InstanceDriver(priority: 150).AsMaster();
        Assert.Equal($"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Backup (Yielded)", driver.At(4000, VrrpInput.YieldRequested));
        return driver;
    }
}
