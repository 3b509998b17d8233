namespace KeepaliveConsole.Data.Audit;

/// <summary>Append-only record of who did what.</summary>
public interface IAuditTrail
{
    /// <summary>Appends one entry.</summary>
    Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Newest first. A filter without an index (all but time, action and actor) looks at a bounded number of rows in one question: a page may
    /// then hold fewer than asked for, even none, and still have a cursor to go on with.
    /// </summary>
    Task<Page<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>One entry by number; null = there is none, or it is older than entries are kept.</summary>
    Task<AuditRecord?> FindAsync(long id, CancellationToken cancellationToken);
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

    /// <summary>The request it belongs to; null = the one under way, if any (<see cref="System.Diagnostics.Activity.Current"/>); empty = none.</summary>
    public string? CorrelationId { get; init; }
}

/// <summary>A stored entry. The hashes are null for entries from before there was a chain.</summary>
public sealed record AuditRecord(long Id, DateTimeOffset At, ActorKind ActorKind, string Actor, string? Address, string Action, string Object,
    string? Before, string? After, string? Reason, long? Revision, bool Succeeded, string? CorrelationId = null, string? PreviousHash = null, string? Hash = null);

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

    /// <summary>Only about this object (exact).</summary>
    public string? Object { get; init; }

    /// <summary>Only of this request.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Only under this revision.</summary>
    public long? Revision { get; init; }

    /// <summary>Only what worked (true) or did not (false).</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Text that object, actor, action or reason contains, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>At most this many, 1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Continue after a page: its <see cref="Page{T}.NextCursor"/>.</summary>
    public string? Cursor { get; init; }
}
