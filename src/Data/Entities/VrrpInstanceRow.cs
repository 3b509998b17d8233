using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A VRRP instance.</summary>
internal sealed class VrrpInstanceRow : OrderedRow
{
    public required string Name { get; set; }

    /// <summary>VRID; 0 is never valid but kept as it came, the rules judge.</summary>
    public byte VirtualRouterId { get; set; }

    public VrrpVersion Version { get; set; }

    public int AdvertisementIntervalCentiseconds { get; set; }

    public bool Preempt { get; set; }

    public TimeSpan PreemptDelay { get; set; }

    public int DownTimerAdverts { get; set; }

    /// <summary>Null = no authentication at all, which differs from the kind None.</summary>
    public VrrpAuthenticationType? AuthenticationType { get; set; }

    public string? AuthenticationPassword { get; set; }

    public int AnnouncementRepeat { get; set; }

    public TimeSpan AnnouncementSecondBurstDelay { get; set; }

    public TimeSpan AnnouncementRefreshInterval { get; set; }

    public int AnnouncementRefreshRepeat { get; set; }

    public int? AnnouncementLowerPriorityRepeat { get; set; }

    public TimeSpan? AnnouncementLowerPriorityDelay { get; set; }

    public TimeSpan AnnouncementArpInterval { get; set; }

    public TimeSpan AnnouncementNeighbourInterval { get; set; }

    public bool UseLease { get; set; }

    public bool Accept { get; set; }

    public bool Strict { get; set; }

    public bool ChecksumAsV2 { get; set; }

    public IPAddress? MulticastGroup { get; set; }

    public bool PromoteSecondaries { get; set; }

    public bool HigherPrioritySendAdvertisement { get; set; }

    public bool LowerPriorityNoAdvertisement { get; set; }

    public bool OwnerIgnoresAdvertisements { get; set; }

    public int? TimerExpiredBackup { get; set; }

    public List<VirtualAddressRow> VirtualAddresses { get; set; } = [];

    public List<VirtualRouteRow> VirtualRoutes { get; set; } = [];

    public List<VirtualRuleRow> VirtualRules { get; set; } = [];

    public List<VrrpParticipantRow> Participants { get; set; } = [];
}
