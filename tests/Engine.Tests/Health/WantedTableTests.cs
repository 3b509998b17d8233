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
        Assert.False(ServiceHealth.Start(service, [true, false]).QuorumUp);
        Assert.Equal("101:80 w1", Text(service, true, false));
    }

    [Fact]
    public void QuorumLost_WithoutSorryServerAndWithoutServers_ServiceStaysWithoutDestinations()
    {
        VirtualServiceDefinition service = Web.Service(Web.Server(101)) with { PersistenceTimeout = TimeSpan.FromSeconds(50), Scheduler = Scheduler.SourceHash };
        BalancerService wanted = WantedTable.Of(service, default, [false]);
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

    private static BalancerService Of(VirtualServiceDefinition service, params bool[] up) => WantedTable.Of(service, ServiceHealth.Start(service, up), up);

    private static string Text(VirtualServiceDefinition service, params bool[] up) =>
        string.Join(", ", Of(service, up).Destinations.Select(d => $"{d.EndpointName["10.88.0.".Length..]} w{d.Weight}"));
}
