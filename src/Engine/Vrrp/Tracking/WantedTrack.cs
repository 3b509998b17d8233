using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>One track of an instance with everything that is inherited filled in.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Target">Interface, or the name of the script, process or file definition.</param>
/// <param name="Weight">0 = fault while down.</param>
/// <param name="Reverse">Turns the sign of the weight; with 0: fault while up.</param>
/// <param name="WeightCounts">False: its weight is without effect, because the instance is in a sync group that does not count them.</param>
public readonly record struct WantedTrack(TrackKind Kind, string Target, int Weight, bool Reverse, bool WeightCounts = true)
{
    /// <summary><c>interface</c>, <c>script</c>, <c>process</c>, <c>file</c>.</summary>
    public string KindName => Kind switch
    {
        TrackKind.Script => "script",
        TrackKind.Process => "process",
        TrackKind.File => "file",
        _ => "interface",
    };
}

/// <summary>Which tracks an instance has on a node: its own, then its sync group's.</summary>
public static class WantedTracks
{
    /// <summary>
    /// The tracks. A member of a sync group keeps its own faults, but its own weights count only with <see cref="SyncGroupDefinition.TrackingWeight"/>:
    /// otherwise the members would drift apart. The group's own tracks always count. One whose target is not defined is left out.
    /// </summary>
    public static ValueArray<WantedTrack> Of(ClusterDefinition definition, VrrpInstanceDefinition instance, VrrpParticipantDefinition participant)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(participant);
        SyncGroupDefinition? group = definition.SyncGroups.FirstOrDefault(candidate => candidate.Members.Contains(instance.Name));
        List<WantedTrack> wanted = [];
        foreach (TrackDefinition track in participant.Tracks) Add(track, group is null || group.TrackingWeight);
        if (group is not null)
            foreach (TrackDefinition track in group.Tracks) Add(track, true);
        return wanted.ToValueArray();

        void Add(TrackDefinition track, bool weightCounts)
        {
            if (Target(definition, track) is var (weight, reverse))
                wanted.Add(new WantedTrack(track.Kind, track.Target, track.Weight ?? weight, track.Reverse ?? reverse, weightCounts));
        }
    }

    private static (int Weight, bool Reverse)? Target(ClusterDefinition definition, TrackDefinition track)
    {
        switch (track.Kind)
        {
            case TrackKind.Script:
                return definition.TrackScripts.FirstOrDefault(script => script.Name == track.Target) is { } script ? (script.Weight, script.Reverse) : null;
            case TrackKind.Process:
                return definition.TrackProcesses.FirstOrDefault(process => process.Name == track.Target) is { } process ? (process.Weight, process.Reverse) : null;
            case TrackKind.File:
                return definition.TrackFiles.FirstOrDefault(file => file.Name == track.Target) is { } file ? (file.Weight, file.Reverse) : null;
            default:
                return (0, false);
        }
    }
}
