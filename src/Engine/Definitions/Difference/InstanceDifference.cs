namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of VRRP instances, their addresses and their participants.</summary>
internal static class InstanceDifference
{
    public static void Add(ValueArray<VrrpInstanceDefinition> before, ValueArray<VrrpInstanceDefinition> after, DifferenceLines lines) =>
        ListDifference.Add(before, after, lines.Word("VRRP instance"), instance => instance.Name, (old, now) => Compare(old, now, lines), lines);

    private static void Compare(VrrpInstanceDefinition before, VrrpInstanceDefinition after, DifferenceLines lines)
    {
        string name = after.Name;
        FieldTable.Add(VrrpFields.Instance, name, before, after, lines);
        ListDifference.Add(before.VirtualAddresses, after.VirtualAddresses, lines.Part(name, "address"), address => address.Address.ToString(),
            (old, now) => FieldTable.Add(VrrpFields.Address, $"{lines.Part(name, "address")} {now.Address}", old, now, lines), lines);

        // With one node taking part its name would only be noise.
        bool single = before.Participants.Count == 1 && after.Participants.Count == 1;
        ListDifference.Add(before.Participants, after.Participants, lines.Part(name, "node"), participant => participant.Node,
            (old, now) => Compare(single ? name : lines.On(name, now.Node), old, now, lines), lines);
    }

    private static void Compare(string subject, VrrpParticipantDefinition before, VrrpParticipantDefinition after, DifferenceLines lines)
    {
        FieldTable.Add(VrrpFields.Participant, subject, before, after, lines);
        TrackDifference.Add(subject, before.Tracks, after.Tracks, lines);
        FieldTable.Add(VrrpFields.Notify, subject, before.Notify, after.Notify, lines);
    }
}
