namespace KeepaliveConsole.Data.Entities;

/// <summary>Programs run on changes of state; a parent has one row or none.</summary>
internal abstract class NotifyRow : OrderedRow
{
    public string? Master { get; set; }

    public string? Backup { get; set; }

    public string? Fault { get; set; }

    public string? Stop { get; set; }

    public string? Deleted { get; set; }

    public string? Any { get; set; }

    public string? MasterHearsLower { get; set; }

    public string? User { get; set; }

    public TimeSpan Timeout { get; set; }

    public bool PriorityChanges { get; set; }
}

/// <summary>Programs of one node's part in an instance.</summary>
internal sealed class ParticipantNotifyRow : NotifyRow
{
    public long VrrpParticipantId { get; set; }
}

/// <summary>Programs of a sync group.</summary>
internal sealed class SyncGroupNotifyRow : NotifyRow
{
    public long SyncGroupId { get; set; }
}
