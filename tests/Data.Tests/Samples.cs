using System.Net;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Tests;

/// <summary>A small cluster that keeps all rules.</summary>
internal static class Samples
{
    public const string Password = "hunter2";

    public static Actor Alice { get; } = new(ActorKind.User, "alice", "192.0.2.7");

    public static ClusterDefinition Cluster { get; } = new()
    {
        Nodes = [new() { Name = "l1" }, new() { Name = "l2" }],
        VrrpInstances =
        [
            new()
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                Authentication = new() { Type = VrrpAuthenticationType.Password, Password = Password },
                VirtualAddresses = [new() { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24, Label = "eth0:0" }],
                Participants =
                [
                    new() { Node = "l1", Interface = "eth0", Priority = new VrrpPriority(200) },
                    new() { Node = "l2", Interface = "eth0", Priority = new VrrpPriority(150) },
                ],
            },
        ],
        VirtualServices =
        [
            new()
            {
                Name = "web",
                Key = new() { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                RealServers = [Server("10.88.0.101"), Server("10.88.0.102")],
            },
        ],
    };

    public static DefinitionChange Import(ClusterDefinition? definition = null) => new()
    {
        Edit = _ => definition ?? Cluster,
        Actor = Alice,
        Action = "import",
        Object = "cluster",
    };

    public static DefinitionChange Drain { get; } = new()
    {
        Edit = definition => WithFirstServer(definition, server => server with { Admin = AdminState.Drain }),
        Actor = Alice,
        Action = "drain",
        Object = "web 10.88.0.101:80",
        Reason = "new kernel",
    };

    public static ClusterDefinition WithFirstServer(ClusterDefinition definition, Func<RealServerDefinition, RealServerDefinition> edit)
    {
        VirtualServiceDefinition service = definition.VirtualServices[0];
        return definition with
        {
            VirtualServices = [service with { RealServers = [edit(service.RealServers[0]), .. service.RealServers.Skip(1)] }],
        };
    }

    public static ClusterDefinition WithPassword(ClusterDefinition definition, string password)
    {
        VrrpInstanceDefinition instance = definition.VrrpInstances[0];
        return definition with { VrrpInstances = [instance with { Authentication = instance.Authentication! with { Password = password } }] };
    }

    private static RealServerDefinition Server(string address) => new()
    {
        Address = IPAddress.Parse(address),
        Port = 80,
        Checks =
        [
            new HttpCheckDefinition
            {
                Interval = TimeSpan.FromSeconds(2),
                Urls = [new() { Path = "/healthCheck", ExpectedBody = "health", StatusCodes = [new StatusCodeRange(200, 200)] }],
            },
        ],
    };
}
