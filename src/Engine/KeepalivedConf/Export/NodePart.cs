using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>An instance as one node takes part in it.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Pointer">Its JSON pointer.</param>
/// <param name="Participant">The node's part.</param>
/// <param name="Part">Its place among the participants.</param>
internal sealed record NodeInstance(VrrpInstanceDefinition Instance, string Pointer, VrrpParticipantDefinition Participant, int Part);

/// <summary>A sync group with those of its members that the node takes part in; at least one.</summary>
internal sealed record NodeGroup(SyncGroupDefinition Group, string Pointer, IReadOnlyList<string> Members);

/// <summary>What of a cluster belongs into the file of one node.</summary>
internal sealed class NodePart
{
    private readonly HashSet<(TrackKind, string)> _here = [];
    private readonly HashSet<(TrackKind, string)> _elsewhere = [];

    public NodePart(ClusterDefinition definition, string node)
    {
        Definition = definition;
        Index = -1;
        for (int index = 0; index < definition.Nodes.Count && Index < 0; index++)
            if (definition.Nodes[index].Name == node) Index = index;
        Instances = [.. FindInstances(definition, node)];
        var members = Instances.Select(each => each.Instance.Name).ToHashSet(StringComparer.Ordinal);
        Groups = [.. definition.SyncGroups.Select((group, index) => new NodeGroup(group, $"/syncGroups/{index}", [.. group.Members.Where(members.Contains)])).Where(group => group.Members.Count > 0)];
        Collect(node);
    }

    /// <summary>The whole cluster.</summary>
    public ClusterDefinition Definition { get; }

    /// <summary>Place of the node among the nodes; -1 = it is none of them.</summary>
    public int Index { get; }

    /// <summary>The node itself; null = it is none of the cluster's.</summary>
    public NodeDefinition? Node => Index < 0 ? null : Definition.Nodes[Index];

    /// <summary>The instances it takes part in.</summary>
    public IReadOnlyList<NodeInstance> Instances { get; }

    /// <summary>Their groups.</summary>
    public IReadOnlyList<NodeGroup> Groups { get; }

    /// <summary>Does a script, process or file belong into the file? What only other nodes watch does not; what nobody watches does, so that it is not lost.</summary>
    public bool Wants(TrackKind kind, string name) => _here.Contains((kind, name)) || !_elsewhere.Contains((kind, name));

    private static IEnumerable<NodeInstance> FindInstances(ClusterDefinition definition, string node)
    {
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int part = 0; part < instance.Participants.Count; part++)
            {
                if (instance.Participants[part].Node != node) continue;
                yield return new NodeInstance(instance, $"/vrrpInstances/{index}", instance.Participants[part], part);
                break;
            }
        }
    }

    private void Collect(string node)
    {
        foreach (VrrpInstanceDefinition instance in Definition.VrrpInstances)
            foreach (VrrpParticipantDefinition participant in instance.Participants) Add(participant.Tracks, participant.Node == node);
        foreach (SyncGroupDefinition group in Definition.SyncGroups) Add(group.Tracks, Groups.Any(own => own.Group.Name == group.Name));
        foreach (FileCheckDefinition check in Definition.VirtualServices.SelectMany(service => service.RealServers).SelectMany(server => server.Checks).OfType<FileCheckDefinition>())
            _here.Add((TrackKind.File, check.TrackFile));
    }

    private void Add(ValueArray<TrackDefinition> tracks, bool isHere)
    {
        foreach (TrackDefinition track in tracks) (isHere ? _here : _elsewhere).Add((track.Kind, track.Target));
    }
}
