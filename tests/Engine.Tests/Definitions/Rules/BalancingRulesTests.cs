using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Engine.Tests.Definitions.Rules;

public sealed class BalancingRulesTests
{
    private const string Vs = "/virtualServices/0";
    private const string Rs = "/virtualServices/0/realServers/0";
    private const string At = "/virtualServices/0/realServers/0/checks/0";

    private static readonly VirtualServiceDefinition s_service = SampleCluster.Service();
    private static readonly RealServerDefinition s_server = s_service.RealServers[0];
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private static ClusterDefinition With(params VirtualServiceDefinition[] services) => SampleCluster.Small with { VirtualServices = [.. services] };

    private static ClusterDefinition With(RealServerDefinition server) => With(s_service with { RealServers = [server] });

    private static ClusterDefinition With(CheckDefinition check) => With(s_server with { Checks = [check] });

    private static ClusterDefinition With(HttpUrlDefinition url) => With(new HttpCheckDefinition { Urls = [url] });

    private static ClusterDefinition With(TlsDefinition tls) => With(new HttpCheckDefinition { Urls = [new() { Path = "/" }], Tls = tls });

    private static ClusterDefinition With(params ServiceRangeDefinition[] ranges) => With(s_service with { MoreEndpoints = [.. ranges] });

    private static ClusterDefinition With(TunnelDefinition tunnel) => With(s_service with { ForwardingMethod = ForwardingMethod.Tunnel, Tunnel = tunnel });

    private static ClusterDefinition With(FlapDampingDefinition damping) => With(s_service with { FlapDamping = damping });

    private static ClusterDefinition With(LoadBalancerDefinition balancer) => SampleCluster.Small with { Nodes = [new() { Name = "l1", LoadBalancer = balancer }] };

    private static ServiceRangeDefinition Range(string first, string? last = null, int port = 80, int? lastPort = null) =>
        new() { Address = IPAddress.Parse(first), LastAddress = last is null ? null : IPAddress.Parse(last), Port = port, LastPort = lastPort };

