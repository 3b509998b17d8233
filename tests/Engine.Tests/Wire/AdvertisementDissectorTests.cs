using System.Buffers;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Recorded adverts decoded for people, by way of a capture as the recorder writes it.</summary>
public class AdvertisementDissectorTests
{
    private static readonly DateTimeOffset s_at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static AdvertFrame Read(byte[] datagram, string? comment = null, PcapngDirection direction = PcapngDirection.Inbound)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output, "test");
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        int second = writer.AddInterface("eth1", PcapngLinkType.Raw);
        writer.WritePacket(second, s_at, direction, datagram, comment);
        return Assert.Single(AdvertisementDissector.ReadCapture(output.WrittenMemory));
    }

    [Fact]
    public void V2_TellsWhatTheWireSays()
    {
        AdvertFrame frame = Read(WireExamples.Written(WireExamples.V2(null, "10.0.0.1", "10.0.0.2"), priority: 150), direction: PcapngDirection.Outbound);

        Assert.Equal((s_at, "eth1", true), (frame.At, frame.Interface, frame.IsSent));
        Assert.Equal(("192.168.200.1", "224.0.0.18", 255), (frame.Source!.ToString(), frame.Destination!.ToString(), frame.TimeToLive));
        Assert.Equal((2, 51, 150), (frame.Version, frame.VirtualRouterId, frame.Priority));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], frame.Addresses.Select(address => address.ToString()));
        Assert.Equal((100, true, null), (frame.Interval!.Value.Centiseconds, frame.ChecksumOk, frame.Refused));
        Assert.Equal(VrrpAuthenticationType.None, frame.Authentication);
    }

    [Fact]
    public void V2_FieldsCoverTheWholePacketInOrder()
    {
        AdvertFrame frame = Read(WireExamples.Written(WireExamples.V2(null, "10.0.0.1")));

        FrameField[] vrrp = [.. frame.Fields.Where(field => field.Layer == FrameLayer.Vrrp)];
        Assert.Equal([(20, 1), (21, 1), (22, 1), (23, 1), (24, 1), (25, 1), (26, 2), (28, 4), (32, 8)], vrrp.Select(field => (field.Offset, field.Length)));
        Assert.Equal(40, frame.Bytes.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void V2_Password_IsNowhere_WhateverTheCountSays(byte count)
    {
        byte[] datagram = WireExamples.Written(WireExamples.V2("s3cret!!", "10.0.0.1"));
        datagram[23] = count;

        AdvertFrame frame = Read(datagram);

        Assert.Equal(VrrpAuthenticationType.Password, frame.Authentication);
        Assert.DoesNotContain("s3cret", Encoding.Latin1.GetString([.. frame.Bytes]), StringComparison.Ordinal);
        Assert.All(frame.Bytes.Skip(32), value => Assert.Equal(0, value));
        Assert.True(frame.Fields[^1].IsSecret);
        Assert.Equal("", frame.Fields[^1].Value);
    }

    [Fact]
    public void AuthenticationHeader_HidesTheIntegrityValue()
    {
        byte[] datagram = WireExamples.WrittenTo(WireExamples.V2Ah(), AdvertisementFormat.MulticastIPv4, sequence: 7);

        AdvertFrame frame = Read(datagram);

        Assert.Equal((VrrpAuthenticationType.AuthenticationHeader, 51), (frame.Authentication, frame.VirtualRouterId));
        FrameField hidden = Assert.Single(frame.Fields, field => field.Kind == FrameFieldKind.IntegrityValue);
        Assert.Equal((32, 12, true), (hidden.Offset, hidden.Length, hidden.IsSecret));
        Assert.All(frame.Bytes.Skip(32).Take(12), value => Assert.Equal(0, value));
        Assert.Equal("7", Assert.Single(frame.Fields, field => field.Kind == FrameFieldKind.Sequence).Value);
    }

    [Fact]
    public void V3_OverIPv6_HasItsIntervalAndChecksum()
    {
        AdvertFrame frame = Read(WireExamples.Written(WireExamples.V6(), priority: 254));

        Assert.Equal((3, 61, 254, true), (frame.Version, frame.VirtualRouterId, frame.Priority, frame.ChecksumOk));
        Assert.Equal(["fe80::100", "2001:db8::100"], frame.Addresses.Select(address => address.ToString()));
        Assert.Equal("1 s", Assert.Single(frame.Fields, field => field.Kind == FrameFieldKind.Interval).Value);
    }

    [Fact]
    public void WrongChecksum_IsSeen_AndTheRefusalIsTold()
    {
        byte[] datagram = WireExamples.Written(WireExamples.V3(50, "10.0.0.1"));
        datagram[22] ^= 0xFF;

        AdvertFrame frame = Read(datagram, "refused: their checksum is wrong");

        Assert.Equal((false, "their checksum is wrong", "校验和错误"), (frame.ChecksumOk, frame.Refused, frame.RefusedZh));
    }

    [Fact]
    public void Garbage_IsShownAsBytesOnly()
    {
        AdvertFrame frame = Read([1, 2, 3]);

        Assert.Equal([1, 2, 3], frame.Bytes);
        Assert.Equal((0, null, null, 0), (frame.Version, frame.Priority, frame.Source, frame.Fields.Count));
    }

    [Fact]
    public void CutFile_GivesWhatCameBefore()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output, "test");
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        for (int count = 0; count < 3; count++) writer.WritePacket(0, s_at, PcapngDirection.Inbound, WireExamples.Written(WireExamples.V2(null, "10.0.0.1")));
        byte[] whole = output.WrittenSpan.ToArray();

        for (int length = 0; length < whole.Length; length++)
            Assert.True(AdvertisementDissector.ReadCapture(whole.AsMemory(0, length)).Count < 3);
        Assert.Equal(3, AdvertisementDissector.ReadCapture(whole).Count);
    }
}
