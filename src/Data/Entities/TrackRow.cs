using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A thing that is watched.</summary>
internal abstract class TrackRow : OrderedRow
{
    public TrackKind Kind { get; set; }

    public required string Target { get; set; }

    public int? Weight { get; set; }

    public bool? Reverse { get; set; }
}

/// <summary>A thing that one node's part in an instance watches.</summary>
internal sealed class ParticipantTrackRow : TrackRow
{
    public long VrrpParticipantId { get; set; }
}

/// <summary>A thing that a sync group watches.</summary>
internal sealed class SyncGroupTrackRow : TrackRow
{
    public long SyncGroupId { get; set; }
}
