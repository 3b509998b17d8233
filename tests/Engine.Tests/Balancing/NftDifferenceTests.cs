using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>The transactions, step by step. Keys and values are as the kernel holds them, in hexadecimal: 0a020065 00500000 is 10.2.0.101 port 80.</summary>
public class NftDifferenceTests
{
    private const string Two = "10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1";

    [Fact]
    public void NewService_WritesPoolThenElement() => Assert.Equal(
        """
        add elements new4 060000000a02006500500000, 060000000a02006600500000
        add elements in4 060000000a02006500500000, 060000000a02006600500000
        add elements out4 060000000a02006500500000, 060000000a02006600500000
        add chain pool_1
        add map weights_1 key 8 bytes : 4 bytes
        add map slots_1 key 4 bytes : 8 bytes
        add elements weights_1 0a02006500500000 : 03000000, 0a02006600500000 : 01000000
        add elements slots_1 00000000 : 0a02006500500000, 01000000 : 0a02006500500000, 02000000 : 0a02006600500000, 03000000 : 0a02006500500000
        add rule pool_1 [meta l4proto -> r0] [r0 == 06] [transport 1 bytes at 13 -> r0] [r0 &= 17] [r0 != 02] [reject with tcp reset] comment "wrr tcp ip flags 0 persistent 0/0 ported"
        add rule pool_1 [counter mod 4 -> r12] [lookup slots_1 r12 -> r4] [dnat ip r4 port r5] comment "pick"
        add elements services4 0a5800640600000000500000 : goto pool_1
        """, Text(BalancerTable.Empty, Table(Two)));

    [Fact]
    public void NewWeight_ChangesTheElementsThatDiffer() => Assert.Equal(
        """
        flush chain pool_1
        delete elements weights_1 0a02006500500000
        add elements weights_1 0a02006500500000 : 01000000
        delete elements slots_1 01000000, 02000000, 03000000
        add elements slots_1 01000000 : 0a02006600500000
        add rule pool_1 [meta l4proto -> r0] [r0 == 06] [transport 1 bytes at 13 -> r0] [r0 &= 17] [r0 != 02] [reject with tcp reset] comment "wrr tcp ip flags 0 persistent 0/0 ported"
        add rule pool_1 [counter mod 2 -> r12] [lookup slots_1 r12 -> r4] [dnat ip r4 port r5] comment "pick"
        """, Text(Table(Two), Table("10.88.0.100:80 wrr | 10.2.0.101:80=1 10.2.0.102:80=1")));

    [Fact]
    public void LastServerGoes_NewConnectionsAreRefused() => Assert.Equal(
        """
        delete elements new4 110000000a02006500350000
        delete elements in4 110000000a02006500350000
        delete elements out4 110000000a02006500350000
        flush chain pool_1
        delete elements weights_1 0a02006500350000
        delete elements slots_1 00000000
        add rule pool_1 [reject with port unreachable] comment "rr udp ip flags 0 persistent 0/0 ported"
        """, Text(Table("10.88.0.100:53/udp rr | 10.2.0.101:53=1"), Table("10.88.0.100:53/udp rr |")));

    [Fact]
    public void ServiceGoes_ElementThenPool() => Assert.Equal(
        """
        delete elements services4 0a5800641100000000350000
        flush chain pool_1
        delete chain pool_1
        delete set weights_1
        delete set slots_1
        delete set persistent_1
        """, Text(Table("10.88.0.100:53/udp rr p60 |"), BalancerTable.Empty));

    [Fact]
    public void Persistence_RemembersWhatWasPicked()
    {
        BalancerTable table = new([Service("10.88.0.100:53/udp sh p300 | 10.2.0.101:53=1") with { PersistenceGranularity = 24, SchedulerFlags = SchedulerFlags.Second }]);

        string[] lines = Text(BalancerTable.Empty, table).Split('\n');

        Assert.Contains("add map persistent_1 key 4 bytes : 8 bytes timeout 300 s", lines);
        Assert.Equal(
            """
            add rule pool_1 [network 4 bytes at 12 -> r0] [r0 &= ffffff00] [lookup persistent_1 r0 -> r4] [lookup weights_1 r4 -> r13] [r13 != 00000000] [remember r0 = r4 in persistent_1] [dnat ip r4 port r5] comment "sh udp ip flags 2 persistent 300/24 ported"
            add rule pool_1 [network 4 bytes at 12 -> r0] [transport 2 bytes at 0 -> r1] [jhash r0 of 8 bytes mod 512 -> r12] [lookup slots_1 r12 -> r4] [network 4 bytes at 12 -> r0] [r0 &= ffffff00] [forget r0 = r4 in persistent_1] [remember r0 = r4 in persistent_1] [dnat ip r4 port r5] comment "new client"
            add rule pool_1 [network 4 bytes at 12 -> r0] [transport 2 bytes at 0 -> r1] [jhash r0 of 8 bytes mod 512 -> r12] [lookup slots_1 r12 -> r4] [dnat ip r4 port r5] comment "pick"
            """.ReplaceLineEndings("\n"), string.Join('\n', lines.Where(line => line.StartsWith("add rule", StringComparison.Ordinal))));
    }

