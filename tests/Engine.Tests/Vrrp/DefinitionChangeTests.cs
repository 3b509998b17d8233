using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class DefinitionChangeTests
{
    [Fact]
    public void Master_AddressesChanged_OnlyTheDifference()
    {
        var driver = new InstanceDriver(InstanceDriver.V2("10.88.0.100", "10.88.0.101")).AsMaster();

        Assert.Equal("remove 10.88.0.100/24; add 10.88.0.102/24 lease 4 s; announce 10.88.0.102/24 x5", driver.Define(4000, InstanceDriver.V2("10.88.0.101", "10.88.0.102")));
        Assert.Equal("send 100; renew 10.88.0.101/24,10.88.0.102/24 lease 4 s; timer 5609.375", driver.AtTimer());
    }

    [Fact]
    public void Master_OnlyOrderOrAdvertisingOfAddressesChanged_NothingToDo()
    {
        var driver = new InstanceDriver(InstanceDriver.V2("10.88.0.100", "10.88.0.101")).AsMaster();

        Assert.Equal("", driver.Define(4000, InstanceDriver.V2("10.88.0.101", "10.88.0.100")));
        Assert.Equal("", driver.Define(4000, InstanceDriver.V2() with { VirtualAddresses = [InstanceDriver.Vip("10.88.0.101"), InstanceDriver.Vip() with { Excluded = true }] }));
    }

    [Fact]
    public void Master_LabelOrPrefixChanged_RemovedAndAdded()
    {
        var driver = new InstanceDriver().AsMaster();

        Assert.Equal("remove 10.88.0.100/24; add 10.88.0.100/32 lease 4 s; announce 10.88.0.100/32 x5", driver.Define(4000, InstanceDriver.V2() with { VirtualAddresses = [InstanceDriver.Vip(prefix: 32)] }));
        Assert.Equal(
            "remove 10.88.0.100/32; add 10.88.0.100/32 lease 4 s; announce 10.88.0.100/32 x5",
            driver.Define(4100, InstanceDriver.V2() with { VirtualAddresses = [InstanceDriver.Vip(prefix: 32) with { Label = "eth0:0" }] }));
    }

    [Fact]
    public void Master_AllAddressesRemoved_NoSecondBurst()
    {
        var driver = new InstanceDriver().AsMaster();

        Assert.Equal("remove 10.88.0.100/24", driver.Define(4000, InstanceDriver.V2() with { VirtualAddresses = [] }));
        for (int advert = 0; advert < 6; advert++) Assert.StartsWith("send 100; timer", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, "renew 10.88.0.100/24 lease 2 s; timer 4500")]
    [InlineData(10, "renew 10.88.0.100/24 lease 2 s; timer 4100")]
    [InlineData(1000, "renew 10.88.0.100/24 lease 40 s")]
    public void Master_IntervalChanged_NextAdvertNotLaterThanEither(int centiseconds, string outputs)
    {
        var driver = new InstanceDriver(InstanceDriver.V3()).AsMaster();

        Assert.Equal(outputs, driver.Define(4000, InstanceDriver.V3(centiseconds)));
    }

    [Fact]
    public void Master_LeaseTurnedOffAndOn_LifetimeChangesInPlace()
    {
        var driver = new InstanceDriver().AsMaster();

        Assert.Equal("add 10.88.0.100/24 no lease", driver.Define(4000, InstanceDriver.V2() with { UseLease = false }));
        Assert.Equal("renew 10.88.0.100/24 lease 4 s", driver.Define(4100, InstanceDriver.V2()));
    }

    [Fact]
    public void Master_PriorityChanged_NextAdvertCarriesIt()
    {
        var driver = new InstanceDriver().AsMaster();

        Assert.Equal("", driver.Define(4000, InstanceDriver.V2(), driver.Participant with { Priority = new VrrpPriority(50) }));
        Assert.StartsWith("send 50;", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vrid")]
    [InlineData("version")]
    [InlineData("interface")]
    public void Master_BecameAnotherVirtualRouter_ReleasesTheOldAndListens(string what)
    {
        var driver = new InstanceDriver().AsMaster();

        Assert.Equal("send 0; remove 10.88.0.100/24; timer 7609.375; Master to Backup (DefinitionChanged)", Change(driver, 4000, what));
    }

    [Theory]
    [InlineData("vrid")]
    [InlineData("version")]
    [InlineData("interface")]
    public void Backup_BecameAnotherVirtualRouter_ListensAnew(string what)
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.At(900, InstanceDriver.Advert(0));

        Assert.Equal("timer 4609.375", Change(driver, 1000, what));
    }

    [Fact]
    public void Owner_BecameAnotherVirtualRouter_ReleaseInOneStepTakeoverInTheNext()
    {
        var driver = new InstanceDriver(priority: 255).AsMaster();

        Assert.Equal("send 0; remove 10.88.0.100/24; timer 400; Master to Backup (DefinitionChanged)", Change(driver, 400, "vrid"));
        Assert.EndsWith("timer 1400; Backup to Master (AddressOwner)", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_IntervalChanged_OwnCountsUntilAMasterSaysItsOwn()
    {
        var driver = new InstanceDriver(InstanceDriver.V3()).StartedAt0();

        Assert.Equal("timer 7218.75", driver.Define(100, InstanceDriver.V3(200)));
        driver.At(200, InstanceDriver.Advert(200, centiseconds: 50));
        Assert.Equal("", driver.Define(300, InstanceDriver.V3(300)));
    }

    [Fact]
    public void Backup_BasePriorityChanged_TrackingStaysInForce()
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.At(0, VrrpInputs.Priority(80));
        driver.Define(100, InstanceDriver.V2(), driver.Participant with { Priority = new VrrpPriority(150) });
        Assert.Equal(130, driver.Instance.EffectivePriority.Value);

        driver.Define(200, InstanceDriver.V2(), driver.Participant with { Priority = new VrrpPriority(10) });
        Assert.Equal(1, driver.Instance.EffectivePriority.Value);

        driver.Define(300, InstanceDriver.V2(), driver.Participant with { Priority = VrrpPriority.Owner });
        Assert.Equal(255, driver.Instance.EffectivePriority.Value);
    }

    [Fact]
    public void AnotherNodesPartChanged_NothingToDo()
    {
        var driver = new InstanceDriver().AsMaster();
        var other = new VrrpParticipantDefinition { Node = "lb1", Interface = "eth1", SourceAddress = IPAddress.Loopback };

        Assert.Equal("", driver.Define(4000, InstanceDriver.V2() with { Participants = [other] }));
    }

    private static string Change(InstanceDriver driver, double at, string what) => what switch
    {
        "vrid" => driver.Define(at, InstanceDriver.V2() with { VirtualRouterId = new VirtualRouterId(52) }),
        "version" => driver.Define(at, InstanceDriver.V3()),
        _ => driver.Define(at, InstanceDriver.V2(), driver.Participant with { Interface = "eth1" }),
    };
}
