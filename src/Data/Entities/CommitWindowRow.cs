namespace KeepaliveConsole.Data.Entities;

/// <summary>A change that goes back by itself unless someone confirms it; at most one row.</summary>
internal sealed class CommitWindowRow
{
    /// <summary>Key of the only row.</summary>
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    /// <summary>The revision on trial.</summary>
    public long Revision { get; set; }

    /// <summary>The revision to go back to.</summary>
    public long BackTo { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>Goes back at this time.</summary>
    public DateTimeOffset EndsAt { get; set; }

    public ActorKind ActorKind { get; set; }

    public required string Actor { get; set; }

    public string? Address { get; set; }

    public string? Comment { get; set; }

    /// <summary>Guards that end it early, as JSON.</summary>
    public required string Guards { get; set; }
}
