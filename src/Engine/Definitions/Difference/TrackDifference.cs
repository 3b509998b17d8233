namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of what an instance or a sync group watches.</summary>
internal static class TrackDifference
{
    public static void Add(string subject, ValueArray<TrackDefinition> before, ValueArray<TrackDefinition> after, List<string> lines) =>
        ListDifference.Add(before, after, $"{subject}: track", NameOf,
            (old, now) => FieldTable.Add(TrackFields.Track, $"{subject}: track {NameOf(now)}", old, now, lines), lines);

    private static string NameOf(TrackDefinition track) => $"{track.Kind.ToString().ToLowerInvariant()} {track.Target}";
}
