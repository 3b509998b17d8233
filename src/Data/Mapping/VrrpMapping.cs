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
        UseLease = instance.UseLease,
        VirtualAddresses = RowsOf(instance.VirtualAddresses, ToRow),
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
        Announcement = new AnnouncementDefinition { Repeat = row.AnnouncementRepeat, SecondBurstDelay = row.AnnouncementSecondBurstDelay },
        UseLease = row.UseLease,
        VirtualAddresses = ItemsOf(row.VirtualAddresses, ToItem),
        Participants = ItemsOf(row.Participants, ToItem),
    };

    private static VirtualAddressRow ToRow(VirtualAddressDefinition address) => new()
    {
        Address = address.Address,
        PrefixLength = address.PrefixLength,
        Interface = address.Interface,
        Label = address.Label,
        Excluded = address.Excluded,
    };

    private static VirtualAddressDefinition ToItem(VirtualAddressRow row) => new()
    {
        Address = row.Address,
        PrefixLength = row.PrefixLength,
        Interface = row.Interface,
        Label = row.Label,
        Excluded = row.Excluded,
    };

    private static VrrpParticipantRow ToRow(VrrpParticipantDefinition participant) => new()
    {
        Node = participant.Node,
        Interface = participant.Interface,
        Priority = participant.Priority.Value,
        SourceAddress = participant.SourceAddress,
        InitialMaster = participant.InitialMaster,
        NotifyMaster = participant.Notify?.Master,
        UnicastPeers = RowsOf(participant.UnicastPeers, peer => new UnicastPeerRow { Address = peer.Address }),
        Tracks = RowsOf(participant.Tracks, TrackMapping.ToRow),
    };

    private static VrrpParticipantDefinition ToItem(VrrpParticipantRow row) => new()
    {
        Node = row.Node,
        Interface = row.Interface,
        Priority = new VrrpPriority(row.Priority),
        SourceAddress = row.SourceAddress,
        InitialMaster = row.InitialMaster,
        Notify = row.NotifyMaster is { } program ? new NotifyDefinition { Master = program } : null,
        UnicastPeers = ItemsOf(row.UnicastPeers, peer => new UnicastPeerDefinition { Address = peer.Address }),
        Tracks = ItemsOf(row.Tracks, TrackMapping.ToItem),
    };
}
