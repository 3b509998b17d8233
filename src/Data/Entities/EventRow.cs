namespace KeepaliveConsole.Data.Entities;

/// <summary>One event of the stream, as it was told: what <c>Last-Event-ID</c> resumes from.</summary>
internal sealed class EventRow
{
    /// <summary>Rises with each row; the id of the event in the stream.</summary>
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Node { get; set; }

    /// <summary>Kind of the event, as in its JSON.</summary>
    public required string Kind { get; set; }

    /// <summary>Whole event as JSON.</summary>
    public required string Json { get; set; }
}
