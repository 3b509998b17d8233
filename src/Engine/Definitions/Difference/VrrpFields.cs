namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of VRRP instances and participants, in the order their changes are listed.</summary>
internal static class VrrpFields
{
    private static readonly NotifyDefinition s_noProgram = new();

    public static readonly Field<VrrpInstanceDefinition>[] Instance =
    [
        new("VRID", instance => instance.VirtualRouterId),
        new("version", instance => instance.Version),
        new("advert interval", instance => instance.AdvertisementInterval),
        new("preempt", instance => instance.Preempt),
        new("preempt delay", instance => instance.PreemptDelay),
        new("down timer adverts", instance => instance.DownTimerAdverts),
        new("authentication", instance => instance.Authentication?.Type),
        new("password", instance => instance.Authentication?.Password, IsSecret: true),
        new("announcements", instance => instance.Announcement.Repeat),
        new("second announcement after", instance => instance.Announcement.SecondBurstDelay),
        new("announcement refresh", instance => instance.Announcement.RefreshInterval),
        new("announcements per refresh", instance => instance.Announcement.RefreshRepeat),
        new("announcements after a lower master", instance => instance.Announcement.LowerPriorityRepeat),
        new("second announcement after a lower master", instance => instance.Announcement.LowerPriorityDelay),
        new("pause between ARPs", instance => instance.Announcement.ArpInterval),
        new("pause between neighbour advertisements", instance => instance.Announcement.NeighbourInterval),
        new("lease", instance => instance.UseLease),
        new("virtual routes", instance => instance.VirtualRoutes),
        new("virtual rules", instance => instance.VirtualRules),
        new("accept", instance => instance.Accept),
        new("strict", instance => instance.Strict),
        new("checksum as version 2", instance => instance.ChecksumAsV2),
        new("multicast group", instance => instance.MulticastGroup),
        new("promote secondaries", instance => instance.PromoteSecondaries),
        new("advert on yielding to a higher priority", instance => instance.HigherPrioritySendAdvertisement),
        new("no advert on hearing a lower priority", instance => instance.LowerPriorityNoAdvertisement),
        new("owner ignores owners", instance => instance.OwnerIgnoresAdvertisements),
        new("backup after standing still", instance => instance.TimerExpiredBackup),
    ];

    public static readonly Field<VirtualAddressDefinition>[] Address =
    [
        new("prefix length", address => address.PrefixLength),
        new("interface", address => address.Interface),
        new("label", address => address.Label),
        new("excluded from adverts", address => address.Excluded),
        new("scope", address => address.Scope),
        new("broadcast", address => address.Broadcast),
        new("not tracked", address => address.NoTrack),
    ];

    public static readonly Field<VrrpParticipantDefinition>[] Participant =
    [
        new("interface", participant => participant.Interface),
        new("more interfaces", participant => participant.MoreInterfaces),
        new("track interface", participant => participant.TrackInterface),
        new("track source address", participant => participant.TrackSourceAddress),
        new("virtual MAC", participant => participant.VirtualMac is not null),
        new("virtual MAC interface", participant => participant.VirtualMac?.Name),
        new("virtual MAC address", participant => participant.VirtualMac?.HardwareAddress),
        new("virtual MAC transmits on base", participant => participant.VirtualMac?.TransmitOnBase ?? false),
        new("released", participant => participant.Released),
        new("priority", participant => participant.Priority),
        new("source address", participant => participant.SourceAddress),
        new("initial master", participant => participant.InitialMaster),
        new("unicast peers", participant => participant.UnicastPeers),
        new("unicast TTL", participant => participant.UnicastTimeToLive),
        new("check unicast source", participant => participant.CheckUnicastSource),
        new("alert", participant => participant.Alert),
    ];

    /// <summary>Programs of an instance's participant or of a sync group. None at all and one without a program differ only in what nobody sees.</summary>
    public static readonly Field<NotifyDefinition?>[] Notify =
    [
        new("notify", notify => notify is not null),
        new("notify master", notify => notify?.Master),
        new("notify backup", notify => notify?.Backup),
        new("notify fault", notify => notify?.Fault),
        new("notify stop", notify => notify?.Stop),
        new("notify deleted", notify => notify?.Deleted),
        new("notify any", notify => notify?.Any),
        new("notify master hears lower", notify => notify?.MasterHearsLower),
        new("notify user", notify => notify?.User),
        new("notify timeout", notify => (notify ?? s_noProgram).Timeout),
        new("notify priority changes", notify => (notify ?? s_noProgram).PriorityChanges),
    ];
}
