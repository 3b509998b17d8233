using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>The part of one node in an instance.</summary>
internal sealed class VrrpParticipantRow : OrderedRow
{
    public long VrrpInstanceId { get; set; }

    public required string Node { get; set; }

    public required string Interface { get; set; }

    public byte Priority { get; set; }

    public IPAddress? SourceAddress { get; set; }

    public bool InitialMaster { get; set; }

    public string? NotifyMaster { get; set; }

    public List<UnicastPeerRow> UnicastPeers { get; set; } = [];

    public List<TrackRow> Tracks { get; set; } = [];
}

/// <summary>A peer that gets adverts by unicast.</summary>
internal sealed class UnicastPeerRow : OrderedRow
{
    public long VrrpParticipantId { get; set; }

    public required IPAddress Address { get; set; }
}

/// <summary>A thing a participant watches.</summary>
internal sealed class TrackRow : OrderedRow
{
    public long VrrpParticipantId { get; set; }

    public TrackKind Kind { get; set; }

    public required string Target { get; set; }

    public int? Weight { get; set; }
}
