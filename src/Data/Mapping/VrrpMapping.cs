using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>VRRP instances ↔ rows.</summary>
internal static class VrrpMapping
{
    public static VrrpInstanceRow ToRow(VrrpInstanceDefinition instance) => new()
    {
        Name = instance.Name,
        VirtualRouterId = instance.VirtualRouterId.Value,
        Version = instance.Version,
        AdvertisementIntervalCentiseconds = instance.AdvertisementInterval.Centiseconds,
        Preempt = instance.Preempt,
        PreemptDelay = instance.PreemptDelay,
        DownTimerAdverts = instance.DownTimerAdverts,
        AuthenticationType = instance.Authentication?.Type,
        AuthenticationPassword = instance.Authentication?.Password,
        AnnouncementRepeat = instance.Announcement.Repeat,
        AnnouncementSecondBurstDelay = instance.Announcement.SecondBurstDelay,
        AnnouncementRefreshInterval = instance.Announcement.RefreshInterval,
        AnnouncementRefreshRepeat = instance.Announcement.RefreshRepeat,
        AnnouncementLowerPriorityRepeat = instance.Announcement.LowerPriorityRepeat,
        AnnouncementLowerPriorityDelay = instance.Announcement.LowerPriorityDelay,
        AnnouncementArpInterval = instance.Announcement.ArpInterval,
        AnnouncementNeighbourInterval = instance.Announcement.NeighbourInterval,
        UseLease = instance.UseLease,
        Accept = instance.Accept,
        Strict = instance.Strict,
        ChecksumAsV2 = instance.ChecksumAsV2,
        MulticastGroup = instance.MulticastGroup,
        PromoteSecondaries = instance.PromoteSecondaries,
        HigherPrioritySendAdvertisement = instance.HigherPrioritySendAdvertisement,
        LowerPriorityNoAdvertisement = instance.LowerPriorityNoAdvertisement,
        OwnerIgnoresAdvertisements = instance.OwnerIgnoresAdvertisements,
        TimerExpiredBackup = instance.TimerExpiredBackup,
        VirtualAddresses = RowsOf(instance.VirtualAddresses, ToRow),
        VirtualRoutes = RowsOf(instance.VirtualRoutes, RoutingMapping.ToRow),
        VirtualRules = RowsOf(instance.VirtualRules, RoutingMapping.ToRow),
        Participants = RowsOf(instance.Participants, ToRow),
    };

    public static VrrpInstanceDefinition ToItem(VrrpInstanceRow row) => new()
    {
        Name = row.Name,
        VirtualRouterId = VirtualRouterId.IsValid(row.VirtualRouterId) ? new VirtualRouterId(row.VirtualRouterId) : default,
        Version = row.Version,
        AdvertisementInterval = new AdvertisementInterval(row.AdvertisementIntervalCentiseconds),
        Preempt = row.Preempt,
        PreemptDelay = row.PreemptDelay,
        DownTimerAdverts = row.DownTimerAdverts,
        Authentication = row.AuthenticationType is { } type
            ? new VrrpAuthentication { Type = type, Password = row.AuthenticationPassword ?? "" }
            : null,
        Announcement = new AnnouncementDefinition
        {
            Repeat = row.AnnouncementRepeat,
            SecondBurstDelay = row.AnnouncementSecondBurstDelay,
            RefreshInterval = row.AnnouncementRefreshInterval,
            RefreshRepeat = row.AnnouncementRefreshRepeat,
            LowerPriorityRepeat = row.AnnouncementLowerPriorityRepeat,
            LowerPriorityDelay = row.AnnouncementLowerPriorityDelay,
            ArpInterval = row.AnnouncementArpInterval,
            NeighbourInterval = row.AnnouncementNeighbourInterval,
        },
        UseLease = row.UseLease,
        Accept = row.Accept,
        Strict = row.Strict,
        ChecksumAsV2 = row.ChecksumAsV2,
        MulticastGroup = row.MulticastGroup,
        PromoteSecondaries = row.PromoteSecondaries,
        HigherPrioritySendAdvertisement = row.HigherPrioritySendAdvertisement,
        LowerPriorityNoAdvertisement = row.LowerPriorityNoAdvertisement,
        OwnerIgnoresAdvertisements = row.OwnerIgnoresAdvertisements,
        TimerExpiredBackup = row.TimerExpiredBackup,
        VirtualAddresses = ItemsOf(row.VirtualAddresses, ToItem),
        VirtualRoutes = ItemsOf(row.VirtualRoutes, RoutingMapping.ToItem),
        VirtualRules = ItemsOf(row.VirtualRules, RoutingMapping.ToItem),
        Participants = ItemsOf(row.Participants, ToItem),
    };

