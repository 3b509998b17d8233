using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class RecoveryTests
{
    private static readonly VrrpInput s_failed = VrrpInput.Failed(TransitionCause.AddressFailed, "no buffer space");

    [Fact]
    public void StartedBeforeTheLinkIsKnown_WaitsForIt()
    {
        var driver = new InstanceDriver();
        Assert.Equal("", driver.At(0, VrrpInput.Started));

        Assert.Equal("remove 10.88.0.100/24; timer 4609.375; Initialize to Backup (Started)", driver.At(1000, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void StartedOnAnUnusableLink_FaultWithTheReason()
    {
        var driver = new InstanceDriver();
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Unusable("interface eth9 does not exist")));

        Assert.Equal("remove 10.88.0.100/24; Initialize to Fault (InterfaceUnusable)", driver.At(0, VrrpInput.Started));
        Assert.Equal("interface eth9 does not exist", driver.LastTransition!.Detail);
    }

    [Fact]
    public void StoppedAndStartedAgain_BeginsAnew()
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.At(1000, InstanceDriver.Advert(200));
        driver.At(2000, VrrpInput.StopRequested);
        Assert.Equal("", driver.At(2500, s_failed));

        Assert.Equal("remove 10.88.0.100/24; timer 6609.375; Initialize to Backup (Started)", driver.At(3000, VrrpInput.Started));
        Assert.Null(driver.LastTransition!.PeerAddress);
    }

    [Fact]
    public void OwnersLinkReturns_MasterAtOnce()
    {
        var driver = new InstanceDriver(priority: 255).AsMaster();
        driver.At(500, VrrpInput.LinkIs(InstanceDriver.Unusable()));

        Assert.Equal("send 255; add 10.88.0.100/24 lease 4 s; announce 10.88.0.100/24 x5; timer 3000; Fault to Master (InterfaceUsable)", driver.At(2000, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void FailedAddress_TriesAgainEverLater()
    {
        var driver = new InstanceDriver().AsMaster();
        double at = 4000;
        foreach (int seconds in new[] { 10, 20, 40, 80, 160, 320, 320 })
        {
            Assert.EndsWith($"timer {at + (seconds * 1000):0.####}; Master to Fault (AddressFailed)", driver.At(at, s_failed), StringComparison.Ordinal);
            Assert.EndsWith("Fault to Backup (Retried)", driver.AtTimer(), StringComparison.Ordinal);
            Assert.EndsWith("Backup to Master (MasterSilent)", driver.AtTimer(), StringComparison.Ordinal);
            at += (seconds * 1000) + 3609.375;
        }
    }

    [Fact]
    public void FailedAddressAfterALongMastership_CountsFromTheStart()
    {
        var driver = new InstanceDriver().AsMaster();
        driver.At(4000, s_failed);
        driver.AtTimer();
        driver.AtTimer();

        Assert.EndsWith("timer 110000; Master to Fault (AddressFailed)", driver.At(100_000, s_failed), StringComparison.Ordinal);
    }

    [Fact]
    public void FailedAddress_RepeatedNewsOfAUsableLink_DoesNotHurryTheRetry()
    {
        var driver = new InstanceDriver().AsMaster();
        driver.At(4000, s_failed);

        Assert.Equal("", driver.At(4001, VrrpInput.LinkIs(InstanceDriver.Usable())));
        Assert.Equal("timer none", driver.At(5000, VrrpInput.LinkIs(InstanceDriver.Unusable())));
        Assert.Equal("", driver.At(20_000, VrrpInput.TimerElapsed));
        Assert.Equal("timer 33609.375; Fault to Backup (InterfaceUsable)", driver.At(30_000, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void FailedAddress_DefinitionRepaired_TriesAtOnce()
    {
        var driver = new InstanceDriver().AsMaster();
        driver.At(4000, s_failed);

        Assert.Equal("timer 8609.375; Fault to Backup (DefinitionChanged)", driver.Define(5000, InstanceDriver.V2("10.88.0.101")));
    }

    [Theory]
    [InlineData(TransitionCause.NotPermitted)]
    [InlineData(TransitionCause.NotSupported)]
    public void WhatDoesNotHeal_IsNotTriedAgainUntilTheDefinitionChanges(TransitionCause cause)
    {
        var driver = new InstanceDriver();
        driver.At(0, VrrpInput.Started);
        Assert.Equal($"Initialize to Fault ({cause})", driver.At(10, VrrpInput.Failed(cause, "CAP_NET_RAW")));

        Assert.Equal("", driver.At(20, VrrpInput.LinkIs(InstanceDriver.Usable())));
        Assert.Equal("", driver.At(1e9, VrrpInput.TimerElapsed));
        Assert.EndsWith("Fault to Backup (DefinitionChanged)", driver.Define(1e9, InstanceDriver.V3()), StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenLink_DefinitionChanged_StaysInFault()
    {
        var driver = new InstanceDriver().AsFault();

        Assert.Equal("", driver.Define(1000, InstanceDriver.V2("10.88.0.101")));
        Assert.Equal("timer 5609.375; Fault to Backup (InterfaceUsable)", driver.At(2000, VrrpInput.LinkIs(InstanceDriver.Usable())));
    }

    [Fact]
    public void LinkLostAsMaster_TellsWhy()
    {
        var driver = new InstanceDriver().AsMaster();
        driver.At(4000, VrrpInput.LinkIs(InstanceDriver.Unusable("eth0 has no carrier")));

        Assert.Equal("eth0 has no carrier", driver.LastTransition!.Detail);
        Assert.Equal(100, driver.LastTransition.OwnPriority);
    }
}
