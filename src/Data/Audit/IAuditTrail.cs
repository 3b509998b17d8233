namespace KeepaliveConsole.Data.Audit;

/// <summary>Append-only record of who did what.</summary>
public interface IAuditTrail
{
    /// <summary>Appends one entry.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>What is recorded.</summary>
public sealed record AuditEntry
{
    /// <summary>When, UTC; null = now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Stable word: <c>sign-in</c>, <c>sign-in-failed</c>, <c>setup</c>, <c>import</c>, <c>drain</c>, <c>take-out</c>, <c>put-back</c>, <c>transition</c> …</summary>
    public required string Action { get; init; }

    /// <summary>What it was about.</summary>
    public required string Object { get; init; }

    /// <summary>State before as JSON or text, secrets masked; null = none.</summary>
    public string? Before { get; init; }

    /// <summary>State after; null = none.</summary>
    public string? After { get; init; }

    /// <summary>Why, in words; null = none given.</summary>
    public string? Reason { get; init; }

    /// <summary>Revision it made or ran under; null = none.</summary>
    public long? Revision { get; init; }

    /// <summary>Did it work? Default true.</summary>
    public bool Succeeded { get; init; } = true;
}

/// <summary>A stored entry.</summary>
public sealed record AuditRecord(long Id, DateTimeOffset At, ActorKind ActorKind, string Actor, string? Address, string Action, string Object,
    string? Before, string? After, string? Reason, long? Revision, bool Succeeded);

/// <summary>Which entries.</summary>
public sealed record AuditQuery
{
    /// <summary>Only from this time on, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only before this time, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only this actor (exact).</summary>
    public string? Actor { get; init; }

    /// <summary>Only this action (exact).</summary>
    public string? Action { get; init; }

    /// <summary>Text that object, actor, action or reason contains, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>At most this many, 1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Continue after a page: its <see cref="Page{T}.NextCursor"/>.</summary>
    public string? Cursor { get; init; }
}
