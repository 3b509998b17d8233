namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What is named elsewhere exists: tracked things and members of sync groups.</summary>
internal sealed class ReferenceRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var known = new Dictionary<TrackKind, HashSet<string>>
        {
            [TrackKind.Script] = Names(definition.TrackScripts, script => script.Name),
            [TrackKind.Process] = Names(definition.TrackProcesses, process => process.Name),
            [TrackKind.File] = Names(definition.TrackFiles, file => file.Name),
        };
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int part = 0; part < instance.Participants.Count; part++)
                CheckTracks(instance.Participants[part].Tracks, $"/vrrpInstances/{index}/participants/{part}/tracks", Sentence.Verbatim(instance.Name), known, problems);
        }

        for (int index = 0; index < definition.SyncGroups.Count; index++)
            CheckTracks(definition.SyncGroups[index].Tracks, $"/syncGroups/{index}/tracks", $"Sync group {definition.SyncGroups[index].Name}", known, problems);
        CheckGroups(definition, problems);
    }

    private static HashSet<string> Names<T>(ValueArray<T> items, Func<T, string> nameOf) => items.Select(nameOf).ToHashSet(StringComparer.Ordinal);

    private static void CheckTracks(ValueArray<TrackDefinition> tracks, string list, Sentence subject, Dictionary<TrackKind, HashSet<string>> known, ProblemList problems)
    {
        for (int index = 0; index < tracks.Count; index++)
        {
            TrackDefinition track = tracks[index];
            string at = $"{list}/{index}";
            Sentence kind = KindText(track.Kind);
            if (tracks.Take(index).Any(other => other.Kind == track.Kind && other.Target == track.Target))
                problems.Error($"{at}/target", "track.duplicate", $"{subject} tracks the {kind} {track.Target} twice; remove one.");
            else if (known.TryGetValue(track.Kind, out HashSet<string>? names) && !names.Contains(track.Target))
                problems.Error($"{at}/target", "track.unknown", $"{subject} tracks the {kind} \"{track.Target}\", which is not defined; define it or remove the track.");
            else if (track.Kind == TrackKind.Interface && !NameRule.IsInterfaceName(track.Target))
                problems.Error($"{at}/target", "interface.name", $"{subject} tracks \"{track.Target}\", which cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
            int limit = track.Kind is TrackKind.Process or TrackKind.File ? 254 : 253;
            if (track.Weight < -limit || track.Weight > limit)
                problems.Error($"{at}/weight", "track.weight", $"{subject}: the weight of the track on {track.Target} must be -{limit} to {limit}, not {track.Weight}.");
        }
    }

    private static Sentence KindText(TrackKind kind) => kind switch { TrackKind.Script => $"script", TrackKind.Process => $"process", TrackKind.File => $"file", _ => $"interface" };

    private static void CheckGroups(ClusterDefinition definition, ProblemList problems)
    {
        HashSet<string> instances = Names(definition.VrrpInstances, instance => instance.Name);
        var groupOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int index = 0; index < definition.SyncGroups.Count; index++)
        {
            SyncGroupDefinition group = definition.SyncGroups[index];
            if (group.Members.Count == 0)
                problems.Error($"/syncGroups/{index}/members", "sync.empty", $"Sync group {group.Name} has no member; add instances or remove the group.");
            else if (group.Members.Count == 1)
                problems.Warning($"/syncGroups/{index}/members", "sync.single", $"Sync group {group.Name} has one member only, which moves on its own anyway; add another or remove the group.");
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
