using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>
/// How far an instance is from a takeover that nobody asked for: the intervals that may still pass without an advert. Told of the moment of the picture,
/// because between two pictures adverts come that the page has not heard of.
/// </summary>
/// <param name="Intervals">Intervals left, never negative; 3 just after an advert.</param>
/// <param name="Left">The same as a time.</param>
/// <param name="IsOwn">True: this node is Master, and its own last advert counts; false: it is Backup, and its timer counts.</param>
public sealed record AdvertMargin(double Intervals, TimeSpan Left, bool IsOwn)
{
    /// <summary>Intervals without an advert after which a backup takes over, as far as a master knows: 3, the default of every router.</summary>
    public const double Usual = 3;

    /// <summary>Colour: over 1.9 intervals fine (2 are left when the next advert is just due), over 1 a warning, otherwise grave.</summary>
    public string Style => Intervals > 1.9 ? "up" : Intervals > 1 ? "warning" : "down";

    /// <summary>Part of the gauge that is filled, 0 to 100.</summary>
    public int Percent => (int)Math.Round(Math.Clamp(Intervals / (Usual + 1), 0, 1) * 100);

    /// <summary>The margin of <paramref name="instance"/>; null when it neither sends nor waits for adverts.</summary>
    /// <param name="instance">One instance of the picture.</param>
    /// <param name="at">When the picture was taken.</param>
    public static AdvertMargin? Of(VrrpInstanceStatus instance, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(instance);
        TimeSpan interval = instance.AdvertisementInterval.Span;
        if (interval <= TimeSpan.Zero) return null;
        TimeSpan? left = instance.State switch
        {
            VrrpState.Master => (Usual * interval) - (at - instance.ObservedAt),
            VrrpState.Backup when instance.TakeoverAt is { } takeover => takeover - at,
            _ => null,
        };
        if (left is not { } span) return null;
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        return new AdvertMargin(span / interval, span, instance.State == VrrpState.Master);
    }
}
