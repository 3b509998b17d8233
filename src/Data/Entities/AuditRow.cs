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

    /// <summary>Object, actor, action and reason in lower case: databases fold only ASCII, people write any script.</summary>
    public required string SearchText { get; set; }
}
