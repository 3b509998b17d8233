using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health.Forwarding;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class RealServerSetupTests
{
    private static readonly IPAddress s_server = IPAddress.Parse("10.0.0.11");
    private static readonly ServiceKey s_key = new() { Address = IPAddress.Parse("10.0.0.100"), Port = 80 };

    [Fact]
    public void DirectRouting_SilenceComesBeforeTheAddress()
        => Assert.Equal(
            ["sysctl -w net.ipv4.conf.all.arp_ignore=1", "sysctl -w net.ipv4.conf.all.arp_announce=2", "ip addr add 10.0.0.100/32 dev lo"],
            Commands(Service(ForwardingMethod.DirectRouting)));

    [Fact]
    public void DirectRouting_EachAddressOnce()
    {
        VirtualServiceDefinition service = Service(ForwardingMethod.DirectRouting) with
        {
            MoreEndpoints = [new ServiceRangeDefinition { Address = IPAddress.Parse("10.0.0.100"), Port = 443 }, new ServiceRangeDefinition { Address = IPAddress.Parse("10.0.0.101"), LastAddress = IPAddress.Parse("10.0.0.102"), Port = 80 }],
        };

        Assert.Equal(["ip addr add 10.0.0.100/32 dev lo", "ip addr add 10.0.0.101/32 dev lo", "ip addr add 10.0.0.102/32 dev lo"], Commands(service)[2..]);
    }

    [Fact]
    public void IPv6_NeedsNoSilence()
        => Assert.Equal(["ip -6 addr add fd00::100/128 dev lo nodad preferred_lft 0"],
            Commands(Service(ForwardingMethod.DirectRouting) with { Key = new ServiceKey { Address = IPAddress.Parse("fd00::100"), Port = 80 } }, "fd00::11"));

    [Theory]
    [InlineData(TunnelKind.IpIp, null, "modprobe ipip && ip link set tunl0 up", "sysctl -w net.ipv4.conf.tunl0.rp_filter=2")]
    [InlineData(TunnelKind.Gre, null, "modprobe ip_gre && ip link set gre0 up", "sysctl -w net.ipv4.conf.gre0.rp_filter=2")]
    [InlineData(TunnelKind.Gue, 6080, "modprobe ipip && ip link set tunl0 up", "modprobe fou && ip fou add port 6080 gue", "sysctl -w net.ipv4.conf.tunl0.rp_filter=2")]
    public void Tunnel_IsOpened(TunnelKind kind, int? port, params string[] expected)
        => Assert.Equal(expected, Commands(Service(ForwardingMethod.Tunnel) with { Tunnel = new TunnelDefinition { Kind = kind, Port = port } })[2..^1]);

    [Fact]
    public void ServersOwnMethodCounts()
    {
        var server = new RealServerDefinition { Address = s_server, Port = 80, ForwardingMethod = ForwardingMethod.Nat };

        Assert.Empty(RealServerGuide.Steps(Service(ForwardingMethod.DirectRouting), server));
    }

    [Fact]
    public void FirewallMark_LeavesAPlaceForTheAddress()
        => Assert.Equal("ip addr add VIRTUAL-ADDRESS/32 dev lo", Commands(Service(ForwardingMethod.DirectRouting) with { Key = new ServiceKey { FirewallMark = 7 } })[^1]);

    [Theory]
    [InlineData(false, KnockAnswer.Accepted, SetupFindingKind.Fine, false)]
    [InlineData(false, KnockAnswer.Refused, SetupFindingKind.PortRefused, true)]
    [InlineData(false, KnockAnswer.Silence, SetupFindingKind.DoesNotAccept, true)]
    [InlineData(false, KnockAnswer.NotSent, SetupFindingKind.NotChecked, false)]
    [InlineData(true, KnockAnswer.Accepted, SetupFindingKind.AnswersForAddress, true)]
    [InlineData(true, KnockAnswer.Silence, SetupFindingKind.AnswersForAddress, true)]
    internal void OneAddress_OneFinding(bool answers, KnockAnswer knock, SetupFindingKind kind, bool isProblem)
    {
        SetupFinding finding = Assert.Single(SetupVerdict.Of(s_server, ForwardingMethod.DirectRouting,
            new SetupEvidence { Interface = "eth0", IsOnLink = true, Addresses = [new AddressEvidence(s_key, answers, knock)] }));

        Assert.Equal((kind, isProblem), (finding.Kind, finding.IsProblem));
        Assert.Contains("10.0.0.11", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("10.0.0.100", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherNetwork_IsAProblemOfDirectRoutingOnly()
    {
        var away = new SetupEvidence();

        Assert.Equal((SetupFindingKind.NotOnLink, true), Kind(SetupVerdict.Of(s_server, ForwardingMethod.DirectRouting, away)));
        Assert.Equal((SetupFindingKind.NotOnLink, true), Kind(SetupVerdict.Of(s_server, ForwardingMethod.DirectRouting, away with { Interface = "eth0" })));
        Assert.Equal((SetupFindingKind.NotChecked, false), Kind(SetupVerdict.Of(s_server, ForwardingMethod.Tunnel, away)));
        Assert.Equal((SetupFindingKind.NotChecked, false), Kind(SetupVerdict.Of(s_server, ForwardingMethod.Nat, away)));
        Assert.Equal((SetupFindingKind.NotChecked, false), Kind(SetupVerdict.Of(s_server, ForwardingMethod.DirectRouting, away with { IsThisHost = true })));
        Assert.Contains("errno 1", SetupVerdict.Of(s_server, ForwardingMethod.DirectRouting, away with { Obstacle = "Operation not permitted (errno 1)" })[0].Sentence, StringComparison.Ordinal);
    }

    private static (SetupFindingKind, bool) Kind(ValueArray<SetupFinding> findings)
    {
        SetupFinding finding = Assert.Single(findings);
        return (finding.Kind, finding.IsProblem);
    }

    private static VirtualServiceDefinition Service(ForwardingMethod method) => new() { Name = "web", Key = s_key, ForwardingMethod = method };

    private static string[] Commands(VirtualServiceDefinition service, string server = "10.0.0.11")
        => [.. RealServerGuide.Steps(service, new RealServerDefinition { Address = IPAddress.Parse(server), Port = 80 }).Select(step => step.Command)];
}
