using System.Collections;
using System.Net;
using System.Reflection;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>The cluster that examples talk about: two directors, one instance, one service with two real servers.</summary>
internal static class ExampleCluster
{
    /// <summary>Name of the example's virtual service.</summary>
    public const string Service = "10.88.0.100:80/tcp";

    /// <summary>The whole definition; keeps every rule.</summary>
    public static ClusterDefinition Definition { get; } = new()
    {
        Nodes = [new NodeDefinition { Name = "l1" }, new NodeDefinition { Name = "l2" }],
        SyncGroups = [new SyncGroupDefinition { Name = "VG_WEB", Members = ["VI_WEB"] }],
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24 }],
                Participants =
                [
                    new VrrpParticipantDefinition { Node = "l1", Interface = "eth0", Priority = new VrrpPriority(200) },
                    new VrrpParticipantDefinition { Node = "l2", Interface = "eth0", Priority = new VrrpPriority(150) },
                ],
            },
        ],
        TrackScripts = [new TrackScriptDefinition { Name = "chk_nginx", Command = "/usr/bin/pgrep nginx", Weight = -50 }],
        TrackProcesses = [new TrackProcessDefinition { Name = "nginx", Process = "nginx", Weight = -50 }],
        TrackFiles = [new TrackFileDefinition { Name = "weight", Path = "/run/keepalive/weight" }],
        VirtualServices =
        [
            new VirtualServiceDefinition
            {
                Name = Service,
                Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                Scheduler = Scheduler.WeightedRoundRobin,
                RealServers = [Server("10.88.0.101"), Server("10.88.0.102")],
            },
        ],
    };

    /// <summary>The first value of a type in the example; null = it has none.</summary>
    public static object? Find(Type type) => type.Namespace == typeof(ClusterDefinition).Namespace ? Find(Definition, type) : null;

    private static object? Find(object? from, Type type)
    {
        if (from is null || type.IsInstanceOfType(from)) return from;
        if (from is string || (from.GetType().Namespace != typeof(ClusterDefinition).Namespace && from is not IEnumerable)) return null;
        if (from is IEnumerable items)
        {
            foreach (object? item in items)
                if (Find(item, type) is { } found) return found;
            return null;
        }

        foreach (PropertyInfo property in from.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.SetMethod is not null && Find(property.GetValue(from), type) is { } found) return found;
        return null;
    }

    private static RealServerDefinition Server(string address) => new()
    {
        Address = IPAddress.Parse(address),
        Port = 80,
        Checks = [new HttpCheckDefinition { Urls = [new HttpUrlDefinition { Path = "/healthCheck", ExpectedBody = "health" }] }],
    };
}
