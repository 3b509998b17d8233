using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random VRRP instances.</summary>
internal sealed class RandomInstances(RandomValues random, RandomTracks tracks, string[] nodes)
{
    public VrrpInstanceDefinition Make(int index)
    {
        bool isIPv6 = random.Chance(3);
        bool isStrict = random.Chance(6);
        VrrpVersion version = isIPv6 || random.Chance(2) ? VrrpVersion.V3 : VrrpVersion.V2;
        bool preempt = isStrict || !random.Chance(4);
        bool isUnicast = !isStrict && random.Chance(3);
        var instance = new VrrpInstanceDefinition
        {
            Name = $"VI_{index}{random.Odd()}",
            VirtualRouterId = new VirtualRouterId(10 * index),
            Version = version,
            AdvertisementInterval = version == VrrpVersion.V2 ? AdvertisementInterval.FromSeconds(random.Below(1, 20)) : new AdvertisementInterval(random.Below(1, 4095)),
            Preempt = preempt,
            PreemptDelay = preempt && !isStrict && random.Chance(3) ? random.Milliseconds(1, 900_000) : TimeSpan.Zero,
            DownTimerAdverts = isStrict ? 3 : random.Below(1, 100),
            Authentication = version == VrrpVersion.V2 && !isStrict && random.Chance(2)
                ? new VrrpAuthentication { Type = random.Pick(VrrpAuthenticationType.Password, VrrpAuthenticationType.AuthenticationHeader), Password = $"p{random.Below(9999)}" } : null,
            Announcement = Announcement(isStrict),
            VirtualAddresses = Addresses(index, isIPv6),
            VirtualRoutes = Routes(index),
            VirtualRules = Rules(index),
            Accept = !isStrict && !random.Chance(4),
            Strict = isStrict,
            ChecksumAsV2 = version == VrrpVersion.V3 && !isIPv6 && random.Chance(4),
            MulticastGroup = isUnicast || random.Chance(2) ? null : IPAddress.Parse(isIPv6 ? "ff02::99" : "224.0.0.99"),
            PromoteSecondaries = random.Chance(4),
            HigherPrioritySendAdvertisement = !isStrict && random.Chance(2),
            LowerPriorityNoAdvertisement = isStrict || random.Chance(3),
            OwnerIgnoresAdvertisements = isStrict || random.Chance(3),
            TimerExpiredBackup = !preempt && random.Chance(3) ? random.Below(1, 254) : null,
        };
        return instance with { Participants = nodes.Where((_, position) => position == 0 || !random.Chance(4)).Select((node, position) => Participant(instance, node, position, index, isIPv6, isUnicast)).ToValueArray() };
    }

    private VrrpParticipantDefinition Participant(VrrpInstanceDefinition instance, string node, int position, int index, bool isIPv6, bool isUnicast)
    {
        bool isOwner = !instance.Strict && instance.Preempt && position == 0 && random.Chance(6);
        IPAddress? source = isUnicast || random.Chance(3) ? RandomValues.Address(index, 200 + position, isIPv6) : null;
        return new VrrpParticipantDefinition
        {
            Node = node,
            Interface = "eth0",
            MoreInterfaces = !isUnicast && random.More(3) ? ["eth1"] : [],
            TrackInterface = !random.Chance(4),
            TrackSourceAddress = source is not null && random.Chance(3),
            VirtualMac = random.Chance(4)
                ? new VirtualMacDefinition { Name = random.MaybeText(2, () => $"vmac{index}"), HardwareAddress = instance.Strict ? null : random.MaybeText(3, () => "02:00:5e:10:00:01"), TransmitOnBase = !instance.Strict && random.Chance(2) }
                : null,
            Released = random.More(6),
            Priority = new VrrpPriority(isOwner ? (byte)255 : (byte)random.Below(1, 254)),
            SourceAddress = source,
            InitialMaster = !instance.Strict && instance.Preempt && instance.PreemptDelay == TimeSpan.Zero && random.Chance(3),
            UnicastPeers = isUnicast ? [.. Enumerable.Range(0, random.Below(1, 3)).Select(peer => Peer(RandomValues.Address(index, 300 + (10 * position) + peer, isIPv6)))] : [],
            UnicastTimeToLive = isUnicast ? random.Below(1, 255) : 255,
            CheckUnicastSource = isUnicast && random.Chance(2),
            Tracks = tracks.List(weighted: !isOwner),
            Notify = random.Chance(2) ? tracks.Notify(isGroup: false) : null,
            Alert = random.Pick<bool?>(null, null, true, false),
        };
    }

    private UnicastPeerDefinition Peer(IPAddress address) => new()
    {
        Address = address,
        MinimumTimeToLive = random.Maybe(3, () => random.Below(1, 100)),
        MaximumTimeToLive = random.Maybe(3, () => random.Below(200, 255)),
    };

