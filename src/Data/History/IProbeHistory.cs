using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>
/// Rollups of probes: minutes for a day, hours for 30 days, days for a year. A minute is written as it is closed; hours and days are summed
/// up in the database once they are over.
/// </summary>
public interface IProbeHistory
{
    /// <summary>The points of a server's checks, by check, oldest first.</summary>
    Task<IReadOnlyList<ProbeSummary>> QueryAsync(ProbeQuery query, CancellationToken cancellationToken);
}

/// <summary>Which points.</summary>
public sealed record ProbeQuery
{
    /// <summary>Endpoint of the real server.</summary>
    public required string Server { get; init; }

    /// <summary>Only this virtual service; null = all that have such a server.</summary>
    public string? Service { get; init; }

    /// <summary>Only what this node saw.</summary>
    public required string Node { get; init; }

    /// <summary>From this time on, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to, not including, this time, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Span of a point.</summary>
    public required ProbeSpan Span { get; init; }
}

/// <summary>Span of a point of the history.</summary>
public enum ProbeSpan
{
    /// <summary>One minute; kept for a day.</summary>
    Minute = 60,

    /// <summary>One hour; kept for 30 days.</summary>
    Hour = 3600,

    /// <summary>One day, UTC; kept for a year.</summary>
    Day = 86_400,
}
