using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf;

/// <summary>
/// Brings what one node's keepalived.conf says into a cluster's definition. A file knows one node only, so:
/// <list type="bullet">
/// <item>the node itself is replaced or added; other nodes stay;</item>
/// <item>an instance of the file replaces the one of the same name, but keeps the other nodes' participants and the choice of
/// leases, and its own further heartbeat lines and release, which no keepalived.conf can express;</item>
/// <item>an instance the file does not have loses this node's participant; when nobody is left it is removed;</item>
/// <item>a virtual service of the file replaces the one with the same key, keeping its name and, per real server, what the
/// operator wants of it (a drained server stays drained) and the text expected in bodies; services the file does not have stay, because
/// services belong to the cluster;</item>
/// <item>sync groups, scripts, processes and files are replaced by name and otherwise stay; a group forgets instances that are gone.</item>
/// </list>
/// Things keep their place in the lists; new ones come last.
/// </summary>
public static class ConfMerge
{
    /// <summary>The cluster after the import.</summary>
    /// <param name="current">The definition in force, or <see cref="ClusterDefinition.Empty"/>.</param>
    /// <param name="imported">The definition of a result of <see cref="ConfImport"/> without errors.</param>
    /// <param name="node">Name of the node in the cluster; the imported node takes this name.</param>
    public static ClusterDefinition Into(ClusterDefinition current, ClusterDefinition imported, string node)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(imported);
        ArgumentException.ThrowIfNullOrEmpty(node);
        NodeDefinition[] nodes = [.. imported.Nodes.Take(1).Select(read => Named(read, node))];
        ValueArray<VrrpInstanceDefinition> instances = Instances(current, imported, node);
        return current with
        {
            Nodes = Replace(current.Nodes, nodes, item => item.Name, (_, now) => now),
            VrrpInstances = instances,
            SyncGroups = Groups(Replace(current.SyncGroups, imported.SyncGroups, group => group.Name, (_, now) => now), instances),
            TrackScripts = Replace(current.TrackScripts, imported.TrackScripts, script => script.Name, (_, now) => now),
            TrackProcesses = Replace(current.TrackProcesses, imported.TrackProcesses, process => process.Name, (_, now) => now),
            TrackFiles = Replace(current.TrackFiles, imported.TrackFiles, file => file.Name, (_, now) => now),
            VirtualServices = Replace(current.VirtualServices, imported.VirtualServices, service => service.Key.ToString(), Service),
        };
    }

    // The name may differ from the one the file was read for; then the file's name is its router id.
    private static NodeDefinition Named(NodeDefinition read, string node) =>
        read.Name == node ? read : read with { Name = node, RouterId = read.RouterId ?? read.Name };

    private static ValueArray<VrrpInstanceDefinition> Instances(ClusterDefinition current, ClusterDefinition imported, string node)
    {
        var fileNames = imported.VrrpInstances.Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<VrrpInstanceDefinition>();
        foreach (VrrpInstanceDefinition instance in current.VrrpInstances)
        {
            if (fileNames.Contains(instance.Name) || instance.ParticipantOf(node) is null) kept.Add(instance);
            else if (instance.Participants.Count > 1) kept.Add(instance with { Participants = instance.Participants.Where(part => part.Node != node).ToValueArray() });
        }

        VrrpInstanceDefinition[] read = [.. imported.VrrpInstances.Select(instance => instance with { Participants = instance.Participants.Select(part => part with { Node = node }).ToValueArray() })];
        return Replace(kept.ToValueArray(), read, instance => instance.Name, Instance);
    }

    private static VrrpInstanceDefinition Instance(VrrpInstanceDefinition before, VrrpInstanceDefinition now) => now with
    {
        UseLease = before.UseLease,
        Participants = Replace(before.Participants, now.Participants, part => part.Node, Participant),
    };

    // With unicast peers there is only the route to them.
    private static VrrpParticipantDefinition Participant(VrrpParticipantDefinition before, VrrpParticipantDefinition now) => now with
    {
        Released = before.Released,
        MoreInterfaces = now.UnicastPeers.Count > 0 ? [] : before.MoreInterfaces.Where(line => line != now.Interface).ToValueArray(),
    };

    private static VirtualServiceDefinition Service(VirtualServiceDefinition before, VirtualServiceDefinition now) => now with
    {
        Name = before.Name,
        RealServers = now.RealServers.Select(server => Server(before, server)).ToValueArray(),
    };

    private static RealServerDefinition Server(VirtualServiceDefinition before, RealServerDefinition now)
    {
        foreach (RealServerDefinition old in before.RealServers)
            if (old.EndpointName == now.EndpointName) return now with { Admin = old.Admin, Checks = Checks(old.Checks, now.Checks) };
        return now;
    }

    private static ValueArray<CheckDefinition> Checks(ValueArray<CheckDefinition> before, ValueArray<CheckDefinition> now) =>
        now.Select((check, index) => index < before.Count && check is HttpCheckDefinition http && before[index] is HttpCheckDefinition old ? http with { Urls = Urls(old.Urls, http.Urls) } : check).ToValueArray();

    // keepalived has no keyword for a text in the body, so an import cannot mean to remove one.
    private static ValueArray<HttpUrlDefinition> Urls(ValueArray<HttpUrlDefinition> before, ValueArray<HttpUrlDefinition> now) =>
        now.Select(url => url with { ExpectedBody = before.FirstOrDefault(old => old.Path == url.Path)?.ExpectedBody }).ToValueArray();

    private static ValueArray<SyncGroupDefinition> Groups(ValueArray<SyncGroupDefinition> groups, ValueArray<VrrpInstanceDefinition> instances)
    {
        var names = instances.Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        return groups.Select(group => group with { Members = group.Members.Where(names.Contains).ToValueArray() }).Where(group => group.Members.Count > 0).ToValueArray();
    }

    private static ValueArray<T> Replace<T>(ValueArray<T> before, IReadOnlyList<T> now, Func<T, string> nameOf, Func<T, T, T> combine)
    {
        var merged = before.ToList();
        foreach (T item in now)
        {
            int index = merged.FindIndex(old => nameOf(old) == nameOf(item));
            if (index < 0) merged.Add(item);
            else merged[index] = combine(merged[index], item);
        }

        return merged.ToValueArray();
    }
}
