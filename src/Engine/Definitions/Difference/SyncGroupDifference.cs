namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of sync groups.</summary>
internal static class SyncGroupDifference
{
    public static void Add(ValueArray<SyncGroupDefinition> before, ValueArray<SyncGroupDefinition> after, DifferenceLines lines) =>
        ListDifference.Add(before, after, lines.Word("sync group"), group => group.Name, (old, now) => Compare($"{lines.Word("sync group")} {now.Name}", old, now, lines), lines);

    private static void Compare(string subject, SyncGroupDefinition before, SyncGroupDefinition after, DifferenceLines lines)
    {
        FieldTable.Add(TrackFields.SyncGroup, subject, before, after, lines);
        TrackDifference.Add(subject, before.Tracks, after.Tracks, lines);
        FieldTable.Add(VrrpFields.Notify, subject, before.Notify, after.Notify, lines);
    }
}
