using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>Every kind of object there is.</summary>
public static class DefinitionKinds
{
    /// <summary>The directors.</summary>
    public static DefinitionKind<NodeDefinition> Nodes { get; } = new($"node", "node", "/name", node => node.Name,
        cluster => new("/nodes", cluster.Nodes, items => cluster with { Nodes = items }));

    /// <summary>VRRP instances.</summary>
    public static DefinitionKind<VrrpInstanceDefinition> VrrpInstances { get; } = new($"VRRP instance", "vrrp-instance", "/name", instance => instance.Name,
        cluster => new("/vrrpInstances", cluster.VrrpInstances, items => cluster with { VrrpInstances = items }));

    /// <summary>Sync groups.</summary>
    public static DefinitionKind<SyncGroupDefinition> SyncGroups { get; } = new($"sync group", "sync-group", "/name", group => group.Name,
        cluster => new("/syncGroups", cluster.SyncGroups, items => cluster with { SyncGroups = items }));

    /// <summary>Tracked scripts.</summary>
    public static DefinitionKind<TrackScriptDefinition> TrackScripts { get; } = new($"track script", "track-script", "/name", script => script.Name,
        cluster => new("/trackScripts", cluster.TrackScripts, items => cluster with { TrackScripts = items }));

    /// <summary>Tracked processes.</summary>
    public static DefinitionKind<TrackProcessDefinition> TrackProcesses { get; } = new($"track process", "track-process", "/name", process => process.Name,
        cluster => new("/trackProcesses", cluster.TrackProcesses, items => cluster with { TrackProcesses = items }));

    /// <summary>Tracked files.</summary>
    public static DefinitionKind<TrackFileDefinition> TrackFiles { get; } = new($"track file", "track-file", "/name", file => file.Name,
        cluster => new("/trackFiles", cluster.TrackFiles, items => cluster with { TrackFiles = items }));

    /// <summary>Virtual services, with their real servers.</summary>
    public static DefinitionKind<VirtualServiceDefinition> VirtualServices { get; } = new($"virtual service", "virtual-service", "/name", service => service.Name,
        cluster => new("/virtualServices", cluster.VirtualServices, items => cluster with { VirtualServices = items }));

    /// <summary>Real servers of one virtual service, by <c>address:port</c>.</summary>
    public static DefinitionKind<RealServerDefinition> RealServersOf(string service) => new($"real server", "real-server", "/address", server => server.EndpointName,
        cluster => ServersIn(cluster, service), service);

    private static DefinitionList<RealServerDefinition>? ServersIn(ClusterDefinition cluster, string service)
    {
        for (int index = 0; index < cluster.VirtualServices.Count; index++)
        {
            if (cluster.VirtualServices[index] is not { } found || found.Name != service) continue;
            int place = index;
            return new($"/virtualServices/{index}/realServers", found.RealServers, items => cluster with
            {
                VirtualServices = cluster.VirtualServices.Select((each, at) => at == place ? each with { RealServers = items } : each).ToValueArray(),
            });
        }

        return null;
    }
}