    [Fact]
    public void IPv6AndEveryPort_UseTheirOwnMaps()
    {
        string[] lines = Text(BalancerTable.Empty, Table("[2001:db8::1]:0/udp rr p60 | [2001:db8::2]:0=1")).Split('\n');

        Assert.Equal("add elements any_port6 20010db800000000000000000000000111000000 : goto pool_1", lines[^1]);
        Assert.Equal("add elements new_host6 1100000020010db8000000000000000000000002", lines[0]);
        Assert.Contains("add rule pool_1 [counter mod 1 -> r12] [lookup slots_1 r12 -> r4] [dnat ip6 r4] comment \"pick\"", lines);
    }

    [Fact]
    public void FirewallMark_HasAnElementForEachProtocol() => Assert.EndsWith(
        "add elements marks 0700000006000000 : goto pool_1, 0700000011000000 : goto pool_1, 0700000084000000 : goto pool_1",
        Text(BalancerTable.Empty, Table("fwmark:7 rr | 10.2.0.101:80=1")), StringComparison.Ordinal);

    [Fact]
    public void ThousandsOfEndpointsWithTheSameServers_AreOnePoolAndOneElement()
    {
        BalancerService one = Service("10.88.0.100:80 rr | 10.2.0.101:80=1");
        BalancerTable table = new((from host in Enumerable.Range(1, 16)
                                   from port in Enumerable.Range(1000, 1024)
                                   select one with { Key = Key($"10.88.0.{host}:{port}") }).ToValueArray());

        string[] lines = Text(BalancerTable.Empty, table).Split('\n');

        Assert.Single(lines, line => line.StartsWith("add chain", StringComparison.Ordinal));
        Assert.Equal("add elements ranges4 0a5800010600000003e80000-0a5800100600000007e70000 : goto pool_1", lines[^1]);
    }

    [Fact]
    public void OneOfTwoServicesChanges_TheirPoolParts()
    {
        BalancerTable together = Table("10.88.0.100:80 rr | 10.2.0.101:80=1", "10.88.0.101:80 rr | 10.2.0.101:80=1", "10.88.0.102:80 rr | 10.2.0.101:80=1");
        BalancerTable apart = Table("10.88.0.100:80 rr | 10.2.0.101:80=0", "10.88.0.101:80 rr | 10.2.0.101:80=1", "10.88.0.102:80 rr | 10.2.0.101:80=1");

        string[] lines = Text(together, apart).Split('\n');

        Assert.Equal("delete elements services4 0a5800640600000000500000", lines[0]);
        Assert.Equal("add elements services4 0a5800640600000000500000 : goto pool_2", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("pool_1", StringComparison.Ordinal));
    }

    [Fact]
    public void OneOfTenThousandServersDrained_IsAFewElements()
    {
        BalancerService many = Service("10.88.0.100:80 rr |") with { Destinations = Enumerable.Range(0, 10_000).Select(number => Destination($"10.3.{number / 250}.{number % 250}:80=1")).ToValueArray() };
        BalancerDestination[] changed = [.. many.Destinations];
        changed[5000] = changed[5000] with { Weight = 0 };

        string text = Text(new BalancerTable([many]), new BalancerTable([many with { Destinations = changed.ToValueArray() }]));

        Assert.StartsWith(
            """
            flush chain pool_1
            delete elements weights_1 0a03140000500000
            add elements weights_1 0a03140000500000 : 00000000
            delete elements slots_1 88130000, 0f270000
            add elements slots_1 88130000 : 0a0327f900500000
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rebuild_MakesTheTableAnewInOneStep()
    {
        string[] lines = [.. NftDifference.Rebuild(new Dictionary<int, NftPool>(), masquerade: true).Select(operation => operation.ToString()!)];

        Assert.Equal(["add table", "delete table", "add table", "add map marks key 8 bytes : verdict", "add map services4 key 12 bytes : verdict", "add map ranges4 key 12 bytes : verdict ranges"], lines[..6]);
        Assert.Contains("add chain prerouting type nat hook 0 priority -100", lines);
        Assert.Contains("add rule prerouting [meta mark -> r0] [meta l4proto -> r1] [lookup marks r0 -> verdict] comment \"by mark\"", lines);
        Assert.Contains("add rule output [meta nfproto -> r15] [r15 == 0a] [network 16 bytes at 24 -> r0] [meta l4proto -> r4] [transport 2 bytes at 2 -> r5] [lookup services6 r0 -> verdict] comment \"services\"", lines);
        Assert.Contains("add rule postrouting [meta nfproto -> r15] [r15 == 02] [ct status -> r15] [r15 &= 20000000] [r15 != 00000000] [meta l4proto -> r0] [network 4 bytes at 16 -> r1] [transport 2 bytes at 2 -> r2] [lookup new4 r0] [masquerade] comment \"new connections\"", lines);
        Assert.Equal(19, lines.Count(line => line.StartsWith("add map", StringComparison.Ordinal) || line.StartsWith("add set", StringComparison.Ordinal)));
        Assert.DoesNotContain(NftDifference.Rebuild(new Dictionary<int, NftPool>(), masquerade: false), operation => operation.ToString()!.Contains("masquerade", StringComparison.Ordinal));
    }

    private static string Text(BalancerTable before, BalancerTable after)
    {
        Dictionary<int, NftPool> old = NftPools.For(before, new Dictionary<int, NftPool>());
        return string.Join('\n', NftDifference.Between(old, NftPools.For(after, old)));
    }
}
