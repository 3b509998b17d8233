using System.Net;

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

    public bool TrackInterface { get; set; }

    public bool TrackSourceAddress { get; set; }

    public bool Released { get; set; }

    public int UnicastTimeToLive { get; set; }

    public bool CheckUnicastSource { get; set; }

    public bool? Alert { get; set; }

    /// <summary>Null = no virtual MAC; then its other columns mean nothing.</summary>
    public bool? VirtualMacTransmitOnBase { get; set; }

    public string? VirtualMacName { get; set; }

    public string? VirtualMacHardwareAddress { get; set; }

    public List<HeartbeatLineRow> MoreInterfaces { get; set; } = [];

    public List<UnicastPeerRow> UnicastPeers { get; set; } = [];

    public List<ParticipantTrackRow> Tracks { get; set; } = [];

    public List<ParticipantNotifyRow> Notify { get; set; } = [];
}

/// <summary>A peer that gets adverts by unicast.</summary>
internal sealed class UnicastPeerRow : OrderedRow
{
    public long VrrpParticipantId { get; set; }

    public required IPAddress Address { get; set; }

    public int? MinimumTimeToLive { get; set; }

    public int? MaximumTimeToLive { get; set; }
}

/// <summary>A further interface that carries a participant's adverts.</summary>
internal sealed class HeartbeatLineRow : OrderedRow
{
    public long VrrpParticipantId { get; set; }

    public required string Interface { get; set; }
}
