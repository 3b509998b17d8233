namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Changes of what an instance or a sync group watches.</summary>
internal static class TrackDifference
{
    public static void Add(string subject, ValueArray<TrackDefinition> before, ValueArray<TrackDefinition> after, DifferenceLines lines) =>
        ListDifference.Add(before, after, lines.Part(subject, "track"), track => NameOf(track, lines),
            (old, now) => FieldTable.Add(TrackFields.Track, $"{lines.Part(subject, "track")} {NameOf(now, lines)}", old, now, lines), lines);

    private static string NameOf(TrackDefinition track, DifferenceLines lines) => $"{lines.Word(track.Kind.ToString().ToLowerInvariant())} {track.Target}";
}
