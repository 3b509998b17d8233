namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of VRRP instances, their addresses and their participants.</summary>
internal static class InstanceDifference
{
    public static void Add(ValueArray<VrrpInstanceDefinition> before, ValueArray<VrrpInstanceDefinition> after, List<string> lines) =>
        ListDifference.Add(before, after, "VRRP instance", instance => instance.Name, (old, now) => Compare(old, now, lines), lines);

    private static void Compare(VrrpInstanceDefinition before, VrrpInstanceDefinition after, List<string> lines)
    {
        string name = after.Name;
        FieldTable.Add(FieldTable.Instance, name, before, after, lines);
        ListDifference.Add(before.VirtualAddresses, after.VirtualAddresses, $"{name}: address", address => address.Address.ToString(),
            (old, now) => FieldTable.Add(FieldTable.Address, $"{name}: address {now.Address}", old, now, lines), lines);

        // With one node taking part its name would only be noise.
        bool single = before.Participants.Count == 1 && after.Participants.Count == 1;
        ListDifference.Add(before.Participants, after.Participants, $"{name}: node", participant => participant.Node,
            (old, now) => Compare(single ? name : $"{name} on {now.Node}", old, now, lines), lines);
    }

    private static void Compare(string subject, VrrpParticipantDefinition before, VrrpParticipantDefinition after, List<string> lines)
    {
        FieldTable.Add(FieldTable.Participant, subject, before, after, lines);
        ListDifference.Add(before.Tracks, after.Tracks, $"{subject}: track", TrackName,
            (old, now) => FieldTable.Add(FieldTable.Track, $"{subject}: track {TrackName(now)}", old, now, lines), lines);
    }

    private static string TrackName(TrackDefinition track) => $"{track.Kind.ToString().ToLowerInvariant()} {track.Target}";
}
