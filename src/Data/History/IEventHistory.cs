using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>Which stored events.</summary>
public sealed record EventQuery
{
    /// <summary>Only from this time on, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Only before this time, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Only of this node; null = all.</summary>
    public string? Node { get; init; }

    /// <summary>Only of this kind, such as <c>vrrpTransitioned</c>; null = all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this grave; null = all.</summary>
    public EventSeverity? Severity { get; init; }

    /// <summary>Text that the event holds exactly so, such as the name of an instance or an address; null = all.</summary>
    public string? Text { get; init; }

    /// <summary>At most this many, 1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Continue after a page: its <see cref="Page{T}.NextCursor"/>.</summary>
    public string? Cursor { get; init; }
}

/// <summary>How many events fell into a span of time.</summary>
/// <param name="From">Its start, UTC.</param>
/// <param name="To">Its end, excluded.</param>
/// <param name="Info">Events of normal work.</param>
/// <param name="Warning">Warnings.</param>
/// <param name="Critical">Critical events.</param>
public sealed record EventBucket(DateTimeOffset From, DateTimeOffset To, int Info, int Warning, int Critical)
{
    /// <summary>All of them.</summary>
    public int Count => Info + Warning + Critical;
}

/// <summary>The stored events for people who look back: in pages, and counted over time. All of it in the database.</summary>
public interface IEventHistory
{
    /// <summary>Most spans that one count can have: 200.</summary>
    const int MostBuckets = 200;

    /// <summary>Newest first. The cursor must have passed <see cref="PageCursor.IsValid"/>.</summary>
    Task<Page<StoredEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>Events per span of time, oldest first, spans without any included; limit and cursor do not count.</summary>
    /// <param name="query">Which events; its time is divided into equal spans.</param>
    /// <param name="buckets">How many spans, 1 to <see cref="MostBuckets"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<EventBucket>> CountAsync(EventQuery query, int buckets, CancellationToken cancellationToken);
}
