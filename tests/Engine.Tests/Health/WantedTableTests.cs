using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Tests.Checks;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class WantedTableTests
{
    private static readonly SorryServerDefinition s_sorry = new() { Address = IPAddress.Parse("10.88.0.199"), Port = 8080 };

    [Theory]
    [InlineData(AdminState.Enabled, true, false, "101:80 w7")]
    [InlineData(AdminState.Enabled, false, false, "")]
    [InlineData(AdminState.Enabled, false, true, "101:80 w0")]
    [InlineData(AdminState.Drain, true, false, "101:80 w0")]
    [InlineData(AdminState.Drain, false, false, "")]
    [InlineData(AdminState.Drain, false, true, "101:80 w0")]
    [InlineData(AdminState.Maintenance, true, false, "")]
    [InlineData(AdminState.Maintenance, false, true, "")]
    public void Server_AdminAndChecks_DecideItsWeight(AdminState admin, bool isUp, bool inhibit, string expected)
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Weight = 7, Admin = admin, InhibitOnFailure = inhibit });
        Assert.Equal(expected, Text(service, isUp));
    }

    [Theory]
    [InlineData(AdminState.Enabled, true, false, "199:8080 w1")]
    [InlineData(AdminState.Enabled, true, true, "101:80 w0, 199:8080 w1")]
    [InlineData(AdminState.Drain, true, false, "101:80 w0, 199:8080 w1")]
    [InlineData(AdminState.Maintenance, true, true, "199:8080 w1")]
    public void Server_WhileTheSorryServerServes_LeavesUnlessEstablishedConnectionsAreKept(AdminState admin, bool isUp, bool inhibit, string expected)
    {
        // Two servers, a quorum of both, the second down: the first is up and must still make way.
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { Admin = admin, InhibitOnFailure = inhibit },
            Web.Server(102)) with { Quorum = 2, SorryServer = s_sorry };
        Assert.Equal(expected, Text(service, isUp, false));
    }

    [Fact]
    public void QuorumLost_WithoutSorryServer_ServersThatAreUpGoOnServing()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101), Web.Server(102)) with { Quorum = 2 };
        Assert.False(ServiceHealth.Start(service, Standings.Of(service, true, false)).QuorumUp);
        Assert.Equal("101:80 w1", Text(service, true, false));
    }

    [Fact]
    public void QuorumLost_WithoutSorryServerAndWithoutServers_ServiceStaysWithoutDestinations()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101)) with { PersistenceTimeout = TimeSpan.FromSeconds(50), Scheduler = Scheduler.SourceHash };
        BalancerService wanted = Assert.Single(WantedTable.Of(service, default, Standings.Of(service, false)));
        Assert.Equal(new BalancerService(service.Key, Scheduler.SourceHash, TimeSpan.FromSeconds(50), []), wanted);
    }

    // Port of the service (0 = every port, -1 = a firewall mark), method, port of the server, port in the table.
    [Theory]
    [InlineData(80, ForwardingMethod.Nat, 8080, 8080)]
    [InlineData(80, ForwardingMethod.Nat, 0, 80)]
    [InlineData(80, ForwardingMethod.DirectRouting, 8080, 80)]
    [InlineData(80, ForwardingMethod.DirectRouting, 0, 80)]
    [InlineData(0, ForwardingMethod.Nat, 0, 0)]
    [InlineData(0, ForwardingMethod.Nat, 8080, 8080)]
    [InlineData(0, ForwardingMethod.DirectRouting, 8080, 0)]
    [InlineData(-1, ForwardingMethod.Nat, 8080, 8080)]
    [InlineData(-1, ForwardingMethod.Nat, 0, 0)]
    [InlineData(-1, ForwardingMethod.DirectRouting, 8080, 0)]
    public void Port_InTheTable_FollowsTheMethod(int service, ForwardingMethod method, int server, int expected)
    {
        ServiceKey key = service < 0 ? new ServiceKey { FirewallMark = 7 } : new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = service };
        VirtualServiceDefinition definition = Web.Service(Web.Server(101) with { Port = server, ForwardingMethod = method }) with
        {
            Key = key,
            SorryServer = s_sorry with { Port = server },
            ForwardingMethod = method,
        };

        Assert.Equal(new BalancerDestination(IPAddress.Parse("10.88.0.101"), expected, 1, method), Assert.Single(Of(definition, true).Destinations));
        Assert.Equal(new BalancerDestination(IPAddress.Parse("10.88.0.199"), expected, 1, method), Assert.Single(Of(definition, false).Destinations));
    }

    [Fact]
    public void Method_OfTheServer_WinsOverTheServices()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { ForwardingMethod = ForwardingMethod.Nat }, Web.Server(102)) with
        {
            ForwardingMethod = ForwardingMethod.DirectRouting,
        };
        Assert.Equal([ForwardingMethod.Nat, ForwardingMethod.DirectRouting], Of(service, true, true).Destinations.Select(d => d.ForwardingMethod));
    }

    [Fact]
    public void Servers_OnOnePlaceInTheTable_CountOnce()
    {
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { Port = 8080, Weight = 3 },
            Web.Server(101) with { Port = 8081, Weight = 5 }) with { ForwardingMethod = ForwardingMethod.DirectRouting };
        Assert.Equal("101:80 w3", Text(service, true, true));
    }

    [Fact]
    public void SorryServer_ThatIsAlsoADrainedRealServer_ServesAsSorryServer()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Admin = AdminState.Drain }) with
        {
            SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.101"), Port = 80 },
        };
        Assert.Equal("101:80 w1", Text(service, true));
    }

    [Theory]
    [InlineData(true, "101:80 w1, 199:8080 w0")]
    [InlineData(false, "199:8080 w1")]
    public void SorryServer_Inhibited_StaysWithWeight0WhileServersServe(bool isUp, string expected) =>
        Assert.Equal(expected, Text(Web.Service(Web.Server(101)) with { SorryServer = s_sorry with { Inhibit = true } }, isUp));

    [Fact]
    public void SorryServer_InhibitedAndAlsoARealServer_ServesAsRealServer()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Weight = 5 }) with
        {
            SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.101"), Port = 80, Inhibit = true },
        };
        Assert.Equal("101:80 w5", Text(service, true));
        Assert.Equal("101:80 w1", Text(service, false));
    }

    [Fact]
    public void SorryServer_MethodAndTunnelOfItsOwn_WinOverTheServices()
    {
        var gue = new TunnelDefinition { Kind = TunnelKind.Gue, Port = 6080 };
        VirtualServiceDefinition service = Web.Service(Web.Server(101)) with
        {
            ForwardingMethod = ForwardingMethod.DirectRouting,
            SorryServer = s_sorry with { ForwardingMethod = ForwardingMethod.Tunnel, Tunnel = gue },
        };
        // A tunnel cannot change the port.
        Assert.Equal(new BalancerDestination(s_sorry.Address, 80, 1, ForwardingMethod.Tunnel) { Tunnel = gue }, Assert.Single(Of(service, false).Destinations));
    }

    [Fact]
    public void Destination_ThresholdsAndTunnel_AreTheServersElseTheServices()
    {
        var gre = new TunnelDefinition { Kind = TunnelKind.Gre, Checksum = TunnelChecksum.Full };
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { UpperThreshold = 1000, LowerThreshold = 700 },
            Web.Server(102) with { Tunnel = gre },
            Web.Server(103) with { ForwardingMethod = ForwardingMethod.Nat }) with { ForwardingMethod = ForwardingMethod.Tunnel };
        ValueArray<BalancerDestination> destinations = Of(service, true, true, true).Destinations;
        Assert.Equal((1000L, 700L), (destinations[0].UpperThreshold, destinations[0].LowerThreshold));
        Assert.Equal([new TunnelDefinition(), gre, null], destinations.Select(destination => destination.Tunnel));
    }

    [Fact]
    public void Service_Settings_AreAllCarriedOver()
    {
        VirtualServiceDefinition service = Web.Service() with
        {
            Scheduler = Scheduler.MaglevHash,
            SchedulerFlags = SchedulerFlags.First | SchedulerFlags.Second,
            OnePacket = true,
            PersistenceTimeout = TimeSpan.FromSeconds(30),
            PersistenceGranularity = 24,
            PersistenceEngine = "sip",
        };
        Assert.Equal(
            new BalancerService(service.Key, Scheduler.MaglevHash, TimeSpan.FromSeconds(30), [])
            {
                SchedulerFlags = SchedulerFlags.First | SchedulerFlags.Second, OnePacket = true, PersistenceGranularity = 24, PersistenceEngine = "sip",
            },
            Of(service));
    }

    [Fact]
    public void NoneLeft_KeepAll_AllEnabledServersStayWithTheirWeights()
    {
        VirtualServiceDefinition service = Web.Service(
            Web.Server(101) with { Weight = 3 },
            Web.Server(102) with { Weight = 2, Admin = AdminState.Drain },
            Web.Server(103) with { Admin = AdminState.Maintenance },
            Web.Server(104) with { InhibitOnFailure = true }) with { KeepAllWhenNoneLeft = true };
        Assert.Equal("101:80 w3, 104:80 w1", Text(service, false, false, false, false));
    }

    [Fact]
    public void Ranges_EveryAddressWithEveryPort_IsOneEntryWithItsOwnDestinationPort()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101) with { Port = 0 }, Web.Server(102) with { Port = 8080 }) with
        {
            MoreEndpoints =
            [
                new() { Address = IPAddress.Parse("10.88.1.254"), LastAddress = IPAddress.Parse("10.88.2.1"), Port = 81, LastPort = 82 },
                new() { FirewallMark = 7 },
                new() { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
            ],
        };
        ServerStanding[] servers = Standings.Of(service, true, true);
        BalancerService[] entries = WantedTable.Of(service, ServiceHealth.Start(service, servers), servers);
        Assert.Equal(
            [
                "10.88.0.100:80/tcp: 80 8080", "10.88.1.254:81/tcp: 81 8080", "10.88.1.254:82/tcp: 82 8080", "10.88.1.255:81/tcp: 81 8080",
                "10.88.1.255:82/tcp: 82 8080", "10.88.2.0:81/tcp: 81 8080", "10.88.2.0:82/tcp: 82 8080", "10.88.2.1:81/tcp: 81 8080",
                "10.88.2.1:82/tcp: 82 8080", "fwmark:7: 0 8080",
            ],
            entries.Select(entry => $"{entry.Key}: {string.Join(' ', entry.Destinations.Select(destination => destination.Port))}"));
    }

    [Fact]
    public void Unchanged_IsTheVeryObjectFromBefore()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101), Web.Server(102), Web.Server(103)) with { MoreEndpoints = [new() { FirewallMark = 7 }] };
        ValueArray<ServiceKey> endpoints = ServiceEndpoints.Of(service);
        ServerStanding[] up = Standings.Of(service, true, true, true);
        BalancerService[] first = WantedTable.Of(service, endpoints, ServiceHealth.Start(service, up), up);

        BalancerService[] same = WantedTable.Of(service, endpoints, ServiceHealth.Start(service, up), up, first);
        Assert.Same(first[0], same[0]);
        Assert.Same(first[1], same[1]);

        ServerStanding[] less = Standings.Of(service, true, false, true);
        BalancerService[] changed = WantedTable.Of(service, endpoints, ServiceHealth.Start(service, less), less, first);
        Assert.NotEqual(first[0], changed[0]);
        Assert.Same(first[0].Destinations[0], changed[0].Destinations[0]);
        Assert.Same(first[0].Destinations[2], changed[0].Destinations[1]);
    }

    private static BalancerService Of(VirtualServiceDefinition service, params bool[] up)
    {
        ServerStanding[] servers = Standings.Of(service, up);
        return Assert.Single(WantedTable.Of(service, ServiceHealth.Start(service, servers), servers));
    }

    private static string Text(VirtualServiceDefinition service, params bool[] up) =>
        string.Join(", ", Of(service, up).Destinations.Select(d => $"{d.EndpointName["10.88.0.".Length..]} w{d.Weight}"));
}
