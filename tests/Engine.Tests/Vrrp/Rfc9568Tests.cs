using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Tests.Wire;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>One test per MUST of RFC 9568 that is kept here, named by its section; docs/protocol/rfc9568.md lists them. The RFC's "Active" is our Master.</summary>
public class Rfc9568Tests
{
    private const string Vip = "10.88.0.100/24";

    [Fact]
    public void Section5_1_1_2_Destination_IsTheMulticastGroup() =>
        Assert.Equal("e0000012", WireExamples.Hex(WireExamples.Written(WireExamples.V3()).AsSpan(16, 4)));

    [Fact]
    public void Section5_1_1_3_TimeToLive_SentAs255() => Assert.Equal(255, WireExamples.Written(WireExamples.V3())[8]);

    [Fact]
    public void Section5_1_1_3_TimeToLiveNot255_Discarded()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3());
        datagram[8] = 254;

        Assert.Equal(DropReason.TimeToLive, WireExamples.Read(datagram, WireExamples.V3()));
    }

    [Fact]
    public void Section5_1_1_4_Protocol_Is112() => Assert.Equal(112, WireExamples.Written(WireExamples.V3())[9]);

    [Fact]
    public void Section5_2_2_UnknownType_Discarded()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3());
        datagram[20] = 0x32;

        Assert.Equal(DropReason.Type, WireExamples.Read(datagram, WireExamples.V3()));
    }

    [Fact]
    public void Section5_2_4_AddressOwner_Sends255() =>
        Assert.StartsWith("send 255;", StartedOwner().FirstOutputs, StringComparison.Ordinal);

    [Fact]
    public void Section5_2_4_Tracking_NeverSends0()
    {
        InstanceDriver driver = new InstanceDriver(InstanceDriver.V3()).AsMaster();
        driver.At(4000, VrrpInputs.Priority(0));

        Assert.StartsWith("send 1;", driver.AtTimer(), StringComparison.Ordinal);
    }

    [Fact]
    public void Section5_2_6_ReservedBits_SentAsZero() => Assert.Equal(0, WireExamples.Written(WireExamples.V3(4095))[24] >> 4);

    [Fact]
    public void Section5_2_7_Interval_IsTwelveBitsOfCentiseconds() =>
        Assert.Equal("0fff", WireExamples.Hex(WireExamples.Written(WireExamples.V3(4095)).AsSpan(24, 2)));

    [Fact]
    public void Section6_1_SkewTime_IsAPartOfTheMastersInterval()
    {
        var driver = new InstanceDriver(InstanceDriver.V3(200)).StartedAt0();

        Assert.Equal("timer 4609.375", driver.At(1000, InstanceDriver.Advert(200, centiseconds: 100)));
        Assert.Equal("timer 3804.6875", driver.At(2000, InstanceDriver.Advert(200, centiseconds: 50)));
        Assert.Equal("timer 2804.6875", driver.At(2500, InstanceDriver.Advert(0)));
    }

    [Fact]
    public void Section6_4_1_AddressOwner_BecomesMasterAtOnce()
    {
        (InstanceDriver driver, string outputs) = StartedOwner();

        Assert.Equal($"send 255; add {Vip} lease 4 s; announce {Vip} x5; timer 1000; Initialize to Master (AddressOwner)", outputs);
        Assert.Equal(VrrpState.Master, driver.Instance.State);
    }

    [Fact]
    public void Section6_4_1_NotTheOwner_BecomesBackupWithTheWholeTimer()
    {
        var driver = new InstanceDriver(InstanceDriver.V3(50));
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Usable()));

        Assert.Equal($"remove {Vip}; timer 1804.6875; Initialize to Backup (Started)", driver.At(0, VrrpInput.Started));
    }

    [Fact]
    public void Section6_4_2_Shutdown_CancelsTheTimerAndGoesToInitialize() =>
        Assert.Equal("timer none; Backup to Initialize (Stopped)", Backup().At(100, VrrpInput.StopRequested));

    [Fact]
    public void Section6_4_2_TimerFires_AdvertThenAddressesThenArp() =>
        Assert.Equal($"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 4609.375; Backup to Master (MasterSilent)", Backup().AtTimer());

    [Fact]
    public void Section6_4_2_PriorityZero_WaitsSkewTime() =>
        Assert.Equal("timer 1609.375", Backup().At(1000, InstanceDriver.Advert(0)));

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(255)]
    public void Section6_4_2_PriorityNotLower_AdoptsIntervalAndRestartsTheTimer(int priority) =>
        Assert.Equal("timer 1360.9375", Backup().At(1000, InstanceDriver.Advert(priority, centiseconds: 10)));

    [Fact]
    public void Section6_4_2_LowerPriorityWithoutPreemption_RestartsTheTimer() =>
        Assert.Equal("timer 4609.375", new InstanceDriver(InstanceDriver.V3() with { Preempt = false }).StartedAt0().At(1000, InstanceDriver.Advert(1)));

    [Fact]
    public void Section6_4_2_LowerPriorityWithPreemption_IsDiscarded() => Assert.Equal("", Backup().At(1000, InstanceDriver.Advert(99, centiseconds: 10)));

    [Fact]
    public void Section6_4_3_Shutdown_SendsPriorityZero() =>
        Assert.Equal($"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Initialize (Stopped)", Master().At(4000, VrrpInput.StopRequested));

    [Fact]
    public void Section6_4_3_AdvertTimerFires_SendsAndRestarts() =>
        Assert.Equal($"send 100; renew {Vip} lease 4 s; timer 5609.375", Master().AtTimer());

    [Fact]
    public void Section6_4_3_PriorityZero_SendsAndRestartsTheAdvertTimer() =>
        Assert.Equal($"send 100; renew {Vip} lease 4 s; timer 5000", Master().At(4000, InstanceDriver.Advert(0)));

    [Fact]
    public void Section6_4_3_HigherPriority_BecomesBackupWithTheNewMastersInterval()
    {
        InstanceDriver driver = Master();
        Assert.Equal("send 100; timer 4020; Master to Backup (HigherPriorityHeard)", driver.At(4000, InstanceDriver.Advert(101, InstanceDriver.LowerPeer, 10)));
        Assert.Equal($"remove {Vip}; timer 4360.9375", driver.AtTimer());
    }

    [Fact]
    public void Section6_4_3_SamePriorityHigherAddress_BecomesBackup() =>
        Assert.EndsWith("Master to Backup (SamePriorityHigherAddress)", Master().At(4000, InstanceDriver.Advert(100, InstanceDriver.HigherPeer)), StringComparison.Ordinal);

    [Fact]
    public void Section6_4_3_AddressOrder_IsUnsignedInNetworkOrder()
    {
        InstanceDriver driver = Master();
        Assert.StartsWith("send 100", driver.At(4000, InstanceDriver.Advert(100, "9.255.255.255")), StringComparison.Ordinal);
        Assert.EndsWith("Master to Backup (SamePriorityHigherAddress)", driver.At(4100, InstanceDriver.Advert(100, "200.0.0.1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Section6_4_3_LowerPriority_DiscardsAndSendsAtOnce() =>
        Assert.StartsWith("send 100;", Master().At(4000, InstanceDriver.Advert(99)), StringComparison.Ordinal);

    [Fact]
    public void Section7_1_AnotherVersion_Discarded() =>
        Assert.Equal(DropReason.Version, WireExamples.Read(WireExamples.Written(WireExamples.V2()), WireExamples.V3()));

    [Fact]
    public void Section7_1_IncompletePacket_Discarded() =>
        Assert.Equal(DropReason.Length, WireExamples.Read(WireExamples.Written(WireExamples.V3())[..31], WireExamples.V3()));

    [Fact]
    public void Section7_1_WrongChecksum_Discarded()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3());
        datagram[27] ^= 1;

        Assert.Equal(DropReason.Checksum, WireExamples.Read(datagram, WireExamples.V3()));
    }

    [Fact]
    public void Section7_1_VridNotConfigured_Discarded()
    {
        AdvertisementFormat other = WireExamples.V3() with { VirtualRouterId = new VirtualRouterId(53) };

        Assert.Equal(DropReason.VirtualRouterId, WireExamples.Read(WireExamples.Written(other), WireExamples.V3()));
    }

    [Fact]
    public void Section7_2_Checksum_CoversThePseudoHeader()
    {
        byte[] fromOne = WireExamples.Written(WireExamples.V3());
        byte[] fromAnother = WireExamples.Written(WireExamples.V3() with { Source = IPAddress.Parse("192.168.200.2") });

        Assert.NotEqual(WireExamples.Hex(fromOne.AsSpan(26, 2)), WireExamples.Hex(fromAnother.AsSpan(26, 2)));
    }

    private static (InstanceDriver Driver, string FirstOutputs) StartedOwner()
    {
        var driver = new InstanceDriver(InstanceDriver.V3(), priority: 255);
        driver.At(0, VrrpInput.LinkIs(InstanceDriver.Usable()));
        return (driver, driver.At(0, VrrpInput.Started));
    }

    private static InstanceDriver Backup() => new InstanceDriver(InstanceDriver.V3()).StartedAt0();

    private static InstanceDriver Master() => new InstanceDriver(InstanceDriver.V3()).AsMaster();
}
