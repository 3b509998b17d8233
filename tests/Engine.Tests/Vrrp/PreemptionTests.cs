using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class PreemptionTests
{
    [Fact]
    public void Backup_LowerMaster_TimerRunsOnAndTakesOver()
    {
        var driver = new InstanceDriver(priority: 150).StartedAt0();
        for (int second = 1; second <= 3; second++) Assert.Equal("", driver.At(second * 1000, InstanceDriver.Advert(100)));

        Assert.EndsWith("Backup to Master (PreemptedLowerPriority)", driver.AtTimer(), StringComparison.Ordinal);
        Assert.Equal(100, driver.LastTransition!.PeerPriority);
        Assert.Equal(InstanceDriver.HigherPeer, driver.LastTransition.PeerAddress!.ToString());
        Assert.Equal(TimeSpan.FromMilliseconds(414.0625), driver.LastTransition.SilentFor);
    }

    [Fact]
    public void Backup_WithoutPreemption_StaysUntilTheMasterFallsSilent()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { Preempt = false }, priority: 150).StartedAt0();
        for (int second = 1; second <= 60; second++) Assert.Equal($"timer {(second * 1000) + 3414.0625m:0.####}", driver.At(second * 1000, InstanceDriver.Advert(100)));

        Assert.EndsWith("Backup to Master (MasterSilent)", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_PreemptDelay_CountsFromTheFirstLowerAdvert()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { PreemptDelay = TimeSpan.FromSeconds(3) }, priority: 150).StartedAt0();

        Assert.Equal("timer 4114.0625", driver.At(700, InstanceDriver.Advert(100)));
        Assert.Equal("timer 5114.0625", driver.At(1700, InstanceDriver.Advert(100)));
        Assert.Equal("timer 6114.0625", driver.At(2700, InstanceDriver.Advert(100)));
        Assert.Equal("timer 7114.0625", driver.At(3700, InstanceDriver.Advert(100)));
        Assert.Equal("", driver.At(4700, InstanceDriver.Advert(100)));
        Assert.Equal("", driver.At(5700, InstanceDriver.Advert(100)));
        Assert.EndsWith("Backup to Master (PreemptedLowerPriority)", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_HigherMasterInBetween_PreemptDelayStartsAnew()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { PreemptDelay = TimeSpan.FromSeconds(3) }, priority: 150).StartedAt0();
        driver.At(1000, InstanceDriver.Advert(100));
        driver.At(5000, InstanceDriver.Advert(200));

        Assert.Equal("timer 9414.0625", driver.At(6000, InstanceDriver.Advert(100)));
        Assert.Equal("timer 12414.0625", driver.At(9000, InstanceDriver.Advert(100)));
        Assert.Equal("", driver.At(9001, InstanceDriver.Advert(100)));
    }

    [Fact]
    public void Backup_DeadMasterWithinPreemptDelay_TakesOverInTime()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { PreemptDelay = TimeSpan.FromSeconds(1000) }, priority: 150).StartedAt0();
        driver.At(1000, InstanceDriver.Advert(100));

        Assert.EndsWith("Backup to Master (MasterSilent)", driver.At(4414.0625, VrrpInputs.Timer), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_InitialMaster_IgnoresNopreemptAndDelay()
    {
        VrrpInstanceDefinition definition = InstanceDriver.V2() with { Preempt = false, PreemptDelay = TimeSpan.FromSeconds(60) };

        Assert.Equal("", new InstanceDriver(definition, 150, initialMaster: true).StartedAt0().At(1000, InstanceDriver.Advert(100)));
    }

    [Fact]
    public void Backup_Owner_AlwaysPreempts()
    {
        var driver = new InstanceDriver(InstanceDriver.V2() with { Preempt = false }, priority: 255).AsMaster();
        Assert.EndsWith("Master to Backup (SamePriorityHigherAddress)", driver.At(100, InstanceDriver.Advert(255)), StringComparison.Ordinal);

        driver.AtTimer();
        Assert.Equal("", driver.At(1000, InstanceDriver.Advert(254)));
        Assert.Equal(3_103_906_250, driver.Timer!.Value.Nanoseconds);
    }

    [Fact]
    public void Backup_MasterReleased_CauseAndSkew()
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.At(1000, InstanceDriver.Advert(200));
        driver.At(1500, InstanceDriver.Advert(0));

        Assert.EndsWith("Backup to Master (MasterReleased)", driver.AtTimer(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(609.375), driver.LastTransition!.SilentFor);
        Assert.Equal(0, driver.LastTransition.PeerPriority);
    }

    [Fact]
    public void Backup_AnotherMasterAfterARelease_WaitsForItAgain()
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.At(1500, InstanceDriver.Advert(0));

        Assert.Equal("timer 5309.375", driver.At(1700, InstanceDriver.Advert(120)));
        Assert.EndsWith("(MasterSilent)", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_NothingEverHeard_TellsHowLongItListened()
    {
        var driver = new InstanceDriver().StartedAt0();
        driver.AtTimer();

        Assert.Null(driver.LastTransition!.PeerAddress);
        Assert.Null(driver.LastTransition.PeerPriority);
        Assert.Equal(TimeSpan.FromMilliseconds(3609.375), driver.LastTransition.SilentFor);
        Assert.Equal(VrrpState.Backup, driver.LastTransition.From);
    }

    [Theory]
    [InlineData(1, 1_609_375_000)]
    [InlineData(3, 3_609_375_000)]
    [InlineData(100, 100_609_375_000)]
    public void Backup_DownTimerAdverts_CountsIntervals(int adverts, long nanoseconds) =>
        Assert.Equal(nanoseconds, new InstanceDriver(InstanceDriver.V2() with { DownTimerAdverts = adverts }).StartedAt0().Timer!.Value.Nanoseconds);

    [Theory]
    [InlineData(1, 254, 30_078_125)]
    [InlineData(4095, 1, 163_640_039_062)]
    public void Backup_ExtremeIntervals_NeitherOverflowNorVanish(int centiseconds, int priority, long nanoseconds)
    {
        var driver = new InstanceDriver(InstanceDriver.V3(centiseconds), priority).StartedAt0();

        Assert.Equal(nanoseconds, driver.Timer!.Value.Nanoseconds);
    }
}
