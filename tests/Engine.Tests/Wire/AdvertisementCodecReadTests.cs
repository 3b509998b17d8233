using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public class AdvertisementCodecReadTests
{
    [Fact]
    public void Read_EveryTruncation_IsALength()
    {
        foreach (AdvertisementFormat format in new[] { WireExamples.V2("1111"), WireExamples.V3() })
        {
            byte[] whole = WireExamples.Written(format);
            for (int length = 0; length < whole.Length; length++)
                Assert.Equal(DropReason.Length, WireExamples.Read(whole[..length], format));
        }
    }

    [Fact]
    public void Read_EthernetPadding_Ignored() =>
        Assert.Equal(DropReason.None, WireExamples.Read([.. WireExamples.Written(WireExamples.V3()), .. new byte[14]], WireExamples.V3()));

    [Fact]
    public void Read_HeaderWithOptions_Accepted()
    {
        byte[] plain = WireExamples.Written(WireExamples.V3());
        byte[] withOptions = [.. plain[..20], 0x94, 4, 0, 0, .. plain[20..]];
        withOptions[0] = 0x46;
        withOptions[3] += 4;

        Assert.Equal(DropReason.None, WireExamples.Read(withOptions, WireExamples.V3()));
    }

    [Theory]
    [InlineData(0, 0x75, DropReason.Length)]
    [InlineData(0, 0x44, DropReason.Length)]
    [InlineData(0, 0x4F, DropReason.Length)]
    [InlineData(3, 39, DropReason.Length)]
    [InlineData(3, 41, DropReason.Length)]
    [InlineData(23, 2, DropReason.Length)]
    [InlineData(9, 51, DropReason.AuthenticationType)]
    [InlineData(9, 50, DropReason.Type)]
    [InlineData(8, 254, DropReason.TimeToLive)]
    [InlineData(8, 1, DropReason.TimeToLive)]
    [InlineData(20, 0x11, DropReason.Version)]
    [InlineData(20, 0x41, DropReason.Version)]
    [InlineData(24, 1, DropReason.AuthenticationType)]
    [InlineData(24, 2, DropReason.AuthenticationType)]
    [InlineData(24, 77, DropReason.AuthenticationType)]
    [InlineData(25, 2, DropReason.Interval)]
    [InlineData(25, 0, DropReason.Interval)]
    [InlineData(20, 0x22, DropReason.Type)]
    [InlineData(20, 0x20, DropReason.Type)]
    [InlineData(26, 0, DropReason.Checksum)]
    [InlineData(31, 17, DropReason.Checksum)]
    [InlineData(39, 1, DropReason.Checksum)]
    public void Read_OneByteOfVersion2Wrong_GivesTheReason(int offset, int value, DropReason expected)
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());
        datagram[offset] = (byte)value;

        Assert.Equal(expected, WireExamples.Read(datagram, WireExamples.V2()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void Read_AnotherVrid_Refused(int vrid)
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2());
        datagram[21] = (byte)vrid;

        Assert.Equal(DropReason.VirtualRouterId, WireExamples.Read(WireExamples.WithV2Checksum(datagram), WireExamples.V2()));
    }

    [Fact]
    public void Read_Version3WhereVersion2IsDefined_IsTheVersionNotTheLength() =>
        Assert.Equal(DropReason.Version, WireExamples.Read(WireExamples.Written(WireExamples.V3()), WireExamples.V2()));

    [Fact]
    public void Read_Version2WhereVersion3IsDefined_IsTheVersionNotTheLength() =>
        Assert.Equal(DropReason.Version, WireExamples.Read(WireExamples.Written(WireExamples.V2()), WireExamples.V3()));

    [Theory]
    [InlineData("1111", null, DropReason.AuthenticationType)]
    [InlineData(null, "1111", DropReason.AuthenticationType)]
    [InlineData("1111", "1112", DropReason.Authentication)]
    [InlineData("1111", "11110", DropReason.Authentication)]
    [InlineData("12345678A", "12345678B", DropReason.None)]
    public void Read_Password_ComparedInEightBytes(string? theirs, string? ours, DropReason expected) =>
        Assert.Equal(expected, WireExamples.Read(WireExamples.Written(WireExamples.V2(theirs)), WireExamples.V2(ours)));

    [Fact]
    public void Read_SeveralFaults_TheFirstInKeepalivedsOrderIsNamed()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2("1111"));
        datagram[8] = 64;
        datagram[25] = 9;
        datagram[21] = 50;
        Assert.Equal(DropReason.TimeToLive, WireExamples.Read(datagram, WireExamples.V2()));
        datagram[8] = 255;
        Assert.Equal(DropReason.AuthenticationType, WireExamples.Read(datagram, WireExamples.V2()));
        Assert.Equal(DropReason.Authentication, WireExamples.Read(datagram, WireExamples.V2("2222")));
        Assert.Equal(DropReason.Interval, WireExamples.Read(datagram, WireExamples.V2("1111")));
        datagram[25] = 1;
        Assert.Equal(DropReason.Checksum, WireExamples.Read(datagram, WireExamples.V2("1111")));
        Assert.Equal(DropReason.VirtualRouterId, WireExamples.Read(WireExamples.WithV2Checksum(datagram), WireExamples.V2("1111")));
    }

    [Fact]
    public void Read_Version3WithAnotherInterval_AcceptedAndReported()
    {
        DropReason reason = AdvertisementCodec.Read(WireExamples.Written(WireExamples.V3(4095)), WireExamples.V3(), out _, out AdvertisementInterval interval, out _, out _);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(4095, interval.Centiseconds);
    }

    [Fact]
    public void Read_Version3WithIntervalZero_Refused()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3());
        datagram[25] = 0;

        Assert.Equal(DropReason.Interval, WireExamples.Read(datagram, WireExamples.V3()));
    }

    [Fact]
    public void Read_Version3ReservedBitsSet_Ignored()
    {
        // 0xF000 more in one word is 0xF000 less in the checksum.
        byte[] datagram = WireExamples.Bytes("45c0002000010000ff7051f0c0a8c801e0000012 3134640100320000c0a8c810");
        datagram[24] |= 0xF0;
        ulong sum = InternetChecksum.Add(InternetChecksum.Add(112 + 12, datagram.AsSpan(12, 8)), datagram.AsSpan(20));
        ushort checksum = InternetChecksum.Finish(sum);
        datagram[26] = (byte)(checksum >> 8);
        datagram[27] = (byte)checksum;

        DropReason reason = AdvertisementCodec.Read(datagram, WireExamples.V3(), out _, out AdvertisementInterval interval, out _, out _);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(50, interval.Centiseconds);
    }

    [Theory]
    [InlineData("78a5", true, DropReason.None)]
    [InlineData("e1de", true, DropReason.None)]
    [InlineData("e1df", true, DropReason.Checksum)]
    [InlineData("0000", true, DropReason.Checksum)]
    [InlineData("e1de", false, DropReason.Checksum)]
    public void Read_ChecksumAsV2_AcceptsExactlyTheTwoKinds(string checksum, bool asV2, DropReason expected) =>
        Assert.Equal(expected, WireExamples.Read(WireExamples.Bytes($"45c0002000010000ff7051f0c0a8c801e0000012 313464010032{checksum}c0a8c810"), WireExamples.V3() with { ChecksumAsV2 = asV2 }));

    [Fact]
    public void Read_UnicastWhereMulticastIsDefined_Refused()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3() with { Destination = IPAddress.Parse("192.168.200.2") });

        Assert.Equal(DropReason.Destination, WireExamples.Read(datagram, WireExamples.V3()));
    }

    [Fact]
    public void Read_MulticastWhereUnicastIsDefined_Refused() =>
        Assert.Equal(DropReason.Destination, WireExamples.Read(WireExamples.Written(WireExamples.V3()), WireExamples.V3() with { Destination = IPAddress.Parse("192.168.200.2") }));

    [Fact]
    public void Read_UnicastThroughARouter_TimeToLiveIsNotCompared()
    {
        AdvertisementFormat format = WireExamples.V3() with { Destination = IPAddress.Parse("192.168.200.2") };
        byte[] datagram = WireExamples.Written(format);
        datagram[8] = 60;

        Assert.Equal(DropReason.None, WireExamples.Read(datagram, format));
    }

    [Theory]
    [InlineData("10.0.0.1 10.0.0.2", "10.0.0.1 10.0.0.2", true)]
    [InlineData("10.0.0.2 10.0.0.1", "10.0.0.1 10.0.0.2", true)]
    [InlineData("10.0.0.1", "10.0.0.1 10.0.0.2", false)]
    [InlineData("10.0.0.1 10.0.0.2", "10.0.0.1", false)]
    [InlineData("10.0.0.1 10.0.0.1", "10.0.0.1 10.0.0.2", false)]
    [InlineData("10.0.0.1 10.0.0.2", "10.0.0.1 10.0.0.1", false)]
    [InlineData("10.0.0.1 10.0.0.3", "10.0.0.1 10.0.0.2", false)]
    public void Read_OtherAddresses_ANoteNotARefusal(string theirs, string ours, bool same)
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3(50, theirs.Split(' ')));

        DropReason reason = AdvertisementCodec.Read(datagram, WireExamples.V3(50, ours.Split(' ')), out _, out _, out _, out bool sameAddresses);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(same, sameAddresses);
    }

    [Fact]
    public void TryReadVirtualRouterId_WholeDatagram_TellsVridAndSender()
    {
        Assert.True(AdvertisementCodec.TryReadVirtualRouterId(WireExamples.Written(WireExamples.V3()), out byte vrid, out AddressKey source));
        Assert.Equal(52, vrid);
        Assert.Equal("192.168.200.1", source.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(21)]
    public void TryReadVirtualRouterId_TooShort_False(int length) =>
        Assert.False(AdvertisementCodec.TryReadVirtualRouterId(WireExamples.Written(WireExamples.V3()).AsSpan(0, length), out _, out _));
}
