using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Adverts by unicast and to other groups; datagrams captured from keepalived 2.4.</summary>
public class UnicastAdvertisementTests
{
    private static readonly IPAddress s_peer = IPAddress.Parse("192.168.200.2");

    public static TheoryData<int, int, int, string> Captures => new()
    {
        { 2, 100, 1, "45c0002800010000ff70a94fc0a8c801c0a8c802 213364010001f210c0a8c8100000000000000000" },
        { 2, 0, 4, "45c0002800040000ff70a94cc0a8c801c0a8c802 2133000100015611c0a8c8100000000000000000" },
        { 3, 100, 1, "45c000200001000040706858c0a8c801c0a8c802 313364010064cfdbc0a8c810" },
        { 3, 0, 4, "45c000200004000040706855c0a8c801c0a8c802 31330001006433dcc0a8c810" },
    };

    [Theory]
    [MemberData(nameof(Captures))]
    public void Write_KeepalivedsDefinition_SameBytesAsKeepalived(int version, int priority, int identification, string captured)
    {
        byte[] written = WireExamples.WrittenTo(FormatOf(version), s_peer, priority, (ushort)identification);

        Assert.Equal(WireExamples.Hex(WireExamples.Bytes(captured)), WireExamples.Hex(written));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void Read_KeepalivedsDatagram_Accepted(int version, int priority, int identification, string captured)
    {
        AdvertisementFormat expected = FormatOf(version) with
        {
            Source = s_peer,
            Destination = IPAddress.Parse("192.168.200.1"),
            UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse("192.168.200.1"), MinimumTimeToLive = 64 }],
            CheckUnicastSource = true,
        };

        Assert.Equal(DropReason.None, AdvertisementCodec.Read(WireExamples.Bytes(captured), expected, out VrrpPriority heard, out _, out _, out bool same));
        Assert.Equal(priority, heard.Value);
        Assert.True(same);
        Assert.InRange(identification, 1, 4);
    }

    [Theory]
    [InlineData(null, null, 1, DropReason.None)]
    [InlineData(254, null, 253, DropReason.TimeToLive)]
    [InlineData(254, null, 254, DropReason.None)]
    [InlineData(null, 64, 64, DropReason.None)]
    [InlineData(null, 64, 65, DropReason.TimeToLive)]
    [InlineData(60, 64, 59, DropReason.TimeToLive)]
    [InlineData(60, 64, 62, DropReason.None)]
    [InlineData(0, 255, 0, DropReason.None)]
    public void Read_TimeToLive_HeldToThePeersLimits(int? minimum, int? maximum, int timeToLive, DropReason expected)
    {
        AdvertisementFormat format = OurFormat(new UnicastPeerDefinition { Address = s_peer, MinimumTimeToLive = minimum, MaximumTimeToLive = maximum });
        byte[] datagram = FromPeer(s_peer);
        datagram[8] = (byte)timeToLive;

        Assert.Equal(expected, WireExamples.Read(datagram, format));
    }

    [Fact]
    public void Read_LimitsOfAnotherPeer_DoNotCount()
    {
        AdvertisementFormat format = OurFormat(new UnicastPeerDefinition { Address = IPAddress.Parse("192.168.200.3"), MinimumTimeToLive = 255 }, new UnicastPeerDefinition { Address = s_peer });
        byte[] datagram = FromPeer(s_peer);
        datagram[8] = 9;

        Assert.Equal(DropReason.None, WireExamples.Read(datagram, format));
    }

    [Theory]
    [InlineData("192.168.200.2", true, DropReason.None)]
    [InlineData("192.168.200.9", true, DropReason.UnicastSource)]
    [InlineData("192.168.200.9", false, DropReason.None)]
    public void Read_Sender_HeldToThePeersWhenAsked(string sender, bool check, DropReason expected) =>
        Assert.Equal(expected, WireExamples.Read(FromPeer(IPAddress.Parse(sender)), OurFormat(new UnicastPeerDefinition { Address = s_peer }) with { CheckUnicastSource = check }));

    [Fact]
    public void WriteAndRead_IPv6_LikeIPv4()
    {
        IPAddress ours = IPAddress.Parse("2001:db8::1"), theirs = IPAddress.Parse("2001:db8::2");
        AdvertisementFormat format = WireExamples.V6() with { Source = ours, Destination = theirs, UnicastTimeToLive = 64, UnicastPeers = [new UnicastPeerDefinition { Address = theirs, MinimumTimeToLive = 64 }], CheckUnicastSource = true };
        AdvertisementFormat peers = format with { Source = theirs, Destination = ours, UnicastPeers = [new UnicastPeerDefinition { Address = ours, MinimumTimeToLive = 64 }] };
        byte[] datagram = WireExamples.Written(format);

        Assert.Equal(64, datagram[7]);
        Assert.Equal(DropReason.None, WireExamples.Read(datagram, peers));
        datagram[7] = 63;
        Assert.Equal(DropReason.TimeToLive, WireExamples.Read(datagram, peers));
        Assert.Equal(DropReason.TimeToLive, WireExamples.Read(WireExamples.Written(format), WireExamples.V6()));
        Assert.Equal(DropReason.Destination, WireExamples.Read(WireExamples.Written(format with { UnicastTimeToLive = 255 }), WireExamples.V6()));
        Assert.Equal(DropReason.UnicastSource, WireExamples.Read(WireExamples.Written(format), format));
    }

    [Fact]
    public void Write_Multicast_HasTimeToLive255WhateverUnicastHas() =>
        Assert.Equal(255, WireExamples.Written(WireExamples.V3() with { UnicastTimeToLive = 64 })[8]);

    [Fact]
    public void WriteAndRead_AnotherGroup_OnlyThatOneIsAccepted()
    {
        AdvertisementFormat other = WireExamples.V3() with { Destination = IPAddress.Parse("224.0.1.200") };
        byte[] datagram = WireExamples.Written(other);

        Assert.Equal("e00001c8", WireExamples.Hex(datagram.AsSpan(16, 4)));
        Assert.Equal(255, datagram[8]);
        Assert.Equal(DropReason.None, WireExamples.Read(datagram, other));
        Assert.Equal(DropReason.Destination, WireExamples.Read(datagram, WireExamples.V3()));
    }

    private static AdvertisementFormat FormatOf(int version) =>
        (version == 2 ? WireExamples.V2() : WireExamples.V3(100) with { VirtualRouterId = new VirtualRouterId(51), UnicastTimeToLive = 64 }) with { Destination = s_peer };

    private static AdvertisementFormat OurFormat(params UnicastPeerDefinition[] peers) =>
        WireExamples.V3() with { Destination = peers[0].Address, UnicastPeers = peers.ToValueArray() };

    private static byte[] FromPeer(IPAddress peer) =>
        WireExamples.Written(WireExamples.V3() with { Source = peer, Destination = IPAddress.Parse("192.168.200.1") });
}
