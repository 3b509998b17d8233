namespace KeepaliveConsole.Data.Entities;

/// <summary>Instances that move together.</summary>
internal sealed class SyncGroupRow : OrderedRow
{
    public required string Name { get; set; }

    public bool TrackingWeight { get; set; }

    public bool? Alert { get; set; }

    public List<SyncGroupMemberRow> Members { get; set; } = [];

    public List<SyncGroupTrackRow> Tracks { get; set; } = [];

    public List<SyncGroupNotifyRow> Notify { get; set; } = [];
}

/// <summary>One instance of a sync group, by name.</summary>
internal sealed class SyncGroupMemberRow : OrderedRow
{
    public long SyncGroupId { get; set; }

    public required string Instance { get; set; }
}
