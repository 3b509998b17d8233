using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf.Export;

/// <summary>What of a cluster the file of one node is about, with what a file has no place for put level: names of services, leases, the order of unlike things.</summary>
internal static class NodeView
{
    public static ClusterDefinition Of(ClusterDefinition definition, string node)
    {
        VrrpInstanceDefinition[] instances = [.. definition.VrrpInstances.Where(instance => instance.ParticipantOf(node) is not null)
            .Select(instance => instance with
            {
                UseLease = true,
                VirtualAddresses = instance.VirtualAddresses.OrderBy(address => address.Excluded).ToValueArray(),
                Participants = [Level(instance.ParticipantOf(node)!)],
            })];
        var names = instances.Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        SyncGroupDefinition[] groups = [.. definition.SyncGroups.Select(group => group with { Members = group.Members.Where(names.Contains).ToValueArray(), Tracks = Level(group.Tracks) }).Where(group => group.Members.Count > 0)];
        HashSet<(TrackKind, string)> here = [.. instances.SelectMany(instance => instance.Participants[0].Tracks).Concat(groups.SelectMany(group => group.Tracks)).Select(Key)];
        here.UnionWith(definition.VirtualServices.SelectMany(service => service.RealServers).SelectMany(server => server.Checks).OfType<FileCheckDefinition>().Select(check => (TrackKind.File, check.TrackFile)));
        HashSet<(TrackKind, string)> anywhere = [.. definition.VrrpInstances.SelectMany(instance => instance.Participants).SelectMany(part => part.Tracks).Concat(definition.SyncGroups.SelectMany(group => group.Tracks)).Select(Key)];
        bool Wants(TrackKind kind, string name) => here.Contains((kind, name)) || !anywhere.Contains((kind, name));
        return definition with
        {
            Nodes = definition.Nodes.Where(each => each.Name == node).ToValueArray(),
            VrrpInstances = instances.ToValueArray(),
            SyncGroups = groups.ToValueArray(),
            TrackScripts = definition.TrackScripts.Where(script => Wants(TrackKind.Script, script.Name)).ToValueArray(),
            TrackProcesses = definition.TrackProcesses.Where(process => Wants(TrackKind.Process, process.Name)).ToValueArray(),
            TrackFiles = definition.TrackFiles.Where(file => Wants(TrackKind.File, file.Name)).ToValueArray(),
            VirtualServices = definition.VirtualServices.Select(Level).ToValueArray(),
        };
    }

    private static (TrackKind, string) Key(TrackDefinition track) => (track.Kind, track.Target);

    private static VrrpParticipantDefinition Level(VrrpParticipantDefinition participant) => participant with { Tracks = Level(participant.Tracks) };

    private static ValueArray<TrackDefinition> Level(ValueArray<TrackDefinition> tracks) => tracks.OrderBy(track => track.Kind).ToValueArray();

    private static VirtualServiceDefinition Level(VirtualServiceDefinition service) => service with
    {
        Name = service.Key.ToString(),
        GroupName = service.GroupName ?? (service.MoreEndpoints.Count > 0 ? service.Name : null),
        RealServers = service.RealServers.Select(server => server with { Checks = server.Checks.Select(Level).ToValueArray() }).ToValueArray(),
    };

    // A program connects to nothing, and a file makes no rounds either.
    private static CheckDefinition Level(CheckDefinition check) => check switch
    {
        ScriptCheckDefinition script => script with { Timeout = script.Timeout ?? script.Interval, ConnectTimeout = TimeSpan.FromSeconds(5) },
        FileCheckDefinition file => new FileCheckDefinition { TrackFile = file.TrackFile, Weight = file.Weight, Reverse = file.Reverse, Rise = file.Rise, FastInterval = file.FastInterval, ResponseTimeLimit = file.ResponseTimeLimit },
        _ => check,
    };
}
