using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A <c>vrrp_instance</c> as its block says it, before defaults that depend on each other are settled.</summary>
internal sealed class InstanceDraft(string name, ConfPosition position) : ActingDraft(name, position)
{
    public bool? IsMaster { get; set; }

    public string? Interface { get; set; }

    public int? VirtualRouterId { get; set; }

    public VrrpVersion? Version { get; set; }

    public byte? Priority { get; set; }

    public TimeSpan? AdvertisementInterval { get; set; }

    public bool Preempt { get; set; } = true;

    public TimeSpan PreemptDelay { get; set; }

    public int? DownTimerAdverts { get; set; }

    public int? TimerExpiredBackup { get; set; }

    public VrrpAuthenticationType? AuthenticationType { get; set; }

    public string? Password { get; set; }

    public AnnouncementDraft Announcement { get; } = new();

    public IPAddress? SourceAddress { get; set; }

    public bool TrackSourceAddress { get; set; }

    public bool TrackInterface { get; set; } = true;

    public IPAddress? MulticastGroup { get; set; }

    public VirtualMacDefinition? VirtualMac { get; set; }

    public bool TransmitOnBase { get; set; }

    public bool? Accept { get; set; }

    public bool? Strict { get; set; }

    public bool? ChecksumAsV2 { get; set; }

    public bool PromoteSecondaries { get; set; }

    public bool? LowerPriorityNoAdvertisement { get; set; }

    public bool? HigherPrioritySendAdvertisement { get; set; }

    public bool? OwnerIgnoresAdvertisements { get; set; }

    public bool? CheckUnicastSource { get; set; }

    public int UnicastTimeToLive { get; set; } = 255;

    public List<(VirtualAddressDefinition Address, ConfPosition Position)> Addresses { get; } = [];

    public List<(VirtualRouteDefinition Route, ConfPosition Position)> Routes { get; } = [];

    public List<(VirtualRuleDefinition Rule, ConfPosition Position)> Rules { get; } = [];

    public List<(UnicastPeerDefinition Peer, ConfPosition Position)> UnicastPeers { get; } = [];

    /// <summary>Where <paramref name="keyword"/> stands, or the instance itself when it was not written.</summary>
    public ConfPosition PositionOf(string keyword) => Seen.GetValueOrDefault(keyword, Position);
}
