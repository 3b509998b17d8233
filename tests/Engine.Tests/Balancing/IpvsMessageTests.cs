using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>
/// Every message to IPVS, byte for byte: struct nlmsghdr, struct genlmsghdr, attributes, as linux/netlink.h and linux/ip_vs.h lay them out on a
/// little-endian machine. The bytes were put together by another program from those headers.
/// </summary>
public sealed class IpvsMessageTests
{
    private const ushort Family = 0x1c;

    [Theory]
    [InlineData(BalancerChangeKind.AddService, "10.88.0.100:80 wrr |", "", "680000001c0000000000000000000000010100005400018006000100020000000600020006000000140003000a580064000000000000000000000000060004000050000008000600777272000c00070000000000ffffffff080008000000000008000900ffffffff")]
    [InlineData(BalancerChangeKind.EditService, "10.88.0.100:80 sh f3 p300 /24 |", "", "680000001c0000000000000000000000020100005400018006000100020000000600020006000000140003000a580064000000000000000000000000060004000050000007000600736800000c00070019000000ffffffff080008002c01000008000900ffffff00")]
    [InlineData(BalancerChangeKind.AddService, "[2001:db8::100]:53/udp mh f1 ops p60 /64 pe:sip |", "", "700000001c0000000000000000000000010100005c000180060001000a00000006000200110000001400030020010db80000000000000000000001000600040000350000070006006d68000008000b00736970000c0007000d000000ffffffff080008003c0000000800090040000000")]
    [InlineData(BalancerChangeKind.AddService, "fwmark:7 nq |", "", "4c0000001c0000000000000000000000010100003800018006000100020000000800050007000000070006006e7100000c00070000000000ffffffff080008000000000008000900ffffffff")]
    [InlineData(BalancerChangeKind.AddService, "fwmark:7 fo inet6 |", "", "4c0000001c00000000000000000000000101000038000180060001000a000000080005000700000007000600666f00000c00070000000000ffffffff08000800000000000800090080000000")]
    [InlineData(BalancerChangeKind.RemoveService, "10.88.0.100:80 wrr |", "", "440000001c0000000000000000000000030100003000018006000100020000000600020006000000140003000a5800640000000000000000000000000600040000500000")]
    [InlineData(BalancerChangeKind.AddDestination, "10.88.0.100:80 wrr |", "10.2.0.101:8080=3/u:1000/l:750", "8c0000001c0000000000000000000000050100003000018006000100020000000600020006000000140003000a58006400000000000000000000000006000400005000004800028006000b0002000000140001000a020065000000000000000000000000060002001f9000000800030000000000080004000300000008000500e803000008000600ee020000")]
    [InlineData(BalancerChangeKind.EditDestination, "10.88.0.100:80 wrr |", "10.2.0.101:80=0/dr", "8c0000001c0000000000000000000000060100003000018006000100020000000600020006000000140003000a58006400000000000000000000000006000400005000004800028006000b0002000000140001000a02006500000000000000000000000006000200005000000800030003000000080004000000000008000500000000000800060000000000")]
    [InlineData(BalancerChangeKind.AddDestination, "10.88.0.100:80 wrr |", "[2001:db8::101]:80=1/ipip", "a40000001c0000000000000000000000050100003000018006000100020000000600020006000000140003000a58006400000000000000000000000006000400005000006000028006000b000a0000001400010020010db80000000000000000000001010600020000500000080003000200000008000400010000000800050000000000080006000000000005000d000000000006000e000000000006000f0000000000")]
    [InlineData(BalancerChangeKind.AddDestination, "10.88.0.100:80 wrr |", "10.2.0.101:80=1/gue:6080/remcsum", "a40000001c0000000000000000000000050100003000018006000100020000000600020006000000140003000a58006400000000000000000000000006000400005000006000028006000b0002000000140001000a0200650000000000000000000000000600020000500000080003000200000008000400010000000800050000000000080006000000000005000d000100000006000e0017c0000006000f0002000000")]
    [InlineData(BalancerChangeKind.AddDestination, "10.88.0.100:80 wrr |", "10.2.0.101:80=1/gre/csum", "a40000001c0000000000000000000000050100003000018006000100020000000600020006000000140003000a58006400000000000000000000000006000400005000006000028006000b0002000000140001000a0200650000000000000000000000000600020000500000080003000200000008000400010000000800050000000000080006000000000005000d000200000006000e000000000006000f0001000000")]
    [InlineData(BalancerChangeKind.RemoveDestination, "[2001:db8::100]:53/udp rr |", "[2001:db8::101]:53=1", "6c0000001c00000000000000000000000701000030000180060001000a00000006000200110000001400030020010db800000000000000000000010006000400003500002800028006000b000a0000001400010020010db80000000000000000000001010600020000350000")]
    public void Change_Any_IsTheseBytes(BalancerChangeKind kind, string service, string destination, string bytes)
    {
        var change = new BalancerChange(kind, Service(service), destination.Length == 0 ? null : Destination(destination));
        byte command = IpvsSteps.First(kind);

        Assert.Equal(bytes, Hex(IpvsSteps.Write(Request(command), command, change, IpvsMessages.Family(change.Service) ?? AF_INET)));
    }

