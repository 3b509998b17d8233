using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Engine.Tests.Definitions.Rules;

public sealed class DefinitionRulesTests
{
    private static readonly VrrpInstanceDefinition s_web = SampleCluster.Instance();
    private static readonly VirtualServiceDefinition s_service = SampleCluster.Service();
    private static readonly VirtualAddressDefinition s_ipv6 = new() { Address = IPAddress.Parse("2001:db8::1"), PrefixLength = 64 };
    private static readonly VrrpAuthentication s_password = new() { Type = VrrpAuthenticationType.Password, Password = "12345678" };

    private static ClusterDefinition With(params VrrpInstanceDefinition[] instances) => SampleCluster.Small with { VrrpInstances = [.. instances] };

    private static ClusterDefinition With(VrrpParticipantDefinition participant) => With(s_web with { Participants = [participant] });

    private static ClusterDefinition With(VirtualAddressDefinition address) => With(s_web with { VirtualAddresses = [address] });

    private static ClusterDefinition With(params VirtualServiceDefinition[] services) => SampleCluster.Small with { VirtualServices = [.. services] };

    private static ClusterDefinition With(params RealServerDefinition[] servers) => With(s_service with { RealServers = [.. servers] });

    private static ClusterDefinition With(params CheckDefinition[] checks) => With(SampleCluster.Server("10.88.0.101") with { Checks = [.. checks] });

    private static ClusterDefinition With(HttpUrlDefinition url) => With(new HttpCheckDefinition { Urls = [url] });

    private static readonly VrrpParticipantDefinition s_part = s_web.Participants[0];
    private static readonly VirtualAddressDefinition s_address = s_web.VirtualAddresses[0];
    private static readonly RealServerDefinition s_server = s_service.RealServers[0];