    private static VirtualAddressRow ToRow(VirtualAddressDefinition address) => new()
    {
        Address = address.Address,
        PrefixLength = address.PrefixLength,
        Interface = address.Interface,
        Label = address.Label,
        Excluded = address.Excluded,
        Scope = address.Scope,
        Broadcast = address.Broadcast,
        NoTrack = address.NoTrack,
    };

    private static VirtualAddressDefinition ToItem(VirtualAddressRow row) => new()
    {
        Address = row.Address,
        PrefixLength = row.PrefixLength,
        Interface = row.Interface,
        Label = row.Label,
        Excluded = row.Excluded,
        Scope = row.Scope,
        Broadcast = row.Broadcast,
        NoTrack = row.NoTrack,
    };

    private static VrrpParticipantRow ToRow(VrrpParticipantDefinition participant) => new()
    {
        Node = participant.Node,
        Interface = participant.Interface,
        Priority = participant.Priority.Value,
        SourceAddress = participant.SourceAddress,
        InitialMaster = participant.InitialMaster,
        TrackInterface = participant.TrackInterface,
        TrackSourceAddress = participant.TrackSourceAddress,
        Released = participant.Released,
        UnicastTimeToLive = participant.UnicastTimeToLive,
        CheckUnicastSource = participant.CheckUnicastSource,
        Alert = participant.Alert,
        VirtualMacTransmitOnBase = participant.VirtualMac?.TransmitOnBase,
        VirtualMacName = participant.VirtualMac?.Name,
        VirtualMacHardwareAddress = participant.VirtualMac?.HardwareAddress,
        MoreInterfaces = RowsOf(participant.MoreInterfaces, line => new HeartbeatLineRow { Interface = line }),
        UnicastPeers = RowsOf(participant.UnicastPeers, peer => new UnicastPeerRow
        {
            Address = peer.Address,
            MinimumTimeToLive = peer.MinimumTimeToLive,
            MaximumTimeToLive = peer.MaximumTimeToLive,
        }),
        Tracks = RowsOf(participant.Tracks, TrackMapping.ToParticipantRow),
        Notify = NotifyMapping.ToRows<ParticipantNotifyRow>(participant.Notify),
    };

    private static VrrpParticipantDefinition ToItem(VrrpParticipantRow row) => new()
    {
        Node = row.Node,
        Interface = row.Interface,
        Priority = new VrrpPriority(row.Priority),
        SourceAddress = row.SourceAddress,
        InitialMaster = row.InitialMaster,
        TrackInterface = row.TrackInterface,
        TrackSourceAddress = row.TrackSourceAddress,
        Released = row.Released,
        UnicastTimeToLive = row.UnicastTimeToLive,
        CheckUnicastSource = row.CheckUnicastSource,
        Alert = row.Alert,
        VirtualMac = row.VirtualMacTransmitOnBase is { } transmitOnBase
            ? new VirtualMacDefinition { Name = row.VirtualMacName, HardwareAddress = row.VirtualMacHardwareAddress, TransmitOnBase = transmitOnBase }
            : null,
        MoreInterfaces = ItemsOf(row.MoreInterfaces, line => line.Interface),
        UnicastPeers = ItemsOf(row.UnicastPeers, peer => new UnicastPeerDefinition
        {
            Address = peer.Address,
            MinimumTimeToLive = peer.MinimumTimeToLive,
            MaximumTimeToLive = peer.MaximumTimeToLive,
        }),
        Tracks = ItemsOf(row.Tracks, TrackMapping.ToItem),
        Notify = NotifyMapping.ToItem(row.Notify),
    };
}
