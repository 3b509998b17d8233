using System.Net;
using System.Reflection;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;

namespace KeepaliveConsole.Engine.Tests.Definitions.Difference;

public sealed class DefinitionDifferenceTests
{
    private static readonly VrrpInstanceDefinition s_web = SampleCluster.Instance();
    private static readonly VirtualServiceDefinition s_service = SampleCluster.Service();

    private static ClusterDefinition With(VrrpInstanceDefinition instance) => SampleCluster.Small with { VrrpInstances = [instance] };

    private static ClusterDefinition With(VirtualServiceDefinition service) => SampleCluster.Small with { VirtualServices = [service] };

    private static ClusterDefinition With(RealServerDefinition first) => With(s_service with { RealServers = [first, s_service.RealServers[1]] });

    private static ValueArray<string> FromSmallTo(ClusterDefinition after) => DefinitionDifference.Between(SampleCluster.Small, after);

    [Fact]
    public void Between_SameContent_IsEmpty()
    {
        Assert.Empty(DefinitionDifference.Between(SampleCluster.Full, SampleCluster.Full with { }));
        Assert.Empty(FromSmallTo(With(SampleCluster.Instance())));
    }

    [Fact]
    public void Between_PriorityLowered_IsOneLine() =>
        Assert.Equal(["VI_WEB: priority 200 -> 150"], FromSmallTo(With(s_web with { Participants = [SampleCluster.Participant("l1", 150)] })));

    [Fact]
    public void Between_SeveralNodes_NamesTheNode()
    {
        VrrpInstanceDefinition pair = s_web with { Participants = [SampleCluster.Participant("l1", 200), SampleCluster.Participant("l2", 150)] };

        Assert.Equal(["VI_WEB on l2: priority 150 -> 120"],
            DefinitionDifference.Between(With(pair), With(pair with { Participants = [pair.Participants[0], SampleCluster.Participant("l2", 120)] })));
        Assert.Equal(["VI_WEB: node l2: added"], FromSmallTo(With(pair)));
        Assert.Equal(["VI_WEB: node l2: removed"], DefinitionDifference.Between(With(pair), SampleCluster.Small));
    }

    [Fact]
    public void Between_Drained_NamesServiceAndServer() =>
        Assert.Equal(["10.88.0.100:80/tcp 10.88.0.101:80: admin Enabled -> Drain"], FromSmallTo(With(s_service.RealServers[0] with { Admin = AdminState.Drain })));

