using System.Globalization;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>Turns UTC into the time of the person in front of the browser. UTC until the browser has said its zone.</summary>
public sealed class ViewerClock
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Name of the zone, for column headers: <c>UTC</c>, <c>Europe/Berlin</c> or <c>UTC+08:00</c>.</summary>
    public string ZoneName { get; private set; } = "UTC";

    /// <summary>Takes what the browser says.</summary>
    /// <param name="zone">IANA name; null or unknown to this host (no zone data installed) = use <paramref name="offsetMinutes"/>.</param>
    /// <param name="offsetMinutes">Minutes east of UTC now, -840 to 840; anything else is ignored.</param>
    public void Use(string? zone, int offsetMinutes)
    {
        if (!string.IsNullOrEmpty(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? known))
        {
            _zone = known;
            ZoneName = zone;
        }
        else if (offsetMinutes is >= -840 and <= 840)
        {
            TimeSpan offset = TimeSpan.FromMinutes(offsetMinutes);
            ZoneName = offsetMinutes == 0 ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(offsetMinutes < 0 ? '-' : '+')}{offset:hh\\:mm}");
            _zone = TimeZoneInfo.CreateCustomTimeZone(ZoneName, offset, ZoneName, ZoneName);
        }
    }

    /// <summary>The same moment with the viewer's offset.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone);

    /// <summary>The moment that the viewer means by a wall-clock time without a zone.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        DateTime unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(unspecified, _zone.GetUtcOffset(unspecified)).ToUniversalTime();
    }

    /// <summary><c>2026-11-22 14:03:11</c> in the viewer's zone.</summary>
    public string Text(DateTimeOffset moment) => Local(moment).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>14:03:11</c> in the viewer's zone, with the date when it is not today.</summary>
    public string ShortText(DateTimeOffset moment, DateTimeOffset now)
    {
        DateTimeOffset local = Local(moment);
        return local.Date == Local(now).Date ? local.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : Text(moment);
    }

    /// <summary><c>2026-11-22 13:03:11 UTC</c></summary>
    public static string UtcText(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss' UTC'", CultureInfo.InvariantCulture);
}
