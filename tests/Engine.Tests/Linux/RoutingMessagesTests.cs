using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Tests.Linux;

public sealed class RoutingMessagesTests
{
    private static AddressKey Key(string address) => AddressKey.From(IPAddress.Parse(address));

    private static readonly RouteFacts s_route = new()
    {
        IsIPv6 = false,
        Table = 1000,
        Destination = Key("192.0.2.0"),
        PrefixLength = 24,
        Metric = 5,
        Type = RouteConstants.RTN_UNICAST,
        Gateway = Key("10.0.0.1"),
        InterfaceIndex = 7,
        Source = Key("10.0.0.100"),
        Mtu = 1400,
    };

    private static readonly RuleFacts s_rule = new()
    {
        IsIPv6 = true,
        Table = 100,
        From = Key("fd00::"),
        FromPrefixLength = 64,
        Priority = 2000,
        Mark = 3,
        IncomingInterface = "eth0",
    };

    [Fact]
    public void Route_IsWrittenAsTheKernelWantsIt() => Assert.Equal(
        "5800000018000006" + "0000000000000000" // RTM_NEWROUTE, CREATE | EXCL
        + "02180000" + "00700001" + "00000000" // AF_INET, /24, table in the attribute, protocol 112, universe, unicast
        + "08000100C0000200" // destination
        + "080005000A000001" // gateway
        + "080007000A000064" // preferred source
        + "0800040007000000" // interface
        + "0800060005000000" // metric
        + "08000F00E8030000" // table 1000
        + "0C000880" + "0800020078050000", // metrics: MTU
        Convert.ToHexString(RoutingMessages.Add(new NetlinkMessage(0), s_route).Bytes));

    [Fact]
    public void Route_ReadBack_IsTheSame()
    {
        Assert.True(RoutingMessages.TryReadRoute(RoutingMessages.Add(new NetlinkMessage(0), s_route).Bytes[16..], out RouteFacts found));
        Assert.Equal(s_route, found);
        Assert.True((s_route with { InterfaceIndex = 0, Source = null }).Is(found)); // what is not named may be anything
        Assert.False((s_route with { Mtu = 1300 }).Is(found));
        Assert.False((s_route with { Gateway = null }).Is(found));
    }

    [Fact]
    public void Route_IPv4ByAnIPv6Gateway_ReadBack_IsTheSame()
    {
        RouteFacts route = s_route with { Gateway = Key("fe80::1") };
        Assert.True(RoutingMessages.TryReadRoute(RoutingMessages.Add(new NetlinkMessage(0), route).Bytes[16..], out RouteFacts found));
        Assert.Equal(route, found);
    }

    [Theory]
    [InlineData("021800000003000100000000")] // of another protocol
    [InlineData("021800000070000100020000")] // a cached copy
    [InlineData("0218000000700001")] // cut short
    public void Route_NotOurs_IsRefused(string hex) => Assert.False(RoutingMessages.TryReadRoute(Convert.FromHexString(hex), out _));

    [Fact]
    public void Rule_ReadBack_IsTheSame()
    {
        Assert.True(RoutingMessages.TryReadRule(RoutingMessages.Add(new NetlinkMessage(0), s_rule).Bytes[16..], out RuleFacts found));
        Assert.Equal(s_rule, found);
        Assert.True((s_rule with { Priority = null }).Is(found)); // the kernel chose it
        Assert.False((s_rule with { Priority = 1999 }).Is(found));
    }

    [Fact]
    public void Rule_WithoutOurProtocol_IsNotOurs()
    {
        NetlinkMessage message = new NetlinkMessage(RouteConstants.RTM_NEWRULE).Fixed([2, 0, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0]).AttributeByte(RouteConstants.FRA_PROTOCOL, 2);
        Assert.False(RoutingMessages.TryReadRule(message.Bytes[16..], out _));
    }
}
