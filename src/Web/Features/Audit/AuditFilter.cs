using System.Globalization;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.Audit;

/// <summary>The filter of the audit page as people fill it in; kept in the page's address.</summary>
/// <param name="Range">One of the keys of <see cref="Ranges"/>, or <see cref="Custom"/>; null or another word = all.</param>
/// <param name="From">Start of a custom range, the viewer's wall clock as <c>2026-11-22T13:00</c>.</param>
/// <param name="To">End of a custom range, excluded.</param>
/// <param name="Actor">Exact name.</param>
/// <param name="Action">Exact word.</param>
/// <param name="Text">Text that object, actor, action or reason contains.</param>
public sealed record AuditFilter(string? Range = null, string? From = null, string? To = null, string? Actor = null, string? Action = null, string? Text = null)
{
    /// <summary>Word for a range that the two fields give.</summary>
    public const string Custom = "custom";

    /// <summary>Rows of one page: 50.</summary>
    public const int PageSize = 50;

    /// <summary>Ranges that end now, by their word in the address.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Ranges { get; } = new Dictionary<string, TimeSpan>
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    /// <summary>Does the filter leave anything out?</summary>
    public bool IsActive => this != new AuditFilter();

    /// <summary>The query for one page.</summary>
    /// <param name="cursor">Where to go on; null = the newest.</param>
    /// <param name="now">End of the ranges that end now.</param>
    /// <param name="clock">The viewer's zone, for the fields.</param>
    public AuditQuery ToQuery(string? cursor, DateTimeOffset now, ViewerClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        DateTimeOffset? from = Range == Custom ? Parse(From, clock) : Ranges.TryGetValue(Range ?? "", out TimeSpan back) ? now - back : null;
        return new AuditQuery
        {
            From = from,
            To = Range == Custom ? Parse(To, clock) : null,
            Actor = Filled(Actor),
            Action = Filled(Action),
            Text = Filled(Text),
            Limit = PageSize,
            Cursor = cursor,
        };
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Parse(string? local, ViewerClock clock) =>
        DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? clock.Moment(time) : null;
}
