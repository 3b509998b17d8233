using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class MasterTests
{
    private const string Vip = "10.88.0.100/24";

    [Fact]
    public void Adverts_OnTimeForAnHour_DoNotDrift()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        int adverts = 1;
        while (driver.Timer!.Value.Nanoseconds <= 3_603_609_375_000)
            if (driver.AtTimer().StartsWith("send", StringComparison.Ordinal)) adverts++;

        Assert.Equal(3601, adverts);
        Assert.Equal(3_604_609_375_000, driver.Timer.Value.Nanoseconds);
    }

    [Theory]
    [InlineData(4609.375, "timer 5609.375")]
    [InlineData(4609.475, "timer 5609.375")]
    [InlineData(5609.374, "timer 5609.375")]
    [InlineData(5609.375, "timer 6109.375")]
    [InlineData(7000, "timer 7609.375")]
    public void Adverts_Late_OneAdvertAndTheOldRhythm(double at, string timer)
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }).AsMaster();

        Assert.Equal($"send 100; renew {Vip} lease 4 s; {timer}", driver.At(at, VrrpInput.TimerElapsed));
        Assert.Equal("", driver.At(at, VrrpInput.TimerElapsed));
    }

    [Fact]
    public void Adverts_MissedThree_AreMadeUpForBetweenTheNextOnes()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }).AsMaster();
        driver.At(7700, VrrpInput.TimerElapsed); // due since 4609.375

        List<double> sent = [];
        for (int advert = 0; advert < 8; advert++)
        {
            sent.Add(driver.Timer!.Value.Nanoseconds / 1e6);
            Assert.StartsWith("send 100;", driver.AtTimer(), StringComparison.Ordinal);
        }

        Assert.Equal([8109.375, 8609.375, 9109.375, 9609.375, 10109.375, 10609.375, 11609.375, 12609.375], sent);
    }

    [Fact]
    public void Adverts_MissedFour_AreSkipped()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { UseLease = false, Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }).AsMaster();

        Assert.Equal("send 100; timer 9609.375", driver.At(8700, VrrpInput.TimerElapsed));
        Assert.Equal("send 100; timer 10609.375", driver.AtTimer());
    }

    [Fact]
    public void Announcement_SecondBurst_OnceAfterItsDelay()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        for (int advert = 0; advert < 4; advert++) driver.AtTimer();

        Assert.Equal($"send 100; renew {Vip} lease 4 s; announce {Vip} x5; timer 9609.375", driver.AtTimer());
        Assert.Equal($"send 100; renew {Vip} lease 4 s; timer 10609.375", driver.AtTimer());
    }

    [Fact]
    public void Announcement_SecondBurstBetweenAdverts_HasItsOwnDeadline()
    {
        var announcement = new AnnouncementDefinition { Repeat = 2, SecondBurstDelay = TimeSpan.FromMilliseconds(300) };
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { Announcement = announcement }).AsMaster();

        Assert.Equal(3_909_375_000, driver.Timer!.Value.Nanoseconds);
        Assert.Equal($"announce {Vip} x2; timer 4609.375", driver.AtTimer());
    }

    [Fact]
    public void Announcement_NoSecondBurstAsked_None()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { Announcement = new AnnouncementDefinition { SecondBurstDelay = TimeSpan.Zero } }).AsMaster();
        for (int advert = 0; advert < 20; advert++) Assert.DoesNotContain("announce", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Announcement_MasterNoMore_SecondBurstForgotten()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.At(4000, InstanceDriver.Advert(200));

        driver.AtTimer();

        Assert.Equal("", driver.At(4000 + 5000 - 1400, VrrpInput.TimerElapsed));
    }

    [Fact]
    public void LowerRival_Deaf_AnsweredEachTimeButAnnouncedAtMostFourTimesASecond()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V3(1)).AsMaster();
        int answers = 0, bursts = 0;
        for (int advert = 0; advert < 100; advert++)
        {
            string outputs = driver.At(1000 + (advert * 10), InstanceDriver.Advert(50, centiseconds: 1));
            if (outputs.StartsWith("send 100", StringComparison.Ordinal)) answers++;
            if (outputs.Contains("announce", StringComparison.Ordinal)) bursts++;
        }

        Assert.Equal(100, answers);
        Assert.Equal(4, bursts);
    }

    [Fact]
    public void LowerRival_HeardRightAfterTheTakeover_AnnouncedAgainWhenItsOwnAnnouncementIsOver()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.Equal("timer 3859.375", driver.At(3609.5, InstanceDriver.Advert(50)));
        Assert.Equal($"announce {Vip} x5; timer 4609.375", driver.AtTimer());
        for (int advert = 0; advert < 5; advert++) driver.AtTimer();
        Assert.Equal(8_859_375_000, driver.Timer!.Value.Nanoseconds);
        Assert.Equal($"announce {Vip} x5; timer 9609.375", driver.AtTimer());
    }

    [Fact]
    public void LowerRival_PacketsThatWaitedTogether_OneAnswer()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.StartsWith("send 100;", driver.At(4000, InstanceDriver.Advert(50)), StringComparison.Ordinal);
        Assert.Equal("timer 4250", driver.At(4000.1, InstanceDriver.Advert(50)));
        Assert.Equal("", driver.At(4000.2, InstanceDriver.Advert(0)));
        Assert.Equal("send 100", driver.At(4001, InstanceDriver.Advert(50)));
    }

    [Fact]
    public void Lease_FastAdverts_RenewedEvery250Milliseconds()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V3(1)).AsMaster();
        int renewals = 0;
        for (int advert = 0; advert < 100; advert++)
            if (driver.AtTimer().Contains($"renew {Vip} lease 2 s", StringComparison.Ordinal)) renewals++;

        Assert.Equal(4, renewals);
    }

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(50, 3, 2)]
    [InlineData(51, 3, 3)]
    [InlineData(100, 3, 4)]
    [InlineData(125, 3, 5)]
    [InlineData(126, 3, 6)]
    [InlineData(4095, 3, 164)]
    [InlineData(100, 1, 3)]
    [InlineData(100, 10, 11)]
    public void Lease_Seconds_OutliveTheMasterDownInterval(int centiseconds, int adverts, int seconds) =>
        Assert.Equal(seconds, AddressLease.SecondsFor(InstanceDriver.V3(centiseconds) with { DownTimerAdverts = adverts }));

    [Fact]
    public void Lease_TurnedOff_AddressesAreAddedWithoutAndNeverRenewed()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { UseLease = false }).StartedAt0();

        Assert.StartsWith($"send 100; add {Vip} no lease;", driver.AtTimer(), StringComparison.Ordinal);
        Assert.Equal("send 100; timer 5609.375", driver.AtTimer());
    }

    [Fact]
    public void Lease_RunOutDuringAFreeze_AddressesAreAddedAndAnnouncedAgain()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.Equal($"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 8109.375", driver.At(7700, VrrpInput.TimerElapsed));
    }

    [Fact]
    public void Lease_RunOutDuringAFreezeAndALowerRivalSpeaksFirst_AddressesAreAddedBeforeTheyAreAnnounced()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();

        Assert.Equal($"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 20250", driver.At(20000, InstanceDriver.Advert(50)));
    }

    [Fact]
    public void SeveralAddresses_OneOutputEachWithAllInOrder()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2("10.88.0.102", "10.88.0.100")).StartedAt0();

        Assert.Equal("send 100; add 10.88.0.102/24,10.88.0.100/24 lease 4 s; announce 10.88.0.102/24,10.88.0.100/24 x5; timer 4609.375; Backup to Master (MasterSilent)", driver.AtTimer());
    }

    [Fact]
    public void NoAddress_AdvertsOnly()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V2() with { VirtualAddresses = [] }).StartedAt0();

        Assert.Equal("send 100; timer 4609.375; Backup to Master (MasterSilent)", driver.AtTimer());
        Assert.Equal("send 100; timer 5609.375", driver.AtTimer());
        Assert.Equal("send 0; timer none; Master to Initialize (Stopped)", driver.At(6000, VrrpInput.StopWithin(TimeSpan.Zero)));
    }

    [Fact]
    public void SourceAddressChanged_TieIsSettledWithTheNewOne()
    {
        InstanceDriver driver = new InstanceDriver().AsMaster();
        driver.At(4000, VrrpInput.LinkIs(InstanceDriver.Usable("10.88.0.30")));

        Assert.StartsWith("send 100", driver.At(4100, InstanceDriver.Advert(100, InstanceDriver.HigherPeer)), StringComparison.Ordinal);
    }
}
