
namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>What one track does to the priority.</summary>
/// <param name="Offset">Added to the priority.</param>
/// <param name="Fault">Why it holds the instance in Fault; null = it does not.</param>
public readonly record struct TrackContribution(int Offset, string? Fault);

/// <summary>What all tracks of an instance do together, as keepalived adds them up.</summary>
public static class TrackSum
{
    /// <summary>A file's number times the weight that is a fault, or less.</summary>
    public const int FileFault = -254;

    private const int FileMaximum = 253;

    /// <summary>
    /// One track. Weight 0: a fault while down. Positive: added while up. Negative: taken off while down. Reverse turns the
    /// sign (and with 0: a fault while up). Nothing while not known. A file: its number times the weight, at most 253; -254 or
    /// less is a fault, and with weight 0 any number but 0.
    /// </summary>
    public static TrackContribution Of(WantedTrack track, TrackReading reading) =>
        track.Weight != 0 && !track.WeightCounts ? default
        : reading.Value is { } value ? OfFile(track, value, reading)
        : reading.IsUp is { } isUp ? OfState(track, isUp, reading) : default;

    /// <summary>All of them: offsets added, every fault named.</summary>
    public static TrackEffect Of(IEnumerable<(WantedTrack Track, TrackReading Reading)> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        long offset = 0;
        string? fault = null;
        foreach ((WantedTrack track, TrackReading reading) in tracks)
        {
            TrackContribution one = Of(track, reading);
            offset += one.Offset;
            if (one.Fault is not null) fault = fault is null ? one.Fault : $"{fault}; {one.Fault}";
        }

        return new TrackEffect((int)Math.Clamp(offset, int.MinValue, int.MaxValue), fault);
    }

    /// <summary>
    /// May the instance take part before this track's first result? Not where the result may be a fault: a service that is
    /// not known to work must not be given the address. (keepalived waits in the same way.)
    /// </summary>
    public static bool MustBeKnown(WantedTrack track) => track.Weight == 0 || track.Kind == Definitions.TrackKind.File;

    /// <summary>Is it well for the instance? A file is when it causes no fault. Null = not known.</summary>
    public static bool? IsUp(WantedTrack track, TrackReading reading) =>
        reading.Value is { } value ? OfFile(track, value, reading).Fault is null : reading.IsUp;

    private static TrackContribution OfState(WantedTrack track, bool isUp, TrackReading reading)
    {
        if (track.Weight == 0)
        {
            if (isUp != track.Reverse) return default;
            return new TrackContribution(0, isUp
                ? Sentence.Text($"{track.KindName} {track.Target} is up, and its track is reversed: {reading.Reason}")
                : Sentence.Text($"{track.KindName} {track.Target} is down: {reading.Reason}"));
        }

        bool applies = track.Weight > 0 == isUp;
        return new TrackContribution(!applies ? 0 : track.Reverse ? -track.Weight : track.Weight, null);
    }

    private static TrackContribution OfFile(WantedTrack track, long value, TrackReading reading)
    {
        if (track.Weight == 0)
        {
            if (value != 0 == track.Reverse) return default;
            return new TrackContribution(0, track.Reverse
                ? Sentence.Text($"file {track.Target}: {reading.Reason}, and 0 is a fault")
                : Sentence.Text($"file {track.Target}: {reading.Reason}, and anything but 0 is a fault"));
        }


        long product = value * track.Weight * (track.Reverse ? -1 : 1);
        return product <= FileFault
            ? new TrackContribution(0, Sentence.Text($"file {track.Target}: {reading.Reason} times weight {(track.Reverse ? -track.Weight : track.Weight)} is {FileFault} or less"))
            : new TrackContribution((int)Math.Min(product, FileMaximum), null);
    }
}
