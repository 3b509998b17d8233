namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of sync groups.</summary>
internal static class SyncGroupDifference
{
    public static void Add(ValueArray<SyncGroupDefinition> before, ValueArray<SyncGroupDefinition> after, List<string> lines) =>
        ListDifference.Add(before, after, "sync group", group => group.Name, (old, now) => Compare($"sync group {now.Name}", old, now, lines), lines);

    private static void Compare(string subject, SyncGroupDefinition before, SyncGroupDefinition after, List<string> lines)
    {
        FieldTable.Add(TrackFields.SyncGroup, subject, before, after, lines);
        TrackDifference.Add(subject, before.Tracks, after.Tracks, lines);
        FieldTable.Add(VrrpFields.Notify, subject, before.Notify, after.Notify, lines);
    }
}
