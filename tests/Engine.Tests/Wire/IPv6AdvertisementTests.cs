using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>VRRPv3 over IPv6, against packets captured from keepalived 2.4.</summary>
public class IPv6AdvertisementTests
{
    private const string Captured = "313d960200640cf3 fe800000000000000000000000000100 20010db8000000000000000000000100";
    private const string CapturedRelease = "313d00020064a2f3 fe800000000000000000000000000100 20010db8000000000000000000000100";
    private const string Header = "6c000000002870ff fe80000000000000000000fffe000001 ff020000000000000000000000000012";

    private static readonly AddressKey s_source = AddressKey.From(IPAddress.Parse("fe80::ff:fe00:1"));
    private static readonly AddressKey s_group = AddressKey.From(AdvertisementFormat.MulticastIPv6);

    [Theory]
    [InlineData(150, Captured)]
    [InlineData(0, CapturedRelease)]
    public void WritePayload_KeepalivedsDefinition_SameBytesAsKeepalived(int priority, string captured)
    {
        var buffer = new byte[100];

        int length = AdvertisementCodec.WritePayload(buffer, WireExamples.V6(), AdvertisementFormat.MulticastIPv6, new VrrpPriority((byte)priority));

        Assert.Equal(WireExamples.Hex(WireExamples.Bytes(captured)), WireExamples.Hex(buffer.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(150, Captured)]
    [InlineData(0, CapturedRelease)]
    public void Read_KeepalivedsPayload_Accepted(int priority, string captured)
    {
        DropReason reason = Read(WireExamples.Bytes(captured), s_group, 255, out AdvertisementContent content);

        Assert.Equal(DropReason.None, reason);
        Assert.Equal(new AdvertisementContent(new VrrpPriority((byte)priority), new AdvertisementInterval(100), true), content);
    }

    [Fact]
    public void Write_WholeDatagram_HeaderAndPayload()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V6(), 150);

        Assert.Equal(WireExamples.Hex(WireExamples.Bytes(Header + Captured)), WireExamples.Hex(datagram));
        Assert.Equal(DropReason.None, AdvertisementCodec.Read(datagram, WireExamples.V6(), out VrrpPriority priority, out _, out AddressKey source, out bool same));
        Assert.Equal(150, priority.Value);
        Assert.Equal(s_source, source);
        Assert.True(same);
    }

    [Fact]
    public void Write_255Addresses_IsTheLargestDatagram()
    {
        AdvertisementFormat format = WireExamples.V6() with { Addresses = Enumerable.Range(0, 255).Select(n => IPAddress.Parse($"2001:db8::{n:x}")).ToValueArray() };

        byte[] datagram = WireExamples.Written(format);

        Assert.Equal(4128, datagram.Length);
        Assert.Equal(4128, AdvertisementCodec.MaxLengthBytes);
        Assert.Equal(DropReason.None, WireExamples.Read(datagram, format));
    }

    [Fact]
    public void Read_AddressesInAnotherOrder_AreTheSame()
    {
        AdvertisementFormat reversed = WireExamples.V6() with { Addresses = WireExamples.V6().Addresses.Reverse().ToValueArray() };

        Assert.Equal(DropReason.None, AdvertisementCodec.Read(WireExamples.Written(WireExamples.V6()), reversed, out _, out _, out _, out bool same));
        Assert.True(same);
    }

    [Theory]
    [InlineData(254)]
    [InlineData(0)]
    public void Read_HopLimitNot255_Refused(int hopLimit) =>
        Assert.Equal(DropReason.TimeToLive, Read(WireExamples.Bytes(Captured), s_group, (byte)hopLimit, out _));

    [Theory]
    [InlineData(0, 0x21, DropReason.Length)]
    [InlineData(0, 0x41, DropReason.Version)]
    [InlineData(0, 0x32, DropReason.Type)]
    [InlineData(1, 62, DropReason.Checksum)]
    [InlineData(3, 3, DropReason.Length)]
    [InlineData(5, 0, DropReason.Interval)]
    [InlineData(39, 1, DropReason.Checksum)]
    public void Read_OneByteWrong_GivesTheReason(int offset, int value, DropReason expected)
    {
        byte[] payload = WireExamples.Bytes(Captured);
        payload[offset] = (byte)value;

        Assert.Equal(expected, Read(payload, s_group, 255, out _));
    }

    [Fact]
    public void Read_Version2OverIPv6_IsTheVersion() =>
        Assert.Equal(DropReason.Version, Read(WireExamples.Bytes("213d960001 01 0000 0000000000000000"), s_group, 255, out _));

