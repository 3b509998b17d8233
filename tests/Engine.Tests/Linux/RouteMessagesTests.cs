using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class RouteMessagesTests
{
    private static readonly AddressKey s_vip = AddressKey.From(IPAddress.Parse("10.88.0.100"));

    [Fact]
    public void Add_WithLeaseAndLabel_HasNoBroadcastAndScopeGlobal()
    {
        NetlinkMessage message = RouteMessages.Add(new NetlinkMessage(0), new AddressRequest(7, s_vip, 24, "eth0:0", 4));

        Assert.Equal(
            "480000001400000500000000" + "00000000" // length 72, RTM_NEWADDR, CREATE | REPLACE
            + "0218000007000000" // AF_INET, /24, no flags, universe, index 7
            + "080002000A580064" // IFA_LOCAL
            + "080001000A580064" // IFA_ADDRESS
            + "0B000300657468303A300000" // IFA_LABEL
            + "14000600" + "04000000" + "04000000" + "0000000000000000", // IFA_CACHEINFO: preferred and valid 4 s
            Convert.ToHexString(message.Bytes));
    }

    [Fact]
    public void Add_WithoutLease_LivesForEver()
    {
        NetlinkMessage message = RouteMessages.Add(new NetlinkMessage(0), new AddressRequest(7, s_vip, 24));
        Assert.EndsWith("14000600" + "FFFFFFFFFFFFFFFF" + "0000000000000000", Convert.ToHexString(message.Bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "04000000")]
    [InlineData(128, "00000000")] // deprecated from the start: no source of this host's own connections
    public void Add_IPv6_SkipsDuplicateDetection(int prefixLength, string preferred)
    {
        NetlinkMessage message = RouteMessages.Add(new NetlinkMessage(0), new AddressRequest(7, AddressKey.From(IPAddress.Parse("fd00::100")), prefixLength, "eth0:0", 4));

        Assert.Equal(
            "400000001400000500000000" + "00000000" // length 64, RTM_NEWADDR, CREATE | REPLACE
            + $"0A{prefixLength:X2}020007000000" // AF_INET6, NODAD, universe, index 7; labels are IPv4's
            + "14000200FD000000000000000000000000000100" // IFA_LOCAL
            + "14000600" + preferred + "04000000" + "0000000000000000",
            Convert.ToHexString(message.Bytes));
    }

    [Fact]
    public void ReadAddress_IPv6Flags_SayWhatDetectionFound()
    {
        NetlinkMessage message = new NetlinkMessage(RouteConstants.RTM_NEWADDR)
            .Fixed([10, 64, 0, 253, 3, 0, 0, 0])
            .Attribute(RouteConstants.IFA_ADDRESS, IPAddress.Parse("fe80::1").GetAddressBytes())
            .AttributeUInt32(RouteConstants.IFA_FLAGS, RouteConstants.IFA_F_PERMANENT | RouteConstants.IFA_F_TENTATIVE | RouteConstants.IFA_F_DADFAILED);
        Assert.True(RouteMessages.TryReadAddress(message.Bytes[16..], out AddressFacts facts));
        Assert.Equal(new AddressFacts(3, AddressKey.From(IPAddress.Parse("fe80::1")), 64, IsSecondary: false, IsPermanent: true, IsTentative: true, IsDuplicate: true), facts);
        Assert.True(facts.IsLinkLocal);
    }

    [Fact]
    public void Remove_NamesAddressPrefixAndInterface()
    {
        NetlinkMessage message = RouteMessages.Remove(new NetlinkMessage(0), new AddressRequest(258, s_vip, 32));
        Assert.Equal("280000001500000000000000" + "00000000" + "0220000002010000" + "080002000A580064" + "080001000A580064", Convert.ToHexString(message.Bytes));
    }

    [Fact]
    public void ReadAddress_OfOurOwnMessage_GivesItBack()
    {
        ReadOnlySpan<byte> payload = RouteMessages.Add(new NetlinkMessage(0), new AddressRequest(7, s_vip, 24, "eth0:0", 4)).Bytes[16..];
        Assert.True(RouteMessages.TryReadAddress(payload, out AddressFacts facts));
        Assert.Equal(new AddressFacts(7, s_vip, 24, IsSecondary: false, IsPermanent: false), facts);
    }

    [Fact]
    public void ReadAddress_FlagsAttribute_WinsOverTheHeader()
    {
        NetlinkMessage message = new NetlinkMessage(RouteConstants.RTM_NEWADDR)
            .Fixed([2, 32, 0, 0, 3, 0, 0, 0])
            .AttributeUInt32BigEndian(RouteConstants.IFA_ADDRESS, 0x0A000001) // point-to-point style: no IFA_LOCAL
            .AttributeUInt32(RouteConstants.IFA_FLAGS, RouteConstants.IFA_F_PERMANENT | RouteConstants.IFA_F_SECONDARY);
        Assert.True(RouteMessages.TryReadAddress(message.Bytes[16..], out AddressFacts facts));
        Assert.Equal(new AddressFacts(3, AddressKey.FromIPv4(0x0A000001), 32, IsSecondary: true, IsPermanent: true), facts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02180000")] // cut short
    [InlineData("0740000007000000" + "080001000A580064")] // another family
    [InlineData("0A40000007000000" + "080001000A580064")] // IPv6 with four bytes
    [InlineData("0218000007000000")] // no address
    [InlineData("0218000007000000" + "060002000A58")] // an address of two bytes
    public void ReadAddress_NotAnAddress_IsRefused(string hex) =>
        Assert.False(RouteMessages.TryReadAddress(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(0x11043u, true, true, true)] // up, broadcast, running, multicast, lower up
    [InlineData(0x1003u, true, false, true)] // up without carrier
    [InlineData(0x1002u, false, false, true)] // down
    [InlineData(0x10049u, true, true, false)] // lo
    [InlineData(0x100C3u, true, true, false)] // no ARP
    public void ReadLink_Flags_SayWhatItCan(uint flags, bool isUp, bool hasCarrier, bool speaksArp)
    {
        byte[] header = [0, 0, 1, 0, 9, 0, 0, 0, .. BitConverter.GetBytes(flags), 0, 0, 0, 0];
        NetlinkMessage message = new NetlinkMessage(RouteConstants.RTM_NEWLINK)
            .Fixed(header)
            .AttributeString(RouteConstants.IFLA_IFNAME, "eth0")
            .Attribute(RouteConstants.IFLA_ADDRESS, [2, 0, 0, 0, 0, 1]);
        Assert.True(LinkMessages.TryRead(message.Bytes[16..], out LinkFacts link));
        Assert.Equal(new LinkFacts(9, "eth0", [2, 0, 0, 0, 0, 1], isUp, hasCarrier, speaksArp), link);
    }

    [Fact]
    public void ReadLink_PortOfABridge_IsNotALink()
    {
        // A bridge reports its ports as RTM_NEWLINK of family AF_BRIDGE (7), and RTM_DELLINK when a port leaves it.
        NetlinkMessage message = new NetlinkMessage(RouteConstants.RTM_DELLINK)
            .Fixed([7, 0, 1, 0, 9, 0, 0, 0, 0x43, 0x10, 1, 0, 0, 0, 0, 0])
            .AttributeString(RouteConstants.IFLA_IFNAME, "eth0");
        Assert.False(LinkMessages.TryRead(message.Bytes[16..], out _));
    }
}
