namespace KeepaliveConsole.Data.Entities;

/// <summary>Where the hash chain of the audit begins and ends; at most two rows, <see cref="BeginId"/> and <see cref="HeadId"/>.</summary>
internal sealed class AuditCheckpointRow
{
    /// <summary>Key of the row that says where the chain begins after old rows were removed; there is none before that.</summary>
    public const int BeginId = 1;

    /// <summary>Key of the row that names the newest audit row; written with it, so that rows removed from the end are missed.</summary>
    public const int HeadId = 2;

    public int Id { get; set; } = BeginId;

    /// <summary>Number of the last row that was removed, or of the newest.</summary>
    public long LastId { get; set; }

    /// <summary>Hash of that row: what the row after it names as the one before it; empty when that row is from before there was a chain.</summary>
    public required string LastHash { get; set; }

    /// <summary>Rows removed so far, all together; 0 for the head.</summary>
    public long Removed { get; set; }

    public DateTimeOffset At { get; set; }
}
