namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What is named elsewhere exists: tracked things and members of sync groups.</summary>
internal sealed class ReferenceRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var scripts = definition.TrackScripts.Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        var processes = definition.TrackProcesses.Select(process => process.Name).ToHashSet(StringComparer.Ordinal);
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int part = 0; part < instance.Participants.Count; part++)
                for (int track = 0; track < instance.Participants[part].Tracks.Count; track++)
                    CheckTrack(instance, instance.Participants[part].Tracks[track], $"/vrrpInstances/{index}/participants/{part}/tracks/{track}", scripts, processes, problems);
        }

        CheckGroups(definition, problems);
    }

    private static void CheckTrack(VrrpInstanceDefinition instance, TrackDefinition track, string at, HashSet<string> scripts, HashSet<string> processes, ProblemList problems)
    {
        switch (track.Kind)
        {
            case TrackKind.Script when !scripts.Contains(track.Target):
                problems.Error($"{at}/target", "track.unknown", $"{instance.Name} tracks the script \"{track.Target}\", which is not defined; define it or remove the track.");
                break;
            case TrackKind.Process when !processes.Contains(track.Target):
                problems.Error($"{at}/target", "track.unknown", $"{instance.Name} tracks the process \"{track.Target}\", which is not defined; define it or remove the track.");
                break;
            case TrackKind.Interface when !NameRule.IsInterfaceName(track.Target):
                problems.Error($"{at}/target", "interface.name", $"{instance.Name} tracks \"{track.Target}\", which cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
                break;
        }

        int limit = track.Kind == TrackKind.Process ? 254 : 253;
        if (track.Weight < -limit || track.Weight > limit)
            problems.Error($"{at}/weight", "track.weight", $"{instance.Name}: the weight of the track on {track.Target} must be -{limit} to {limit}, not {track.Weight}.");
    }

    private static void CheckGroups(ClusterDefinition definition, ProblemList problems)
    {
        var instances = definition.VrrpInstances.Select(instance => instance.Name).ToHashSet(StringComparer.Ordinal);
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int index = 0; index < definition.SyncGroups.Count; index++)
        {
            SyncGroupDefinition group = definition.SyncGroups[index];
            if (group.Members.Count == 0)
                problems.Error($"/syncGroups/{index}/members", "sync.empty", $"Sync group {group.Name} has no member; add instances or remove the group.");
            for (int member = 0; member < group.Members.Count; member++)
            {
                string name = group.Members[member];
                string at = $"/syncGroups/{index}/members/{member}";
                if (!instances.Contains(name))
                    problems.Error(at, "sync.unknown", $"Sync group {group.Name} names the instance \"{name}\", which is not defined; define it or remove it from the group.");
                else if (!groupOf.TryAdd(name, group.Name))
                    problems.Error(at, "sync.twice", $"{name} is in sync group {groupOf[name]} and again in {group.Name}; an instance follows only one group, so remove one.");
            }
        }
    }
}