    [Fact]
    public void Read_EveryTruncation_IsALength()
    {
        byte[] whole = WireExamples.Written(WireExamples.V6());
        for (int length = 0; length < whole.Length; length++) Assert.Equal(DropReason.Length, WireExamples.Read(whole[..length], WireExamples.V6()));
        for (int length = 0; length < 40; length++) Assert.Equal(DropReason.Length, Read(whole[40..(40 + length)], s_group, 255, out _));
    }

    [Fact]
    public void Read_TheOtherFamilysInstance_IsAnotherVirtualRouter()
    {
        AdvertisementFormat ipv4 = WireExamples.V3() with { VirtualRouterId = new VirtualRouterId(61) };

        Assert.Equal(DropReason.VirtualRouterId, WireExamples.Read(WireExamples.Written(WireExamples.V6()), ipv4));
        Assert.Equal(DropReason.VirtualRouterId, WireExamples.Read(WireExamples.Written(ipv4), WireExamples.V6()));
    }

    [Fact]
    public void Read_ChecksumWithoutPseudoHeader_RefusedAlsoWhereItIsAcceptedOverIPv4()
    {
        byte[] payload = WireExamples.Bytes(Captured);
        payload[6] = payload[7] = 0;
        ushort checksum = InternetChecksum.Of(payload);
        (payload[6], payload[7]) = ((byte)(checksum >> 8), (byte)checksum);
        ReceivedPacket packet = ReceivedPacket.FromIPv6(s_source, s_group, 255, payload);

        Assert.Equal(DropReason.Checksum, AdvertisementCodec.Read(packet, WireExamples.V6() with { ChecksumAsV2 = true }, null, out _));
        Assert.Equal(WireExamples.Written(WireExamples.V6()), WireExamples.Written(WireExamples.V6() with { ChecksumAsV2 = true }));
    }

    [Fact]
    public void TryReadVirtualRouterId_Payload_TellsTheVrid()
    {
        Assert.True(AdvertisementCodec.TryReadVirtualRouterId(ReceivedPacket.FromIPv6(s_source, s_group, 255, WireExamples.Bytes(Captured)), out byte vrid));
        Assert.Equal(61, vrid);
        Assert.False(AdvertisementCodec.TryReadVirtualRouterId(ReceivedPacket.FromIPv6(s_source, s_group, 255, [0x31]), out _));
    }

    [Fact]
    public void CopyTo_PacketWithoutHeader_IsTheDatagramThatWasSent()
    {
        byte[] sent = WireExamples.Written(WireExamples.V6());
        var buffer = new byte[100];

        Assert.Equal(80, ReceivedPacket.FromIPv6(s_source, s_group, 255, sent.AsSpan(40)).CopyTo(buffer));
        Assert.Equal(sent, buffer[..80]);
    }

    [Fact]
    public void CopyTo_PacketWithHeader_IsTheDatagramWithoutPadding()
    {
        byte[] sent = WireExamples.Written(WireExamples.V3());
        var buffer = new byte[100];
        Assert.True(ReceivedPacket.TryRead((byte[])[.. sent, .. new byte[14]], out ReceivedPacket packet));

        Assert.Equal(32, packet.CopyTo(buffer));
        Assert.Equal(sent, buffer[..32]);
    }

    [Fact]
    public void Write_DestinationOfTheOtherFamily_Refused()
    {
        Assert.Throws<ArgumentException>(() => WireExamples.Written(WireExamples.V6() with { Destination = AdvertisementFormat.MulticastIPv4 }));
        Assert.Throws<ArgumentException>(() => WireExamples.Written(WireExamples.V3() with { Destination = AdvertisementFormat.MulticastIPv6 }));
    }

    [Fact]
    public void Write_Version2_Refused() =>
        Assert.Throws<ArgumentException>(() => WireExamples.Written(WireExamples.V6() with { Version = VrrpVersion.V2, Interval = AdvertisementInterval.FromSeconds(1) }));

    [Fact]
    public void Write_AddressOfIPv4_SaysWhich()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => WireExamples.Written(WireExamples.V6() with { Addresses = [IPAddress.Parse("10.0.0.7")] }));

        Assert.Contains("10.0.0.7", refusal.Message, StringComparison.Ordinal);
    }

    private static DropReason Read(byte[] payload, AddressKey destination, byte hopLimit, out AdvertisementContent content) =>
        AdvertisementCodec.Read(ReceivedPacket.FromIPv6(s_source, destination, hopLimit, payload), WireExamples.V6(), null, out content);
}
