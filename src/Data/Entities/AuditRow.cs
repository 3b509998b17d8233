namespace KeepaliveConsole.Data.Entities;

/// <summary>Who did what. Written once, never changed.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public ActorKind ActorKind { get; set; }

    public required string Actor { get; set; }

    public string? Address { get; set; }

    public required string Action { get; set; }

    public required string Object { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    public string? Reason { get; set; }

    public long? Revision { get; set; }

    public bool Succeeded { get; set; }

    /// <summary>Names the request it belongs to, the same as in a problem's <c>traceId</c>; null = none.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>Hash of the row before it; empty for the first, null for rows from before there was a chain.</summary>
    public string? PreviousHash { get; set; }

    /// <summary>SHA-256 over all that is told here and <see cref="PreviousHash"/>, lower-case hexadecimal; null for rows from before there was a chain.</summary>
    public string? Hash { get; set; }

    /// <summary>Object, actor, action and reason in lower case: databases fold only ASCII, people write any script.</summary>
    public required string SearchText { get; set; }
}
