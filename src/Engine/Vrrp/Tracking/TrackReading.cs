namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>What is known of one tracked thing.</summary>
/// <param name="IsUp">Up or down; null = not known yet, and always for a file, which has a <paramref name="Value"/> instead.</param>
/// <param name="Value">The number in a tracked file; null = not read yet, and for everything else.</param>
/// <param name="Reason">Why, such as "exit code 1"; null before the first result.</param>
public readonly record struct TrackReading(bool? IsUp, long? Value, string? Reason)
{
    /// <summary>Nothing known yet.</summary>
    public static TrackReading Unknown => default;

    /// <summary>Is anything known?</summary>
    public bool IsKnown => IsUp is not null || Value is not null;

    /// <summary>Up.</summary>
    public static TrackReading Up(string reason) => new(true, null, reason);

    /// <summary>Down.</summary>
    public static TrackReading Down(string reason) => new(false, null, reason);

    /// <summary>A number.</summary>
    public static TrackReading Number(long value, string reason) => new(null, value, reason);
}
