using System.Globalization;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.Events;

/// <summary>The filter of the events page as people fill it in; kept in the page's address.</summary>
/// <param name="Range">One of <see cref="Ranges"/>, or <see cref="Custom"/>; null or another word = the last 24 hours.</param>
/// <param name="From">Start of a custom range, the viewer's wall clock as <c>2026-11-22T13:00:00</c>.</param>
/// <param name="To">End of a custom range, excluded.</param>
/// <param name="Severity">Word of an <see cref="EventSeverity"/>; null or another word = all.</param>
/// <param name="Kind">Kind of the event; null = all.</param>
/// <param name="Node">Exact name.</param>
/// <param name="Text">Name of an instance, a service, an address …</param>
public sealed record EventFilter(string? Range = null, string? From = null, string? To = null, string? Severity = null, string? Kind = null, string? Node = null, string? Text = null)
{
    /// <summary>Word for a range that the two fields give.</summary>
    public const string Custom = "custom";

    /// <summary>Bars of the histogram: 48.</summary>
    public const int Buckets = 48;

    private const string Usual = "24h";
    private const string Written = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Ranges that end now, by their word in the address.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Ranges { get; } = new Dictionary<string, TimeSpan>
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["6h"] = TimeSpan.FromHours(6),
        [Usual] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    /// <summary>Does the filter leave anything out, the time aside?</summary>
    public bool IsActive => this with { Range = null, From = null, To = null } != new EventFilter();

    /// <summary>The range in force.</summary>
    public string RangeWord => Range == Custom || Ranges.ContainsKey(Range ?? "") ? Range! : Usual;

    /// <summary>Does it end now, so that new events fall into it?</summary>
    public bool IsLive => RangeWord != Custom;

    /// <summary>The query for one page.</summary>
    /// <param name="cursor">Where to go on; null = the newest.</param>
    /// <param name="now">End of the ranges that end now.</param>
    /// <param name="clock">The viewer's zone, for the fields.</param>
    public EventQuery ToQuery(string? cursor, DateTimeOffset now, ViewerClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // Rows of this very moment belong to it.
        DateTimeOffset to = (IsLive ? null : Parse(To, clock)) ?? now.AddSeconds(1);
        DateTimeOffset from = (IsLive ? null : Parse(From, clock)) ?? to - (IsLive ? Ranges[RangeWord] : Ranges[Usual]);
        return new EventQuery
        {
            From = from < to ? from : to.AddSeconds(-1),
            To = to,
            Severity = Enum.TryParse(Severity, out EventSeverity severity) && Enum.IsDefined(severity) ? severity : null,
            Kind = Filled(Kind),
            Node = Filled(Node),
            Text = Filled(Text),
            Cursor = cursor,
        };
    }

    /// <summary>The filter with the time of one bar.</summary>
    public EventFilter Zoom(EventBucket bucket, ViewerClock clock)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(clock);
        // Whole seconds: a bar that is shorter shows the second it is in.
        DateTimeOffset to = bucket.To.AddTicks(TimeSpan.TicksPerSecond - 1);
        return this with { Range = Custom, From = Text19(clock.Local(bucket.From)), To = Text19(clock.Local(to)) };
    }

    private static string Text19(DateTimeOffset local) => local.ToString(Written, CultureInfo.InvariantCulture);

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Parse(string? local, ViewerClock clock) =>
        DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? clock.Moment(time) : null;
}
