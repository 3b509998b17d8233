using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class AdvertisementCodecWriteTests
{
    [Theory]
    [InlineData(VrrpVersion.V2, 0, 20 + 8 + 8)]
    [InlineData(VrrpVersion.V2, 255, 1056)]
    [InlineData(VrrpVersion.V3, 0, 20 + 8)]
    [InlineData(VrrpVersion.V3, 255, 1048)]
    public void Write_AnyNumberOfAddresses_FillsExactlyItsLength(VrrpVersion version, int addressCount, int expectedLength)
    {
        AdvertisementFormat format = WireExamples.V2() with
        {
            Version = version,
            Addresses = Enumerable.Range(0, addressCount).Select(n => new IPAddress([10, 0, 0, (byte)n])).ToValueArray(),
        };
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes + 4];
        Array.Fill(buffer, (byte)0xA5);

        int length = AdvertisementCodec.Write(buffer, format, VrrpPriority.Default, 1);

        Assert.Equal(expectedLength, length);
        Assert.All(buffer[length..], untouched => Assert.Equal(0xA5, untouched));
        Assert.Equal(DropReason.None, WireExamples.Read(buffer[..length], format));
    }

    [Fact]
    public void Write_BufferOfOtherContent_SameBytes()
    {
        var clean = new byte[AdvertisementCodec.MaxLengthBytes];
        int length = AdvertisementCodec.Write(clean, WireExamples.V2("1111"), VrrpPriority.Default, 7);

        Assert.Equal(clean[..length], WireExamples.Written(WireExamples.V2("1111"), 100, 7));
    }

    [Theory]
    [InlineData("", "0000000000000000")]
    [InlineData("1", "3100000000000000")]
    [InlineData("12345678", "3132333435363738")]
    [InlineData("123456789", "3132333435363738")]
    [InlineData("密码很长", "e5af86e7a081e5be")]
    [InlineData("1234567\U0001F600x", "31323334353637f0")]
    public void Write_Password_CutToEightBytesOfUtf8(string password, string expectedHex) =>
        Assert.Equal(expectedHex, WireExamples.Hex(WireExamples.Written(WireExamples.V2(password)).AsSpan()[^8..]));

    [Fact]
    public void Write_Unicast_PseudoHeaderHasThePeersAddress()
    {
        AdvertisementFormat format = WireExamples.V3() with { Destination = IPAddress.Parse("192.168.200.2") };

        byte[] datagram = WireExamples.Written(format);

        Assert.Equal("c0a8c802", WireExamples.Hex(datagram.AsSpan(16, 4)));
        Assert.Equal(DropReason.None, WireExamples.Read(datagram, format with { Destination = IPAddress.Parse("192.168.200.1") }));
    }

    [Fact]
    public void Write_AddressOfIPv6_SaysWhich()
    {
        AdvertisementFormat format = WireExamples.V3(50, "2001:db8::1");

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => WireExamples.Written(format));
        Assert.Contains("2001:db8::1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_256Addresses_Refused()
    {
        AdvertisementFormat format = WireExamples.V3() with { Addresses = Enumerable.Repeat(IPAddress.Loopback, 256).ToValueArray() };

        Assert.Throws<ArgumentException>(() => WireExamples.Written(format));
    }

    [Theory]
    [InlineData(VrrpVersion.V2, 50)]
    [InlineData(VrrpVersion.V2, 25600)]
    [InlineData(VrrpVersion.V3, 0)]
    [InlineData(VrrpVersion.V3, 4096)]
    public void Write_IntervalTheVersionCannotCarry_Refused(VrrpVersion version, int centiseconds) =>
        Assert.Throws<ArgumentException>(() => WireExamples.Written(WireExamples.V2() with { Version = version, Interval = new AdvertisementInterval(centiseconds) }));

    [Fact]
    public void Write_BufferTooShort_Refused() =>
        Assert.Throws<ArgumentException>(() => AdvertisementCodec.Write(new byte[39], WireExamples.V2(), VrrpPriority.Default, 1));

    [Fact]
    public void Write_IdentificationZero_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WireExamples.Written(WireExamples.V2(), 100, 0));

    [Fact]
    public void Write_Version3WithAuthenticationHeader_Refused()
    {
        AdvertisementFormat format = WireExamples.V3() with { Authentication = WireExamples.V2Ah().Authentication };

        Assert.Throws<ArgumentException>(() => WireExamples.WrittenTo(format, format.Destination, sequence: 1));
    }

    [Fact]
    public void Write_ChecksumAsV2_SameBytesAsKeepalived()
    {
        byte[] captured = WireExamples.Bytes("45c0002000010000ff7051f0c0a8c801e0000012 313464010032e1dec0a8c810");

        Assert.Equal(WireExamples.Hex(captured), WireExamples.Hex(WireExamples.Written(WireExamples.V3() with { ChecksumAsV2 = true })));
    }

    [Fact]
    public void WritePayload_SameAsBehindTheHeader()
    {
        var buffer = new byte[40];
        int length = AdvertisementCodec.WritePayload(buffer, WireExamples.V3(), AdvertisementFormat.MulticastIPv4, VrrpPriority.Default);

        Assert.Equal(WireExamples.Written(WireExamples.V3())[20..], buffer[..length]);
    }
}
