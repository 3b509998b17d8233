using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Tests.Wire;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>What VRRPv2 asks for and VRRPv3 does differently, named by the section of RFC 3768; docs/protocol/rfc3768.md lists them.</summary>
public class Rfc3768Tests
{
    [Fact]
    public void Section5_3_6_UnknownAuthenticationType_Discarded()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());
        datagram[24] = 3;

        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(WireExamples.WithV2Checksum(datagram), WireExamples.V2()));
    }

    [Fact]
    public void Section5_3_7_Interval_IsWholeSeconds()
    {
        AdvertisementFormat format = WireExamples.V2() with { Interval = AdvertisementInterval.FromSeconds(255) };

        Assert.Equal(255, WireExamples.Written(format)[25]);
    }

    [Fact]
    public void Section5_3_8_Checksum_CoversTheVrrpPacketOnly()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());

        Assert.Equal(0, InternetChecksum.Of(datagram.AsSpan(20)));
    }

    [Fact]
    public void Section5_3_10_AuthenticationData_SentAsZero() =>
        Assert.Equal("0000000000000000", WireExamples.Hex(WireExamples.Written(WireExamples.V2()).AsSpan()[^8..]));

    [Fact]
    public void Section5_3_10_AuthenticationData_IgnoredWithoutAuthentication()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());
        datagram[39] = 0x55;

        Assert.Equal(DropReason.None, WireExamples.Read(WireExamples.WithV2Checksum(datagram), WireExamples.V2()));
    }

    [Theory]
    [InlineData(1, 3996.09375)]
    [InlineData(100, 3609.375)]
    [InlineData(150, 3414.0625)]
    [InlineData(254, 3007.8125)]
    public void Section6_1_MasterDownInterval_IsThreeIntervalsAndSkew(int priority, double milliseconds)
    {
        var driver = new InstanceDriver(priority: priority).StartedAt0();

        Assert.Equal((long)(milliseconds * 1_000_000), driver.Timer!.Value.Nanoseconds);
    }

    [Fact]
    public void Section6_1_SkewTime_IsAPartOfOneSecondWhateverTheInterval()
    {
        VrrpInstanceDefinition tenSeconds = InstanceDriver.V2() with { AdvertisementInterval = AdvertisementInterval.FromSeconds(10) };
        var driver = new InstanceDriver(tenSeconds).StartedAt0();

        Assert.Equal(30_609_375_000, driver.Timer!.Value.Nanoseconds);
        Assert.Equal("timer 5609.375", driver.At(5000, InstanceDriver.Advert(0)));
    }

    [Fact]
    public void Section6_4_2_MastersInterval_IsNotAdopted() =>
        Assert.Equal("timer 4609.375", new InstanceDriver().StartedAt0().At(1000, InstanceDriver.Advert(200, centiseconds: 500)));

    [Fact]
    public void Section7_1_AnotherInterval_Discarded()
    {
        AdvertisementFormat other = WireExamples.V2() with { Interval = AdvertisementInterval.FromSeconds(2) };

        Assert.Equal(DropReason.Interval, WireExamples.Read(WireExamples.Written(other), WireExamples.V2()));
    }

    [Fact]
    public void Section7_1_AnotherAuthenticationType_Discarded() =>
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(WireExamples.Written(WireExamples.V2("1111")), WireExamples.V2()));

    [Fact]
    public void Section7_1_WrongChecksum_Discarded()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());
        datagram[26] ^= 1;

        Assert.Equal(DropReason.Checksum, WireExamples.Read(datagram, WireExamples.V2()));
    }

    [Fact]
    public void Section7_1_IncompletePacket_Discarded() =>
        Assert.Equal(DropReason.Length, WireExamples.Read(WireExamples.Written(WireExamples.V2())[..39], WireExamples.V2()));
}
