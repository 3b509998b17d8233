namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>A stretch of time up to now, and into how many beats it is cut.</summary>
/// <param name="Word">In the page's address: <c>1h</c>.</param>
/// <param name="Beats">How many beats.</param>
/// <param name="Beat">Length of one beat.</param>
public sealed record TimelineRange(string Word, int Beats, TimeSpan Beat)
{
    /// <summary>The last ten minutes: single probes from memory, with exact percentiles.</summary>
    public static TimelineRange TenMinutes { get; } = new("10m", 60, TimeSpan.FromSeconds(10));

    /// <summary>One hour of minutes.</summary>
    public static TimelineRange Hour { get; } = new("1h", 60, TimeSpan.FromMinutes(1));

    /// <summary>One day of quarters of an hour.</summary>
    public static TimelineRange Day { get; } = new("24h", 96, TimeSpan.FromMinutes(15));

    /// <summary>Seven days.</summary>
    public static TimelineRange Week { get; } = new("7d", 84, TimeSpan.FromHours(2));

    /// <summary>Thirty days.</summary>
    public static TimelineRange Month { get; } = new("30d", 60, TimeSpan.FromHours(12));

    /// <summary>All of them, shortest first.</summary>
    public static IReadOnlyList<TimelineRange> All { get; } = [TenMinutes, Hour, Day, Week, Month];

    /// <summary>The whole stretch.</summary>
    public TimeSpan Length => Beats * Beat;

    /// <summary>The range of a word of the address; one hour for none or an unknown one.</summary>
    public static TimelineRange Parse(string? word) => All.FirstOrDefault(range => range.Word == word) ?? Hour;
}