    public static TheoryData<string, ClusterDefinition, string[]> Broken
    {
        get
        {
            var rows = new TheoryData<string, ClusterDefinition, string[]>();
            void Row(string situation, ClusterDefinition definition, params string[] found) => rows.Add(situation, definition, found);

            Row("one packet over TCP", With(s_service with { OnePacket = true }), $"Error {Vs}/onePacket service.onePacket");
            Row("granularity 0", With(s_service with { PersistenceTimeout = s_minute, PersistenceGranularity = 0 }), $"Error {Vs}/persistenceGranularity service.granularity");
            Row("granularity 33 for IPv4", With(s_service with { PersistenceTimeout = s_minute, PersistenceGranularity = 33 }), $"Error {Vs}/persistenceGranularity service.granularity");
            Row("granularity 129 for a mark", With(s_service with { Key = new() { FirewallMark = 7 }, PersistenceTimeout = s_minute, PersistenceGranularity = 129 }), $"Error {Vs}/persistenceGranularity service.granularity");
            Row("granularity without persistence", With(s_service with { PersistenceGranularity = 24 }), $"Warning {Vs}/persistenceGranularity service.granularityUnused");
            Row("engine with a blank", With(s_service with { PersistenceTimeout = s_minute, PersistenceEngine = "s p" }), $"Error {Vs}/persistenceEngine service.engine");
            Row("engine without persistence", With(s_service with { PersistenceEngine = "sip" }), $"Warning {Vs}/persistenceEngine service.engineUnused");
            Row("flags of wlc", With(s_service with { SchedulerFlags = SchedulerFlags.First }), $"Warning {Vs}/schedulerFlags service.schedulerFlags");
            Row("suspend without an address", With(s_service with { Key = new() { FirewallMark = 7 }, SuspendWhileNotOwner = true }), $"Warning {Vs}/suspendWhileNotOwner service.suspend");
            Row("keep all beside a sorry server", With(s_service with { KeepAllWhenNoneLeft = true, SorryServer = new() { Address = IPAddress.Parse("10.88.0.199"), Port = 80 } }), $"Warning {Vs}/keepAllWhenNoneLeft service.keepAll");
            Row("slow start of 0", With(s_service with { SlowStart = TimeSpan.Zero }), $"Error {Vs}/slowStartMs service.slowStart");
            Row("slow start with rr", With(s_service with { SlowStart = s_minute, Scheduler = Scheduler.RoundRobin }), $"Warning {Vs}/slowStartMs service.slowStartScheduler");
            Row("nameless group", With(s_service with { GroupName = "" }), $"Error {Vs}/groupName service.groupName");
            Row("damping of nothing", With(new FlapDampingDefinition { HalfLife = TimeSpan.Zero, SuppressAbove = 1000, ReuseBelow = 0, LongestSuppression = TimeSpan.Zero }),
                $"Error {Vs}/flapDamping/halfLifeMs damping.halfLife", $"Error {Vs}/flapDamping/suppressAbove damping.suppressAbove", $"Error {Vs}/flapDamping/reuseBelow damping.reuseBelow", $"Error {Vs}/flapDamping/longestSuppressionMs damping.longest");
            Row("reuse above suppress", With(new FlapDampingDefinition { ReuseBelow = 3001 }), $"Error {Vs}/flapDamping/reuseBelow damping.reuseBelow");

            Row("tunnel that is not used", With(s_service with { Tunnel = new() }), $"Warning {Vs}/tunnel tunnel.unused");
            Row("GUE without port", With(new TunnelDefinition { Kind = TunnelKind.Gue }), $"Error {Vs}/tunnel/port tunnel.port");
            Row("GRE with port", With(new TunnelDefinition { Kind = TunnelKind.Gre, Port = 1 }), $"Error {Vs}/tunnel/port tunnel.port");
            Row("GUE on port 0", With(new TunnelDefinition { Kind = TunnelKind.Gue, Port = 0 }), $"Error {Vs}/tunnel/port tunnel.port");
            Row("checksum of IP in IP", With(new TunnelDefinition { Checksum = TunnelChecksum.Full }), $"Error {Vs}/tunnel/checksum tunnel.checksum");
            Row("remote checksum of GRE", With(new TunnelDefinition { Kind = TunnelKind.Gre, Checksum = TunnelChecksum.Remote }), $"Error {Vs}/tunnel/checksum tunnel.checksum");
            Row("tunnel to another port", With(s_server with { Port = 8080, ForwardingMethod = ForwardingMethod.Tunnel }), $"Error {Rs}/port realServer.directRoutingPort");

            Row("range without address", With(new ServiceRangeDefinition()), $"Error {Vs}/moreEndpoints/0 range.key");
            Row("range with mark 0", With(new ServiceRangeDefinition { FirewallMark = 0 }), $"Error {Vs}/moreEndpoints/0/firewallMark range.firewallMark");
            Row("mark with port", With(new ServiceRangeDefinition { FirewallMark = 1, Port = 80 }), $"Error {Vs}/moreEndpoints/0 range.mark");
            Row("257 addresses", With(Range("10.1.0.0", "10.1.1.0")), $"Error {Vs}/moreEndpoints/0/lastAddress range.addresses");
            Row("backwards", With(Range("10.1.0.9", "10.1.0.1")), $"Error {Vs}/moreEndpoints/0/lastAddress range.lastAddress");
            Row("two families", With(Range("10.1.0.9", "2001:db8::1")), $"Error {Vs}/moreEndpoints/0/lastAddress range.family");
            Row("1025 ports", With(Range("10.1.0.1", null, 1000, 2024)), $"Error {Vs}/moreEndpoints/0/lastPort range.ports");
            Row("ports backwards", With(Range("10.1.0.1", null, 81, 80)), $"Error {Vs}/moreEndpoints/0/lastPort range.lastPort");
            Row("range port 65536", With(Range("10.1.0.1", null, 65536)), $"Error {Vs}/moreEndpoints/0/port range.port");
            Row("range on every port", With(Range("10.1.0.1", null, 0)), $"Error {Vs}/moreEndpoints/0/port service.portNeedsPersistence");
            Row("multicast range", With(Range("239.1.1.1")), $"Error {Vs}/moreEndpoints/0/address address.kind");
            Row("range over its own key", With(Range("10.88.0.99", "10.88.0.101")), $"Error {Vs}/moreEndpoints/0 range.duplicate");
            Row("range over another service", With(s_service, SampleCluster.Service("10.88.0.110") with { MoreEndpoints = [Range("10.88.0.90", "10.88.0.105", 79, 81)] }), "Error /virtualServices/1/moreEndpoints/0 range.duplicate");
            Row("mark twice", With(new ServiceRangeDefinition { FirewallMark = 7 }, new ServiceRangeDefinition { FirewallMark = 7 }), $"Error {Vs}/moreEndpoints/1/firewallMark range.duplicate");

            Row("thresholds out of range", With(s_server with { UpperThreshold = 4294967296, LowerThreshold = -1 }), $"Error {Rs}/upperThreshold realServer.threshold", $"Error {Rs}/lowerThreshold realServer.threshold");
            Row("lower above upper", With(s_server with { UpperThreshold = 10, LowerThreshold = 11 }), $"Error {Rs}/lowerThreshold realServer.thresholds");
            Row("lower alone", With(s_server with { LowerThreshold = 11 }), $"Warning {Rs}/lowerThreshold realServer.lowerThreshold");
            Row("enabled until", With(s_server with { AdminUntil = DateTimeOffset.UnixEpoch }), $"Error {Rs}/adminUntil realServer.adminUntil");
            Row("reason of two lines", With(s_server with { Admin = AdminState.Drain, AdminReason = "a\nb" }), $"Error {Rs}/adminReason realServer.adminText");
            Row("notify without path", With(s_server with { Notify = new() { Up = "logger", User = "a b" } }), $"Error {Rs}/notify/up notify.path", $"Error {Rs}/notify/user user.form");
            Row("quorum notify without path", With(s_service with { Notify = new() { Down = "logger" } }), $"Error {Vs}/notify/down notify.path");

            Row("timeout of half a second", With(new LoadBalancerDefinition { UdpTimeout = TimeSpan.FromSeconds(0.5) }), "Error /nodes/0/loadBalancer/udpTimeoutMs balancer.timeout");
            Row("sync daemon of a stranger", With(new LoadBalancerDefinition { SyncDaemon = new() { Interface = "eth 0", Instance = "VI_X", SyncId = 256, MaximumLength = 0, Port = 0, TimeToLive = 256, Group = IPAddress.Loopback } }),
                "Error /nodes/0/loadBalancer/syncDaemon/interface interface.name", "Error /nodes/0/loadBalancer/syncDaemon/instance sync.daemonInstance", "Error /nodes/0/loadBalancer/syncDaemon/syncId sync.daemonRange",
                "Error /nodes/0/loadBalancer/syncDaemon/maximumLength sync.daemonRange", "Error /nodes/0/loadBalancer/syncDaemon/port sync.daemonRange", "Error /nodes/0/loadBalancer/syncDaemon/timeToLive sync.daemonRange",
                "Error /nodes/0/loadBalancer/syncDaemon/group sync.daemonGroup");
            Row("service pipe without path", SampleCluster.Small with { Nodes = [new() { Name = "l1", ServiceNotifyFifos = [new() { Path = "x" }] }] }, "Error /nodes/0/serviceNotifyFifos/0/path fifo.path");

            Row("check times", With(new TcpCheckDefinition { Rise = 0, FastInterval = TimeSpan.Zero, ResponseTimeLimit = TimeSpan.FromSeconds(6) }),
                $"Error {At}/rise check.rise", $"Error {At}/fastIntervalMs check.fastInterval", $"Error {At}/responseTimeLimitMs check.responseTimeLimit");
            Row("check source", With(new TcpCheckDefinition { BindPort = 0, BindAddress = IPAddress.IPv6Loopback, BindInterface = "a/b", FirewallMark = 0 }),
                $"Error {At}/bindPort check.bindPort", $"Error {At}/bindAddress check.bindFamily", $"Error {At}/bindInterface interface.name", $"Error {At}/firewallMark check.firewallMark");
            Row("ping to a port", With(new PingCheckDefinition { ConnectPort = 80 }), $"Warning {At} check.unused");
            Row("script with an address", With(new ScriptCheckDefinition { Command = "/bin/true", BindInterface = "eth0" }), $"Warning {At} check.unused");
            Row("script of nothing", With(new ScriptCheckDefinition { Command = "check", User = "a b", Timeout = TimeSpan.Zero }), $"Error {At}/command notify.path", $"Error {At}/user user.form", $"Error {At}/timeoutMs check.scriptTimeout");
            Row("unknown track file", With(new FileCheckDefinition { TrackFile = "load", Weight = 65536 }), $"Error {At}/trackFile check.trackFile", $"Error {At}/weight check.fileWeight");
            Row("HELO with a blank", With(new SmtpCheckDefinition { HeloName = "a b" }), $"Error {At}/heloName smtp.heloName");
            Row("DNS label of 64", With(new DnsCheckDefinition { Name = new string('a', 64) + ".org" }), $"Error {At}/name dns.name");
            Row("DNS empty label", With(new DnsCheckDefinition { Name = "a..org" }), $"Error {At}/name dns.name");
            Row("agent told nothing", With(new AgentCheckDefinition { Send = "" }), $"Error {At}/send agent.send");
            Row("half a byte", With(new UdpCheckDefinition { Payload = "0ff" }), $"Error {At}/payload udp.payload");
            Row("x in payload", With(new UdpCheckDefinition { Payload = "0x" }), $"Error {At}/payload udp.payload");
            Row("reply not required", With(new UdpCheckDefinition { Reply = "0x" }), $"Error {At}/reply udp.replyNotRequired");
            Row("reply too long", With(new UdpCheckDefinition { RequireReply = true, Reply = "00 11", MaximumReplyLength = 1 }), $"Error {At}/reply udp.replyLength");
            Row("no hex in reply", With(new UdpCheckDefinition { RequireReply = true, Reply = "0g" }), $"Error {At}/reply udp.reply");
            Row("lengths crossed", With(new UdpCheckDefinition { MinimumReplyLength = 256 }), $"Error {At}/minimumReplyLength udp.lengths");
            Row("length 65536", With(new UdpCheckDefinition { MaximumReplyLength = 65536 }), $"Error {At}/maximumReplyLength udp.length");
            Row("bad expression", With(new HttpUrlDefinition { Path = "/", Pattern = new() { Expression = "(", Options = ["shiny"], MinimumOffset = 5, MaximumOffset = 5 } }),
                $"Error {At}/urls/0/pattern/expression http.pattern", $"Error {At}/urls/0/pattern/options/0 http.patternOption", $"Error {At}/urls/0/pattern/maximumOffset http.patternOffset");
            Row("offset -1", With(new HttpUrlDefinition { Path = "/", Pattern = new() { Expression = "a", MinimumOffset = -1 } }), $"Error {At}/urls/0/pattern/minimumOffset http.patternOffset");
            foreach (string path in (string[])["", "status", "$status", "$.", "$.a..b", "$[", "$[a]", "$['a'", "$['']", "$[1x]"])
                Row($"JSON path {path}", With(new HttpUrlDefinition { Path = "/", Json = new() { Path = path } }), $"Error {At}/urls/0/json/path http.jsonPath");
            Row("verify without name", With(new TlsDefinition { VerifyCertificate = true }), $"Error {At}/tls/verifyCertificate tls.name");
            Row("send no name", With(new TlsDefinition { SendServerName = true }), $"Error {At}/tls/sendServerName tls.name");
            Row("name for nothing", With(new TlsDefinition { ServerName = "a" }), $"Warning {At}/tls/serverName tls.serverName");
            Row("warning at 0", With(new TlsDefinition { CertificateWarning = TimeSpan.Zero }), $"Error {At}/tls/certificateWarningMs tls.warning");
            Row("key alone, not from the root", With(new TlsDefinition { KeyFile = "key.pem" }), $"Error {At}/tls/keyFile tls.file", $"Error {At}/tls/keyFile tls.key");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_BrokenDefinition_FindsExactlyThis(string situation, ClusterDefinition definition, string[] found)
    {
        ValueArray<DefinitionProblem> problems = DefinitionRules.Check(definition);

        Assert.NotEmpty(situation);
        Assert.Equal(found, problems.Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Code}"));
        Assert.All(problems, problem =>
        {
            Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message);
            Assert.InRange(problem.Message.Length, 30, 300);
        });
    }

    [Fact]
    public void Check_WhatIsAllowed_FindsNothing()
    {
        Assert.Empty(DefinitionRules.Check(With(Range("10.1.0.0", "10.1.0.255", 1000, 2023), Range("10.88.0.100", null, 81), new ServiceRangeDefinition { FirewallMark = 7 })));
        Assert.Empty(DefinitionRules.Check(With(new TunnelDefinition { Kind = TunnelKind.Gue, Port = 6080, Checksum = TunnelChecksum.Remote })));
        Assert.Empty(DefinitionRules.Check(With(s_server with { UpperThreshold = 4294967295, LowerThreshold = 4294967295, Admin = AdminState.Drain, AdminUntil = DateTimeOffset.UnixEpoch })));
        Assert.Empty(DefinitionRules.Check(With(new DnsCheckDefinition { Name = "_sip._tcp.example.org." })));
        Assert.Empty(DefinitionRules.Check(With(new UdpCheckDefinition { Payload = "00 ff", RequireReply = true, Reply = "x0fx" })));
        foreach (string path in (string[])["$", "$.a", "$.a.b[0]['c d']"])
            Assert.Empty(DefinitionRules.Check(With(new HttpUrlDefinition { Path = "/", Json = new() { Path = path, Value = "up" } })));
        Assert.Empty(DefinitionRules.Check(With(new LoadBalancerDefinition { TcpTimeout = TimeSpan.FromDays(31), SyncDaemon = new() { Interface = "eth0", Instance = "VI_WEB" } })));
    }

    [Fact]
    public void Check_WithLimits_RefusesWhatIsNewAndWarnsOfWhatWasSo()
    {
        var limits = new NoTunnels("nftables");
        ClusterDefinition tunnel = With(s_service with { ForwardingMethod = ForwardingMethod.Tunnel }) with { Nodes = [new() { Name = "l1", LoadBalancer = new() { SyncDaemon = new() { Interface = "eth0" } } }] };

        Assert.Equal(
            [
                $"Error {Vs} Virtual service 10.88.0.100:80/tcp: no tunnels here; choose NAT.",
                "Error /nodes/0/loadBalancer/syncDaemon Node l1: nftables cannot copy its connections to other directors; remove syncDaemon, use IPVS, or let conntrackd do it.",
            ],
            DefinitionRules.Check(tunnel, limits, SampleCluster.Small).Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Message}"));
        Assert.Equal([ProblemSeverity.Warning, ProblemSeverity.Warning], DefinitionRules.Check(tunnel, limits, tunnel).Select(problem => problem.Severity));
        Assert.Equal([ProblemSeverity.Error], DefinitionRules.Check(tunnel, new NoTunnels("ipvs"), null).Select(problem => problem.Severity));
        Assert.Empty(DefinitionRules.Check(tunnel));
        Assert.Empty(DefinitionRules.Check(SampleCluster.Small, limits, SampleCluster.Small));
    }

    private sealed class NoTunnels(string kind) : IBalancerLimits
    {
        public string Node => "l1";

        public string Kind => kind;

        public Sentence? Refuses(VirtualServiceDefinition service) => service.ForwardingMethod == ForwardingMethod.Tunnel ? (Sentence)$"no tunnels here; choose NAT" : null;
    }
}