    private AnnouncementDefinition Announcement(bool isStrict) => new()
    {
        Repeat = random.Below(1, 9),
        SecondBurstDelay = random.More(5) ? random.Milliseconds(1, 5000) : random.Seconds(0, 9),
        RefreshInterval = random.Chance(2) ? TimeSpan.Zero : random.Seconds(1, 3600),
        RefreshRepeat = random.Below(1, 5),
        LowerPriorityRepeat = isStrict ? 0 : random.Maybe(3, () => random.Below(0, 9)),
        LowerPriorityDelay = isStrict ? TimeSpan.Zero : random.Maybe(3, () => random.Seconds(0, 9)),
    };

    private ValueArray<VirtualAddressDefinition> Addresses(int index, bool isIPv6)
    {
        var addresses = new List<VirtualAddressDefinition>();
        if (isIPv6) addresses.Add(new VirtualAddressDefinition { Address = IPAddress.Parse($"fe80::{index}"), PrefixLength = 64 });
        for (int number = 1; number <= random.Below(1, 4); number++) addresses.Add(Address(index, number, isIPv6, excluded: false));
        for (int number = 11; number <= 10 + random.Below(3); number++) addresses.Insert(random.Below(addresses.Count + 1), Address(index, number, random.Chance(2), excluded: true));
        return addresses.ToValueArray();
    }

    private VirtualAddressDefinition Address(int index, int number, bool isIPv6, bool excluded) => new()
    {
        Address = RandomValues.Address(index, number, isIPv6),
        PrefixLength = isIPv6 ? random.Below(64, 128) : random.Below(8, 32),
        Interface = random.MaybeText(2, random.Device),
        Label = isIPv6 ? null : random.MaybeText(3, () => $"eth0:{number}"),
        Excluded = excluded,
        Scope = isIPv6 ? null : random.Pick<string?>(null, "global", "link", "host", "7"),
        Broadcast = isIPv6 ? null : random.Pick<string?>(null, "auto", "10.255.255.255"),
        NoTrack = random.Chance(4),
    };

    private ValueArray<VirtualRouteDefinition> Routes(int index) => Enumerable.Range(0, random.Below(3)).Select(number =>
    {
        VirtualRouteKind kind = random.Pick(VirtualRouteKind.Unicast, VirtualRouteKind.Unicast, VirtualRouteKind.Blackhole, VirtualRouteKind.Unreachable, VirtualRouteKind.Prohibit);
        bool isUnicast = kind == VirtualRouteKind.Unicast;
        bool isDefault = number == 0 && isUnicast && random.Chance(3);
        bool isIPv6 = random.Chance(3);
        IPAddress? gateway = isUnicast && (isDefault || random.Chance(2)) ? RandomValues.Address(index, 254 - number, isIPv6) : null;
        return new VirtualRouteDefinition
        {
            Destination = isDefault ? null : IPAddress.Parse(isIPv6 ? $"2001:db8:{100 + number}::" : $"192.0.{2 + number}.0"),
            PrefixLength = isDefault ? 0 : isIPv6 ? 48 : 24,
            Gateway = gateway,
            Interface = isUnicast ? "eth0" : null,
            Source = isUnicast && random.Chance(3) ? RandomValues.Address(index, 1, isIPv6) : null,
            Table = random.Maybe(3, () => (long)random.Below(1, 250)),
            Metric = random.Maybe(3, () => (long)random.Below(1, 5000)),
            Scope = isIPv6 || gateway is not null ? null : random.Pick<string?>(null, "link", "host"),
            Mtu = random.Maybe(3, () => random.Below(1280, 9000)),
            OnLink = gateway is not null && random.Chance(3),
            Kind = kind,
            NoTrack = random.Chance(4),
        };
    }).ToValueArray();

    private ValueArray<VirtualRuleDefinition> Rules(int index) => Enumerable.Range(0, random.Below(3)).Select(number =>
    {
        bool isIPv6 = random.Chance(3);
        bool hasFrom = random.Chance(2);
        return new VirtualRuleDefinition
        {
            From = hasFrom ? RandomValues.Address(index, 1 + number, isIPv6) : null,
            FromPrefixLength = hasFrom ? (isIPv6 ? 128 : 32) : 0,
            To = random.Chance(2) || hasFrom ? null : IPAddress.Parse(isIPv6 ? "2001:db8:77::" : "192.0.77.0"),
            IsIPv6 = isIPv6 && !hasFrom,
            Table = 1000L + number,
            Priority = 1000 + number,
            Mark = random.Maybe(3, () => (long)random.Below(1, 5000)),
            IncomingInterface = random.MaybeText(3, () => "eth0"),
            OutgoingInterface = random.MaybeText(4, () => "eth1"),
            NoTrack = random.Chance(4),
        } is var rule && rule.To is not null ? rule with { ToPrefixLength = isIPv6 ? 48 : 24 } : rule;
    }).ToValueArray();
}
