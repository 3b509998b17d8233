using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Checks;

namespace KeepaliveConsole.Engine.Tests.Runtime;

public sealed class TableReasonsTests
{
    private static readonly ServiceKey s_key = new() { Address = IPAddress.Parse("10.88.0.100"), Port = 80 };

    [Theory]
    [InlineData(AdminState.Enabled, RealServerState.Unknown, "not checked yet")]
    [InlineData(AdminState.Enabled, RealServerState.Up, "its checks pass")]
    [InlineData(AdminState.Enabled, RealServerState.Down, "3 of 3 attempts failed, last: connection refused")]
    [InlineData(AdminState.Drain, RealServerState.Up, "drained: established connections go on")]
    [InlineData(AdminState.Drain, RealServerState.Down, "3 of 3 attempts failed, last: connection refused")]
    [InlineData(AdminState.Maintenance, RealServerState.Up, "in maintenance")]
    public void Of_RealServer_NamesWhatDecided(AdminState admin, RealServerState state, string expected) =>
        Assert.Equal(expected, Reasons(admin, state, quorumUp: true).Of(s_key, Destination("10.88.0.101")));

    [Fact]
    public void Of_RealServerWithoutQuorum_NamesTheQuorum() =>
        Assert.Equal("the quorum of the service is lost", Reasons(AdminState.Enabled, RealServerState.Up, quorumUp: false).Of(s_key, Destination("10.88.0.101")));

    [Theory]
    [InlineData(true, "sorry server: the quorum is back")]
    [InlineData(false, "sorry server: the quorum is lost")]
    public void Of_SorryServer_NamesTheQuorum(bool quorumUp, string expected) =>
        Assert.Equal(expected, Reasons(AdminState.Enabled, RealServerState.Down, quorumUp).Of(s_key, Destination("10.88.0.199")));

    [Fact]
    public void Of_WhatIsNotDefined_SaysSo()
    {
        TableReasons reasons = Reasons(AdminState.Enabled, RealServerState.Up, quorumUp: true);

        Assert.Equal("no longer defined", reasons.Of(s_key, Destination("10.88.0.150")));
        Assert.Equal("no longer defined", reasons.Of(s_key with { Port = 81 }, Destination("10.88.0.101")));
    }

    [Fact]
    public void NameOf_DefinedService_IsItsName_AndOtherwiseItsKey()
    {
        TableReasons reasons = Reasons(AdminState.Enabled, RealServerState.Up, quorumUp: true);

        Assert.Equal("web", reasons.NameOf(s_key));
        Assert.Equal("10.88.0.100:81/tcp", reasons.NameOf(s_key with { Port = 81 }));
    }

    [Fact]
    public void Of_AskedOften_LooksAtTheServiceOnce()
    {
        int looks = 0;
        var reasons = new TableReasons(Definition(AdminState.Enabled), _ =>
        {
            looks++;
            return null;
        });
        for (int i = 0; i < 1000; i++) Assert.Equal("not checked yet", reasons.Of(s_key, Destination("10.88.0.101")));

        Assert.Equal(1, looks);
    }

    private static BalancerDestination Destination(string address) => new(IPAddress.Parse(address), 80, 1, ForwardingMethod.Nat);

    private static TableReasons Reasons(AdminState admin, RealServerState state, bool quorumUp) => new(Definition(admin), service => new ServiceGlance(quorumUp, false,
    [
        // Somewhere else than in the definition, as after a change of it.
        Glance(service.RealServers[0] with { Port = 81 }, AdminState.Enabled, RealServerState.Up),
        Glance(service.RealServers[0], admin, state),
    ]));

    private static ServerGlance Glance(RealServerDefinition server, AdminState admin, RealServerState state) =>
        new(server, state, state == RealServerState.Down ? "3 of 3 attempts failed, last: connection refused" : null, admin, false, null);

    private static ClusterDefinition Definition(AdminState admin) => new()
    {
        VirtualServices =
        [
            new VirtualServiceDefinition
            {
                Name = "web",
                Key = s_key,
                SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.199"), Port = 80 },
                RealServers = [new RealServerDefinition { Address = IPAddress.Parse("10.88.0.101"), Port = 80, Admin = admin, Checks = [new TcpCheckDefinition()] }],
            },
        ],
    };
}
