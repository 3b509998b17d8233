using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class FaultReasonTests
{
    private static readonly VrrpInput s_trackFault = VrrpInput.TrackingIs(new TrackEffect(0, "chk_nginx is down"));
    private static readonly VrrpInput s_trackWell = VrrpInput.TrackingIs(TrackEffect.None);

    [Fact]
    public void TrackAndLink_EndsOnlyWhenBothAreGone()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.At(4000, s_trackFault);
        Assert.Equal("chk_nginx is down", driver.LastTransition!.Detail);
        Assert.Equal("", driver.At(4100, VrrpInput.LinkIs(InstanceDriver.Unusable("eth0 is down"))));
        Assert.Equal(["eth0 is down", "chk_nginx is down"], driver.Instance.FaultReasons());

        Assert.Equal("", driver.At(4200, s_trackWell));
        Assert.Equal("timer 7909.375; Fault to Backup (InterfaceUsable)", driver.At(4300, VrrpInput.LinkIs(InstanceDriver.Usable())));
        Assert.Empty(driver.Instance.FaultReasons());
    }

    [Fact]
    public void FailureAndTrack_TheRetryDoesNotEndTheTracksFault()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.At(4000, VrrpInput.Failed(TransitionCause.AddressFailed, "no buffer space"));
        driver.At(5000, s_trackFault);

        Assert.Equal("timer none", driver.At(14_000, VrrpInput.TimerElapsed));
        Assert.Equal("timer 18609.375; Fault to Backup (TrackRecovered)", driver.At(15_000, s_trackWell));
    }

    [Fact]
    public void GroupAndTrack_TheGroupAloneDoesNotEndIt()
    {
        InstanceDriver driver = new InstanceDriver().StartedAt0();
        driver.At(1000, VrrpInput.GroupIs(VrrpState.Fault, "VI_2 went to Fault"));
        Assert.False(driver.Instance.IsUnfit);
        driver.At(1100, s_trackFault);
        Assert.True(driver.Instance.IsUnfit);

        Assert.Equal("", driver.At(1200, VrrpInput.GroupIs(VrrpState.Backup)));
        Assert.Equal("timer 4909.375; Fault to Backup (TrackRecovered)", driver.At(1300, s_trackWell));
    }

    [Fact]
    public void TrackFailsBeforeTheStart_StartsInFault()
    {
        var driver = new InstanceDriver();
        driver.At(0, s_trackFault);
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Usable()));

        Assert.Equal("remove 10.88.0.100/24; Initialize to Fault (TrackFailed)", driver.At(0, VrrpInput.Started));
    }

    [Fact]
    public void InterfaceNotTracked_ItsLossMovesNothing()
    {
        var driver = new InstanceDriver();
        driver.Define(0, InstanceDriver.V2(), driver.Participant with { TrackInterface = false });
        driver.AsMaster();

        Assert.Equal("", driver.At(4000, VrrpInput.LinkIs(InstanceDriver.Unusable())));
        Assert.Equal("send 0; remove 10.88.0.100/24; timer none; Master to Fault (InterfaceUnusable)", driver.Define(4100, InstanceDriver.V2(), driver.Participant with { TrackInterface = true }));
        Assert.Equal("timer 7809.375; Fault to Backup (DefinitionChanged)", driver.Define(4200, InstanceDriver.V2(), driver.Participant with { TrackInterface = false }));
    }

    [Fact]
    public void TrackOffset_IsHeldTo1And254AndSparesTheOwner()
    {
        InstanceDriver driver = new InstanceDriver().StartedAt0();
        driver.At(0, VrrpInput.TrackingIs(new TrackEffect(253, null)));
        Assert.Equal(254, driver.Instance.EffectivePriority.Value);

        InstanceDriver owner = new InstanceDriver(priority: 255).StartedAt0();
        owner.At(0, VrrpInput.TrackingIs(new TrackEffect(-253, null)));
        Assert.Equal(255, owner.Instance.EffectivePriority.Value);
    }
}
