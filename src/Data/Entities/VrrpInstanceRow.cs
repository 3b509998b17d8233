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

    public bool UseLease { get; set; }

    public List<VirtualAddressRow> VirtualAddresses { get; set; } = [];

    public List<VrrpParticipantRow> Participants { get; set; } = [];
}
