using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public class NftScriptTests
{
    [Fact]
    public void Rebuild_TwoServices_WritesTheWholeTableInOneTransaction()
    {
        BalancerTable table = Table("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=0", "10.88.0.100:53/udp rr |");

        Assert.Equal(
            """
            add table ip keepalive_console
            delete table ip keepalive_console
            add table ip keepalive_console
            add map ip keepalive_console services { type ipv4_addr . inet_proto . inet_service : verdict; }
            add chain ip keepalive_console prerouting { type nat hook prerouting priority -100; policy accept; }
            add rule ip keepalive_console prerouting ip daddr . meta l4proto . th dport vmap @services
            add chain ip keepalive_console output { type nat hook output priority -100; policy accept; }
            add rule ip keepalive_console output ip daddr . meta l4proto . th dport vmap @services
            add set ip keepalive_console real_servers { type ipv4_addr . inet_proto . inet_service; }
            add chain ip keepalive_console postrouting { type nat hook postrouting priority 100; policy accept; }
            add rule ip keepalive_console postrouting ct status dnat ip daddr . meta l4proto . th dport @real_servers masquerade
            add chain ip keepalive_console svc_10.88.0.100_80_tcp
            flush chain ip keepalive_console svc_10.88.0.100_80_tcp
            add map ip keepalive_console weights_10.88.0.100_80_tcp { type ipv4_addr . inet_service : mark; }
            flush map ip keepalive_console weights_10.88.0.100_80_tcp
            add element ip keepalive_console weights_10.88.0.100_80_tcp { 10.2.0.101 . 80 : 3, 10.2.0.102 . 80 : 1, 10.2.0.103 . 80 : 0 }
            add rule ip keepalive_console svc_10.88.0.100_80_tcp meta l4proto 6 dnat ip to numgen inc mod 4 map { 0 : 10.2.0.101 . 80, 1 : 10.2.0.101 . 80, 2 : 10.2.0.102 . 80, 3 : 10.2.0.101 . 80 } comment "wrr"
            add element ip keepalive_console services { 10.88.0.100 . 6 . 80 : goto svc_10.88.0.100_80_tcp }
            add chain ip keepalive_console svc_10.88.0.100_53_udp
            flush chain ip keepalive_console svc_10.88.0.100_53_udp
            add map ip keepalive_console weights_10.88.0.100_53_udp { type ipv4_addr . inet_service : mark; }
            flush map ip keepalive_console weights_10.88.0.100_53_udp
            add rule ip keepalive_console svc_10.88.0.100_53_udp meta l4proto 17 reject comment "rr"
            add element ip keepalive_console services { 10.88.0.100 . 17 . 53 : goto svc_10.88.0.100_53_udp }
            add element ip keepalive_console real_servers { 10.2.0.101 . 6 . 80, 10.2.0.102 . 6 . 80, 10.2.0.103 . 6 . 80 }

            """.ReplaceLineEndings("\n"),
            new NftScript(masquerade: true).Rebuild(table).ToString());
    }

    [Fact]
    public void Rebuild_WithoutMasquerade_HasNoPostrouting()
    {
        string script = new NftScript(masquerade: false).Rebuild(Table("10.88.0.100:80 rr | 10.2.0.101:80=1")).ToString();

        Assert.DoesNotContain("postrouting", script, StringComparison.Ordinal);
        Assert.DoesNotContain("real_servers", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Service_ServerPortZero_GoesToTheServicesOwnPort()
    {
        string script = new NftScript(masquerade: true).Service(Service("10.88.0.100:8080 rr | 10.2.0.101:0=1")).ToString();

        Assert.Contains("map { 0 : 10.2.0.101 . 8080 }", script, StringComparison.Ordinal);
        Assert.Contains("{ 10.2.0.101 . 0 : 1 }", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Service_SourceHash_HashesTheClientsAddress() =>
        Assert.Contains("dnat ip to jhash ip saddr mod 512 seed 0x1 map { 0 : ", new NftScript(masquerade: true).Service(Service("10.88.0.100:80 sh | 10.2.0.101:80=1")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void RemoveService_RemovesEverythingThatBelongsToIt() =>
        Assert.Equal(
            """
            delete element ip keepalive_console services { 10.88.0.100 . 6 . 80 : goto svc_10.88.0.100_80_tcp }
            flush chain ip keepalive_console svc_10.88.0.100_80_tcp
            delete chain ip keepalive_console svc_10.88.0.100_80_tcp
            delete map ip keepalive_console weights_10.88.0.100_80_tcp

            """.ReplaceLineEndings("\n"),
            new NftScript(masquerade: true).RemoveService(Key("10.88.0.100:80")).ToString());
}
