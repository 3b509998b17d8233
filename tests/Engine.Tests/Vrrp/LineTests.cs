using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

public class LineTests
{
    private const string Vip = "10.88.0.100/24";

    [Fact]
    public void Start_FirstLineUnusable_WaitsForNewsOfTheSecond()
    {
        InstanceDriver driver = Create();
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Unusable()));

        Assert.Equal("", driver.At(0, VrrpInput.Started));
        Assert.Equal($"remove {Vip}; timer 3609.375; Initialize to Backup (Started)", driver.At(0, Second(isUsable: true)));
    }

    [Fact]
    public void LinesLost_OnlyTheLastOneMoves_WithEveryReason()
    {
        InstanceDriver driver = Started();

        Assert.Equal("", driver.At(1000, VrrpInput.LinkIs(InstanceDriver.Unusable("eth0 is down"))));
        Assert.Equal("timer none; Backup to Fault (InterfaceUnusable)", driver.At(1100, Second(isUsable: false)));
        Assert.Equal("eth0 is down; eth1 is down", driver.LastTransition!.Detail);
        Assert.Equal("timer 4809.375; Fault to Backup (InterfaceUsable)", driver.At(1200, Second(isUsable: true)));
    }

    [Fact]
    public void Backup_AdvertsOnEitherLine_KeepItBackup()
    {
        InstanceDriver driver = Started();

        Assert.Equal("timer 4609.375", driver.At(1000, Advert("10.99.0.20", 1, priority: 200)));
        Assert.Equal("timer 5609.375", driver.At(2000, Advert("10.88.0.20", 0, priority: 200)));
        Assert.Equal(1_000_000_000, driver.Instance.HeardAt(1)!.Value.Nanoseconds);
        Assert.Equal(2_000_000_000, driver.Instance.HeardAt(0)!.Value.Nanoseconds);
        Assert.Equal(3609.375, driver.Instance.MasterDownInterval.TotalMilliseconds);
    }

    [Fact]
    public void Tie_OnTheFirstLine_IsSettledAtOnce()
    {
        Assert.EndsWith("Master to Backup (SamePriorityHigherAddress)", Master().At(4000, Advert("10.88.0.20", 0)), StringComparison.Ordinal);
        Assert.Equal($"send 100; renew {Vip} lease 4 s; announce {Vip} x5; timer 5000", Master().At(4000, Advert("10.88.0.11", 0)));
    }

    [Fact]
    public void Tie_OnTheSecondLineOnly_IsSettledAfterAMasterDownInterval()
    {
        InstanceDriver driver = Master();
        for (double at = 4000; at < 7600; at += 1000)
        {
            Assert.Equal("", driver.At(at, Advert("10.99.0.20", 1)));
            if (at < 7000) Assert.StartsWith("send 100; renew", driver.AtTimer(), StringComparison.Ordinal);
        }

        Assert.Equal(7_609_375_000, driver.Timer!.Value.Nanoseconds);
        Assert.Equal("send 100; timer 7629.375; Master to Backup (SamePriorityHigherAddress)", driver.AtTimer());
        Assert.Equal("eth1", driver.LastTransition!.PeerLine);
    }

    [Fact]
    public void Tie_OnTheSecondLineOnly_WonStays()
    {
        InstanceDriver driver = Master();
        for (double at = 4000; at < 7600; at += 1000) Assert.Equal("", driver.At(at, Advert("10.99.0.11", 1)));

        Assert.StartsWith("send 100;", driver.At(8000, Advert("10.99.0.11", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tie_FirstLineWonButTheRivalIsDeafThere_TheSecondDecides()
    {
        InstanceDriver driver = Master();
        for (double at = 4000; at < 7600; at += 1000)
        {
            Assert.StartsWith("send 100;", driver.At(at, Advert("10.88.0.11", 0)), StringComparison.Ordinal);
            Assert.DoesNotContain("Backup", driver.At(at, Advert("10.99.0.20", 1)), StringComparison.Ordinal);
        }

        driver.At(7000, Advert("10.99.0.20", 1));
        Assert.EndsWith("Master to Backup (SamePriorityHigherAddress)", driver.At(8000, Advert("10.99.0.20", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tie_OwnPacketHeardOnTheOtherLine_IsNoRival() => Assert.Equal("", Master().At(4000, Advert(InstanceDriver.Own, 1)));

    [Fact]
    public void HigherPriority_OnAnyLine_Decides() =>
        Assert.Equal("send 100; timer 4020; Master to Backup (HigherPriorityHeard)", Master().At(4000, Advert("10.99.0.1", 1, priority: 101)));

    [Fact]
    public void SecondLineRemoved_WhatWasKnownOfItIsForgotten()
    {
        InstanceDriver driver = Started();
        driver.Define(500, InstanceDriver.V2(), driver.Participant with { MoreInterfaces = [] });

        Assert.Equal("timer none; Backup to Fault (InterfaceUnusable)", driver.At(1000, VrrpInput.LinkIs(InstanceDriver.Unusable())));
        Assert.Equal("", driver.At(1100, Second(isUsable: true)));
    }

    private static InstanceDriver Create()
    {
        var driver = new InstanceDriver();
        driver.Define(0, InstanceDriver.V2(), driver.Participant with { MoreInterfaces = ["eth1"] });
        return driver;
    }

    private static InstanceDriver Started()
    {
        InstanceDriver driver = Create();
        driver.At(0, Second(isUsable: true));
        return driver.StartedAt0();
    }

    private static InstanceDriver Master()
    {
        InstanceDriver driver = Create();
        driver.At(0, Second(isUsable: true));
        return driver.AsMaster();
    }

    private static VrrpInput Second(bool isUsable) =>
        VrrpInput.LinkIs(new LinkState(isUsable, AddressKey.From(IPAddress.Parse("10.99.0.12")), isUsable ? null : "eth1 is down", 1));

    private static VrrpInput Advert(string source, int line, int priority = 100) =>
        VrrpInput.Received(new ReceivedAdvertisement(new VrrpPriority((byte)priority), AdvertisementInterval.Default, AddressKey.From(IPAddress.Parse(source)), line));
}