    /// <summary>A broken definition and everything that is found in it, as "severity pointer code".</summary>
    public static TheoryData<string, ClusterDefinition, string[]> Broken
    {
        get
        {
            var rows = new TheoryData<string, ClusterDefinition, string[]>();
            void Row(string name, ClusterDefinition definition, params string[] found) => rows.Add(name, definition, found);
            const string vi = "/vrrpInstances/0";
            const string part = "/vrrpInstances/0/participants/0";
            const string rs = "/virtualServices/0/realServers/0";
            const string check = "/virtualServices/0/realServers/0/checks/0";

            Row("no name", With(s_web with { Name = " " }), $"Error {vi}/name name.empty");
            Row("line break in name", With(s_web with { Name = "a\nb" }), $"Error {vi}/name name.characters");
            Row("two nodes of one name", SampleCluster.Small with { Nodes = [new NodeDefinition { Name = "l1" }, new NodeDefinition { Name = "l1" }] }, "Error /nodes/1/name name.duplicate");
            Row("two instances of one name", With(s_web, SampleCluster.Instance("VI_WEB", 52, "10.88.0.110")), "Error /vrrpInstances/1/name name.duplicate");
            Row("no VRID", With(s_web with { VirtualRouterId = default }), $"Error {vi}/virtualRouterId vrid.range");
            Row("VRID twice on one line", With(s_web, SampleCluster.Instance("VI_2", 51, "10.88.0.110")), "Error /vrrpInstances/1/virtualRouterId vrid.duplicate");
            Row("v2 half a second", With(s_web with { AdvertisementInterval = new(50) }), $"Error {vi}/advertisementIntervalMs interval.range");
            Row("v2 256 s", With(s_web with { AdvertisementInterval = new(25600) }), $"Error {vi}/advertisementIntervalMs interval.range");
            Row("v3 41 s", With(s_web with { Version = VrrpVersion.V3, AdvertisementInterval = new(4100) }), $"Error {vi}/advertisementIntervalMs interval.range");
            Row("interval 0", With(s_web with { Version = VrrpVersion.V3, AdvertisementInterval = new(0) }), $"Error {vi}/advertisementIntervalMs interval.range");
            Row("version 4", With(s_web with { Version = (VrrpVersion)4 }), $"Error {vi}/version version.unknown");
            Row("down timer 0", With(s_web with { DownTimerAdverts = 0 }), $"Error {vi}/downTimerAdverts downTimerAdverts.range");
            Row("101 announcements", With(s_web with { Announcement = new() { Repeat = 101 } }), $"Error {vi}/announcement/repeat announcement.repeat");
            Row("second burst before the first", With(s_web with { Announcement = new() { SecondBurstDelay = TimeSpan.FromSeconds(-1) } }), $"Error {vi}/announcement/secondBurstDelayMs announcement.delay");
            Row("preempt delay 1001 s", With(s_web with { PreemptDelay = TimeSpan.FromSeconds(1001) }), $"Error {vi}/preemptDelayMs preemptDelay.range");
            Row("preempt delay and nopreempt", With(s_web with { Preempt = false, PreemptDelay = TimeSpan.FromSeconds(1) }), $"Warning {vi}/preemptDelayMs preemptDelay.unused");
            Row("owner and nopreempt", With(s_web with { Preempt = false, Participants = [s_part with { Priority = VrrpPriority.Owner }] }), $"Error {part}/priority preempt.owner");
            Row("state MASTER and nopreempt", With(s_web with { Preempt = false, Participants = [s_part with { InitialMaster = true }] }), $"Warning {part}/initialMaster preempt.initialMaster");
            Row("v3 with password", With(s_web with { Version = VrrpVersion.V3, Authentication = s_password }), $"Error {vi}/authentication authentication.version");
            Row("empty password", With(s_web with { Authentication = s_password with { Password = "" } }), $"Error {vi}/authentication/password authentication.password");
            Row("masked password", With(s_web with { Authentication = s_password with { Password = "***" } }), $"Error {vi}/authentication/password authentication.masked");
            Row("nine bytes of password", With(s_web with { Authentication = s_password with { Password = "123456789" } }), $"Warning {vi}/authentication/password authentication.truncated");

            Row("no address", With(s_web with { VirtualAddresses = [] }), $"Error {vi}/virtualAddresses address.none");
            Row("only excluded addresses", With(s_address with { Excluded = true }), $"Error {vi}/virtualAddresses address.none");
            Row("256 addresses", With(s_web with { VirtualAddresses = Enumerable.Range(0, 256).Select(number => s_address with { Address = IPAddress.Parse($"10.0.0.{number}") }).ToValueArray() }), $"Error {vi}/virtualAddresses address.count");
            Row("v2 with IPv6", With(s_ipv6), $"Error {vi}/version version.ipv6", $"Warning {vi}/virtualAddresses/0/address address.linkLocal");
            Row("both families", With(s_web with { Version = VrrpVersion.V3, VirtualAddresses = [s_address, s_ipv6] }), $"Error {vi}/virtualAddresses/1/address address.mixedFamily");
            Row("prefix 33", With(s_address with { PrefixLength = 33 }), $"Error {vi}/virtualAddresses/0/prefixLength address.prefixLength");
            Row("prefix -1", With(s_address with { PrefixLength = -1 }), $"Error {vi}/virtualAddresses/0/prefixLength address.prefixLength");
            Row("multicast address", With(s_address with { Address = IPAddress.Parse("224.0.0.18") }), $"Error {vi}/virtualAddresses/0/address address.kind");
            Row("loopback address", With(s_address with { Address = IPAddress.Loopback }), $"Error {vi}/virtualAddresses/0/address address.kind");
            Row("label of 16", With(s_address with { Label = "eth0:12345678901" }), $"Error {vi}/virtualAddresses/0/label label.length");
            Row("label on IPv6", With(s_web with { VirtualAddresses = [s_address, s_ipv6 with { Excluded = true, Label = "eth0:6" }] }), $"Error {vi}/virtualAddresses/1/label label.ipv6");
            Row("interface of 16", With(s_address with { Interface = "abcdefghijklmnop" }), $"Error {vi}/virtualAddresses/0/interface interface.name");
            Row("address twice in one instance", With(s_web with { VirtualAddresses = [s_address, s_address with { PrefixLength = 32 }] }), $"Error {vi}/virtualAddresses/1/address address.duplicate");
            Row("address in two instances", With(s_web, SampleCluster.Instance("VI_2", 52, "10.88.0.100")), "Error /vrrpInstances/1/virtualAddresses/0/address address.duplicate");

            Row("nobody takes part", With(s_web with { Participants = [] }), $"Error {vi}/participants participant.none");
            Row("unknown node", With(s_part with { Node = "l9" }), $"Error {part}/node participant.node");
            Row("node takes part twice", With(s_web with { Participants = [s_part, s_part] }), $"Error {vi}/participants/1/node participant.duplicate");
            Row("priority 0", With(s_part with { Priority = VrrpPriority.Release }), $"Error {part}/priority priority.range");
            Row("no interface", With(s_part with { Interface = "" }), $"Error {part}/interface interface.name");
            Row("blank in interface", With(s_part with { Interface = "eth 0" }), $"Error {part}/interface interface.name");
            Row("IPv6 source for IPv4", With(s_part with { SourceAddress = IPAddress.Parse("fe80::1") }), $"Error {part}/sourceAddress source.family");
            Row("peer twice", With(s_part with { UnicastPeers = [new() { Address = IPAddress.Parse("10.88.0.12") }, new() { Address = IPAddress.Parse("10.88.0.12") }] }), $"Error {part}/unicastPeers/1 peer.duplicate");
            Row("unknown script", With(s_part with { Tracks = [new() { Kind = TrackKind.Script, Target = "chk" }] }), $"Error {part}/tracks/0/target track.unknown");
            Row("unknown process", With(s_part with { Tracks = [new() { Kind = TrackKind.Process, Target = "p" }] }), $"Error {part}/tracks/0/target track.unknown");
            Row("track weight 254", With(s_part with { Tracks = [new() { Kind = TrackKind.Interface, Target = "eth1", Weight = 254 }] }), $"Error {part}/tracks/0/weight track.weight");
            Row("script of nothing", SampleCluster.Small with { TrackScripts = [new() { Name = "s", Command = "", Interval = TimeSpan.Zero, Timeout = TimeSpan.Zero, Weight = 254, Fall = 0 }] },
                "Error /trackScripts/0/command script.command", "Error /trackScripts/0/intervalMs script.interval", "Error /trackScripts/0/timeoutMs script.timeout", "Error /trackScripts/0/weight track.weight", "Error /trackScripts/0/fall script.count");
            Row("process of nothing", SampleCluster.Small with { TrackProcesses = [new() { Name = "p", Process = "", Weight = -255, Quorum = 0, ForkDelay = TimeSpan.FromSeconds(-1) }] },
                "Error /trackProcesses/0/process process.name", "Error /trackProcesses/0/weight track.weight", "Error /trackProcesses/0/quorum process.quorum", "Error /trackProcesses/0/forkDelayMs process.delay");
            Row("group of strangers", SampleCluster.Small with { SyncGroups = [new() { Name = "G", Members = ["VI_X"] }, new() { Name = "H" }] },
                "Warning /syncGroups/0/members sync.single", "Error /syncGroups/0/members/0 sync.unknown", "Error /syncGroups/1/members sync.empty");
            Row("instance in two groups", SampleCluster.Small with { SyncGroups = [new() { Name = "G", Members = ["VI_WEB"] }, new() { Name = "H", Members = ["VI_WEB"] }] },
                "Warning /syncGroups/0/members sync.single", "Warning /syncGroups/1/members sync.single", "Error /syncGroups/1/members/0 sync.twice");

            Row("service without key", With(s_service with { Key = new() }), "Error /virtualServices/0/key service.key");
            Row("service with both keys", With(s_service with { Key = s_service.Key with { FirewallMark = 7 } }), "Error /virtualServices/0/key service.key");
            Row("mark 0", With(s_service with { Key = new() { FirewallMark = 0 } }), "Error /virtualServices/0/key/firewallMark service.firewallMark");
            Row("port 65536", With(s_service with { Key = s_service.Key with { Port = 65536 } }), "Error /virtualServices/0/key/port service.port");
            Row("port 0 without persistence", With(s_service with { Key = s_service.Key with { Port = 0 } }), "Error /virtualServices/0/key/port service.portNeedsPersistence");
            Row("service on a multicast address", With(s_service with { Key = s_service.Key with { Address = IPAddress.Parse("239.1.1.1") } }), "Error /virtualServices/0/key/address address.kind");
            Row("one key twice", With(s_service, s_service with { Name = "other" }), "Error /virtualServices/1/key service.duplicate");
            Row("persistence half a second", With(s_service with { PersistenceTimeout = TimeSpan.FromSeconds(0.5) }), "Error /virtualServices/0/persistenceTimeoutMs service.persistence");
            Row("persistence 32 days", With(s_service with { PersistenceTimeout = TimeSpan.FromDays(32) }), "Error /virtualServices/0/persistenceTimeoutMs service.persistence");
            Row("quorum 0", With(s_service with { Quorum = 0 }), "Error /virtualServices/0/quorum quorum.range");
            Row("quorum above all weights", With(s_service with { Quorum = 3 }), "Warning /virtualServices/0/quorum quorum.unreachable");
            Row("quorum never returns", With(s_service with { Quorum = 2, Hysteresis = 1 }), "Warning /virtualServices/0/hysteresis quorum.unreachable");
            Row("hysteresis as large as quorum", With(s_service with { Hysteresis = 1 }), "Error /virtualServices/0/hysteresis hysteresis.range");
            Row("no real server", With(s_service with { RealServers = [] }), "Warning /virtualServices/0/realServers service.empty");
            Row("real server twice", With(s_server, s_server with { Weight = 2 }), "Error /virtualServices/0/realServers/1 realServer.duplicate");
            Row("real server port -1", With(s_server with { Port = -1 }), $"Error {rs}/port realServer.port");
            Row("weight 65536", With(s_server with { Weight = 65536 }), $"Error {rs}/weight realServer.weight");
            Row("real server of another family", With(s_server with { Address = IPAddress.Parse("2001:db8::2") }), $"Error {rs}/address realServer.family");
            Row("real server nowhere", With(s_server with { Address = IPAddress.Any }), $"Error {rs}/address address.kind");
            Row("direct routing to another port", With(s_server with { Port = 8080, ForwardingMethod = ForwardingMethod.DirectRouting }), $"Error {rs}/port realServer.directRoutingPort");
            Row("no check", With(s_server with { Checks = [] }), $"Note {rs} realServer.unchecked");
            Row("bad sorry server", With(s_service with { SorryServer = new() { Address = IPAddress.IPv6Loopback, Port = 70000 } }), "Error /virtualServices/0/sorryServer/port sorryServer.port", "Error /virtualServices/0/sorryServer/address sorryServer.family");

            Row("times of nothing", With(new TcpCheckDefinition { ConnectTimeout = TimeSpan.Zero, Interval = TimeSpan.Zero, Retries = -1, RetryDelay = TimeSpan.FromSeconds(-1), Warmup = TimeSpan.FromSeconds(-1) }),
                $"Error {check}/connectTimeoutMs check.timeout", $"Error {check}/intervalMs check.interval", $"Error {check}/retries check.retries", $"Error {check}/retryDelayMs check.retryDelay", $"Error {check}/warmupMs check.warmup");
            Row("check port 0", With(new TcpCheckDefinition { ConnectPort = 0 }), $"Error {check}/connectPort check.port");
            Row("no port at all", With(s_service with { Key = new() { FirewallMark = 7 }, RealServers = [SampleCluster.Server("10.88.0.101", 0)] }), $"Error {check}/connectPort check.noPort");
            Row("HTTP without url", With(new HttpCheckDefinition()), $"Error {check}/urls http.urls");
            Row("path without slash", With(new HttpUrlDefinition { Path = "x" }), $"Error {check}/urls/0/path http.path");
            Row("second request in path", With(new HttpUrlDefinition { Path = "/ HTTP/1.0\r\nX: y" }), $"Error {check}/urls/0/path http.pathCharacters");
            Row("second header in host", With(new HttpUrlDefinition { Path = "/", VirtualHost = "a\r\nX: y" }), $"Error {check}/urls/0/virtualHost http.virtualHost");
            Row("status 99", With(new HttpUrlDefinition { Path = "/", StatusCodes = [new(99, 200)] }), $"Error {check}/urls/0/statusCodes/0 http.statusCode");
            Row("status 300 to 200", With(new HttpUrlDefinition { Path = "/", StatusCodes = [new(300, 200)] }), $"Error {check}/urls/0/statusCodes/0 http.statusCode");
            Row("short digest", With(new HttpUrlDefinition { Path = "/", Digest = "abc" }), $"Error {check}/urls/0/digest http.digest");
            Row("no hex digest", With(new HttpUrlDefinition { Path = "/", Digest = new string('g', 32) }), $"Error {check}/urls/0/digest http.digest");
            Row("empty body", With(new HttpUrlDefinition { Path = "/", ExpectedBody = "" }), $"Error {check}/urls/0/expectedBody http.expectedBody");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_BrokenDefinition_FindsExactlyThis(string situation, ClusterDefinition definition, string[] found)
    {
        Assert.NotEmpty(situation);
        Assert.Equal(found, DefinitionRules.Check(definition).Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Code}"));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_EveryProblem_IsOneSentenceWithAWayOut(string situation, ClusterDefinition definition, string[] found)
    {
        Assert.NotEmpty(situation);
        Assert.NotEmpty(found);
        Assert.All(DefinitionRules.Check(definition), problem =>
        {
            Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message.Replace("\r\n", "", StringComparison.Ordinal));
            Assert.InRange(problem.Message.Length, 30, 300);
        });
    }

    [Fact]
    public void Check_SmallAndEmpty_FindsNothing()
    {
        Assert.Empty(DefinitionRules.Check(SampleCluster.Small));
        Assert.Empty(DefinitionRules.Check(ClusterDefinition.Empty));
    }

    [Fact]
    public void Check_EverythingAtOnce_HasOnlyWarningsAndNotes() =>
        Assert.DoesNotContain(DefinitionRules.Check(SampleCluster.Full), problem => problem.Severity == ProblemSeverity.Error);

    [Fact]
    public void Check_SeveralProblems_ReportsAllNotOnlyTheFirst()
    {
        ClusterDefinition definition = With(s_web with { Participants = [s_part with { Priority = VrrpPriority.Release, Interface = "" }], DownTimerAdverts = 0, VirtualAddresses = [] });

        Assert.Equal(4, DefinitionRules.Check(definition).Count);
    }

    [Fact]
    public void Check_SameVridOnAnotherInterfaceNodeOrFamily_IsFine()
    {
        VrrpInstanceDefinition other = SampleCluster.Instance("VI_2", 51, "10.88.0.110");

        Assert.Empty(DefinitionRules.Check(With(s_web, other with { Participants = [s_part with { Interface = "eth1" }] })));
        Assert.DoesNotContain(
            DefinitionRules.Check(With(s_web with { Version = VrrpVersion.V3 }, other with { Version = VrrpVersion.V3, VirtualAddresses = [s_ipv6] })),
            problem => problem.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public void Check_DuplicateVrid_SaysWhereWhyAndTheWayOut()
    {
        DefinitionProblem problem = Assert.Single(DefinitionRules.Check(With(s_web, SampleCluster.Instance("VI_2", 51, "10.88.0.110"))));

        Assert.Equal("VI_2 and VI_WEB both use VRID 51 on eth0 of l1; give one of them another VRID.", problem.Message);
    }

    [Fact]
    public void Check_Problems_NeverNameThePassword()
    {
        ClusterDefinition definition = With(s_web with { Version = VrrpVersion.V3, Authentication = s_password with { Password = "topsecret-long" } });

        Assert.All(DefinitionRules.Check(definition), problem => Assert.DoesNotContain("topsecret", problem.Message, StringComparison.Ordinal));
    }
}