    [Fact]
    public void Between_PasswordChanged_IsMasked()
    {
        VrrpInstanceDefinition with = s_web with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "old-one" } };

        Assert.Equal(["VI_WEB: authentication none -> Password", "VI_WEB: password none -> ***"], FromSmallTo(With(with)));
        Assert.Equal(["VI_WEB: password *** -> ***"], DefinitionDifference.Between(With(with), With(with with { Authentication = with.Authentication! with { Password = "new-one" } })));
    }

    [Fact]
    public void Between_ServerAndServiceAddedAndRemoved_SaysSo()
    {
        Assert.Equal(["virtual service 10.88.0.100:80/tcp: removed"], FromSmallTo(SampleCluster.Small with { VirtualServices = [] }));
        Assert.Equal(["virtual service 10.88.0.100:443/tcp: added"], FromSmallTo(SampleCluster.Small with { VirtualServices = [s_service, SampleCluster.Service(port: 443)] }));
        Assert.Equal(["10.88.0.100:80/tcp: real server 10.88.0.101:80: removed"], FromSmallTo(With(s_service with { RealServers = [s_service.RealServers[1]] })));
        Assert.Equal(["node l2: added"], FromSmallTo(SampleCluster.Small with { Nodes = [.. SampleCluster.Small.Nodes, new NodeDefinition { Name = "l2" }] }));
    }

    [Fact]
    public void Between_OrderOfAddressesChanged_SaysSo()
    {
        VirtualAddressDefinition second = new() { Address = IPAddress.Parse("10.88.0.110"), PrefixLength = 24 };

        Assert.Equal(["VI_WEB: address: order changed to 10.88.0.110, 10.88.0.100"],
            DefinitionDifference.Between(With(s_web with { VirtualAddresses = [s_web.VirtualAddresses[0], second] }), With(s_web with { VirtualAddresses = [second, s_web.VirtualAddresses[0]] })));
    }

    [Fact]
    public void Between_Checks_SaysWhatChanged()
    {
        RealServerDefinition server = s_service.RealServers[0];

        Assert.Equal(["10.88.0.100:80/tcp 10.88.0.101:80: check 1: retries 1 -> 3", "10.88.0.100:80/tcp 10.88.0.101:80: check 1: interval 60 s -> 2.5 s"],
            FromSmallTo(With(server with { Checks = [new TcpCheckDefinition { Retries = 3, Interval = TimeSpan.FromSeconds(2.5) }] })));
        Assert.Equal(["10.88.0.100:80/tcp 10.88.0.101:80: check 1: TCP -> HTTP"],
            FromSmallTo(With(server with { Checks = [new HttpCheckDefinition { Urls = [new HttpUrlDefinition { Path = "/" }] }] })));
        Assert.Equal(["10.88.0.100:80/tcp 10.88.0.101:80: check 1 (TCP): removed"], FromSmallTo(With(server with { Checks = [] })));
        Assert.Equal(
            ["10.88.0.100:80/tcp 10.88.0.101:80: check 1: urls [/a] -> [/b host x status 200-204 digest d]"],
            DefinitionDifference.Between(
                With(server with { Checks = [new HttpCheckDefinition { Urls = [new HttpUrlDefinition { Path = "/a" }] }] }),
                With(server with { Checks = [new HttpCheckDefinition { Urls = [new HttpUrlDefinition { Path = "/b", VirtualHost = "x", Digest = "d", StatusCodes = [new StatusCodeRange(200, 204)] }] }] })));
    }

    [Fact]
    public void Between_EmptyAndFull_NamesEveryThing() => Assert.Equal(
        [
            "node l1: added", "node l2: added", "VRRP instance VI_WEB: added", "VRRP instance VI_FAST: added", "VRRP instance VI_SIX: added", "sync group G: added", "track script chk: added",
            "track process proxy: added", "track file load: added", "virtual service 10.88.0.100:80/tcp: added", "virtual service fwmark:7: added", "virtual service group: added",
        ],
        DefinitionDifference.Between(ClusterDefinition.Empty, SampleCluster.Full));

    public static TheoryData<string> Mutations => [.. DefinitionMutations.Of(SampleCluster.Full).Select(mutation => mutation.Path)];

    /// <summary>A member that someone adds to a definition and forgets here would change without a line.</summary>
    [Theory]
    [MemberData(nameof(Mutations))]
    public void Between_AnyMemberChanged_SaysSomething(string path) =>
        Assert.NotEmpty(DefinitionDifference.Between(SampleCluster.Full, DefinitionMutations.Of(SampleCluster.Full).First(mutation => mutation.Path == path).Definition));

    [Fact]
    public void Mutations_ReachEveryMemberOfEveryDefinition()
    {
        IEnumerable<string> members = typeof(ClusterDefinition).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ClusterDefinition).Namespace && type.IsClass && type.GetMethod("<Clone>$") is not null)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.SetMethod is not null))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}");

        Assert.Empty(members.Except(DefinitionMutations.Of(SampleCluster.Full).Select(mutation => mutation.Member)));
    }

    [Fact]
    public void Between_RoutesPeersAndPrograms_ReadsAsPeopleWriteThem()
    {
        ValueArray<string> lines = FromSmallTo(With(s_web with
        {
            VirtualRoutes = [new VirtualRouteDefinition { Destination = IPAddress.Parse("192.0.2.0"), PrefixLength = 24, Gateway = IPAddress.Parse("10.88.0.1"), Table = 100, Metric = 7 }],
            VirtualRules = [new VirtualRuleDefinition { From = IPAddress.Parse("192.0.2.0"), FromPrefixLength = 24, Table = 100, Priority = 1000 }],
            Participants =
            [
                s_web.Participants[0] with
                {
                    UnicastPeers = [new() { Address = IPAddress.Parse("10.88.0.12"), MinimumTimeToLive = 254 }],
                    MoreInterfaces = ["eth1", "eth2"],
                    Notify = new() { Any = "/usr/bin/notify all" },
                },
            ],
        }));

        Assert.Equal(
            [
                "VI_WEB: virtual routes none -> [192.0.2.0/24 via 10.88.0.1 table 100 metric 7]",
                "VI_WEB: virtual rules none -> [from 192.0.2.0/24 lookup 100 priority 1000]",
                "VI_WEB: more interfaces none -> [eth1, eth2]",
                "VI_WEB: unicast peers none -> [10.88.0.12 TTL from 254]",
                "VI_WEB: notify off -> on",
                "VI_WEB: notify any none -> /usr/bin/notify all",
            ],
            lines);
    }
}
