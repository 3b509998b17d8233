namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Time between two adverts, in centiseconds: VRRPv3 1 to 4095 (10 ms to 40.95 s, RFC 9568 §5.2.7),
/// VRRPv2 whole seconds 1 to 255 (100 to 25500 centiseconds, RFC 3768 §5.3.7). Default 1 s.
/// </summary>
public readonly record struct AdvertisementInterval(int Centiseconds) : IComparable<AdvertisementInterval>
{
    /// <summary>1 second.</summary>
    public static AdvertisementInterval Default => new(100);

    /// <summary>From whole seconds, VRRPv2's unit.</summary>
    public static AdvertisementInterval FromSeconds(int seconds) => new(seconds * 100);

    /// <summary>From a time span, rounded to the nearest centisecond.</summary>
    public static AdvertisementInterval FromTimeSpan(TimeSpan span) => new((int)Math.Round(span.TotalMilliseconds / 10, MidpointRounding.AwayFromZero));

    /// <summary>The interval as a span.</summary>
    public TimeSpan Span => new(Centiseconds * TimeSpan.TicksPerMillisecond * 10);

    /// <summary>VRRPv2's unit; meaningful where <see cref="IsValid"/> holds for version 2.</summary>
    public int WholeSeconds => Centiseconds / 100;

    /// <summary>May <paramref name="version"/> carry this interval on the wire?</summary>
    public bool IsValid(VrrpVersion version) => version == VrrpVersion.V2
        ? Centiseconds is >= 100 and <= 25500 && Centiseconds % 100 == 0
        : Centiseconds is >= 1 and <= 4095;

    /// <inheritdoc />
    public int CompareTo(AdvertisementInterval other) => Centiseconds.CompareTo(other.Centiseconds);

    /// <summary>Shorter than.</summary>
    public static bool operator <(AdvertisementInterval left, AdvertisementInterval right) => left.Centiseconds < right.Centiseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(AdvertisementInterval left, AdvertisementInterval right) => left.Centiseconds > right.Centiseconds;

    /// <summary>Shorter than or the same.</summary>
    public static bool operator <=(AdvertisementInterval left, AdvertisementInterval right) => left.Centiseconds <= right.Centiseconds;

    /// <summary>Longer than or the same.</summary>
    public static bool operator >=(AdvertisementInterval left, AdvertisementInterval right) => left.Centiseconds >= right.Centiseconds;

    /// <inheritdoc />
    public override string ToString() => $"{Centiseconds / 100m:0.##} s";
}