    [Fact]
    public void Daemon_WithEverything_IsTheseBytes()
    {
        IpvsDaemon daemon = IpvsDaemon.Of(new SyncDaemonDefinition { Interface = "eth0", SyncId = 7, MaximumLength = 1400, Port = 9000, TimeToLive = 4, Group = IPAddress.Parse("224.0.0.90") }, SyncRole.Master);

        Assert.Equal("540000001c0000000000000000000000090100004000038008000100010000000900020065746830000000000800030007000000060004007805000008000500e000005a06000700282300000500080004000000", Hex(daemon.Write(Request(IPVS_CMD_NEW_DAEMON))));
    }

    [Fact]
    public void Daemon_IPv6Group_IsTheseBytes()
    {
        IpvsDaemon daemon = IpvsDaemon.Of(new SyncDaemonDefinition { Interface = "eth0", SyncId = 255, Group = IPAddress.Parse("ff02::81") }, SyncRole.Backup);

        Assert.Equal("480000001c00000000000000000000000901000034000380080001000200000009000200657468300000000008000300ff00000014000600ff020000000000000000000000000081", Hex(daemon.Write(Request(IPVS_CMD_NEW_DAEMON))));
    }

    [Fact]
    public void Daemon_WithTheKernelsDefaults_NamesNone() =>
        Assert.Equal("340000001c0000000000000000000000090100002000038008000100020000000900020065746830000000000800030000000000", Hex(IpvsDaemon.Of(new SyncDaemonDefinition { Interface = "eth0" }, SyncRole.Backup).Write(Request(IPVS_CMD_NEW_DAEMON))));

    [Fact]
    public void Daemon_Stopped_NamesItsRole() => Assert.Equal("200000001c00000000000000000000000a0100000c0003800800010002000000", Hex(IpvsDaemon.WriteRole(Request(IPVS_CMD_DEL_DAEMON), SyncRole.Backup)));

    [Fact]
    public void Timeouts_Any_AreTheseBytes()
    {
        IpvsTimeouts timeouts = IpvsTimeouts.Of(new BalancerSettings { TcpTimeout = TimeSpan.FromSeconds(899.2), UdpTimeout = TimeSpan.FromMinutes(5) });

        Assert.Equal("2c0000001c00000000000000000000000c01000008000400840300000800050000000000080006002c010000", Hex(timeouts.Write(Request(IPVS_CMD_SET_CONFIG))));
    }

    [Fact]
    public void Daemon_ReadBack_IsTheSame()
    {
        IpvsDaemon daemon = new(SyncRole.Backup, "eth0.100", 7, 1400, 9000, 4, IPAddress.Parse("224.0.0.90"));

        Assert.Equal(daemon, IpvsDaemon.Parse(new NetlinkAttributes(daemon.Write(new NetlinkMessage(0)).Bytes[NetlinkConstants.HeaderLength..])));
    }

    [Theory]
    [InlineData("eth0", 0, 1472, 8848, 1, "224.0.0.81", true)]
    [InlineData("eth1", 0, 1472, 8848, 1, "224.0.0.81", false)]
    [InlineData("eth0", 1, 1472, 8848, 1, "224.0.0.81", false)]
    [InlineData("eth0", 0, 1000, 8848, 1, "224.0.0.81", true)]
    [InlineData("eth0", 0, 1472, 9000, 1, "224.0.0.81", false)]
    [InlineData("eth0", 0, 1472, 8848, 9, "224.0.0.81", false)]
    [InlineData("eth0", 0, 1472, 8848, 1, "224.0.0.90", false)]
    public void IsMetBy_ADaemonThatRuns_IsWhereAllThatIsAskedForAgrees(string name, int id, int length, int port, int ttl, string group, bool met)
    {
        IpvsDaemon asked = IpvsDaemon.Of(new SyncDaemonDefinition { Interface = "eth0" }, SyncRole.Master);

        Assert.Equal(met, asked.IsMetBy(new IpvsDaemon(SyncRole.Master, name, id, length, port, ttl, IPAddress.Parse(group))));
    }

    [Theory]
    [InlineData(null, SyncRole.Both)]
    [InlineData(true, SyncRole.Master)]
    [InlineData(false, SyncRole.Backup)]
    public void SyncRole_FollowsMastership_AndIsBothWithoutAnInstance(bool? master, SyncRole role)
    {
        Assert.Equal(role, BalancerSettings.Of(new LoadBalancerDefinition { SyncDaemon = new SyncDaemonDefinition { Interface = "eth0" } }, master).SyncRole);
        Assert.Equal(SyncRole.None, BalancerSettings.Of(new LoadBalancerDefinition(), master).SyncRole);
        Assert.Same(BalancerSettings.None, BalancerSettings.Of(null, master));
    }

    private static NetlinkMessage Request(byte command) => new NetlinkMessage(Family).Fixed([command, 1, 0, 0]);

    private static string Hex(NetlinkMessage message) => Convert.ToHexStringLower(message.Bytes);
}
