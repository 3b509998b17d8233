using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Settles what depends on several keywords, the way keepalived does, and says each time what it did.</summary>
internal static class InstanceCompletion
{
    /// <summary>The finished instance; null when something it cannot do without is missing or wrong (reported).</summary>
    public static VrrpInstanceDefinition? Complete(InstanceDraft draft, GlobalDraft global, string node, ConfReader reader)
    {
        if (!draft.Seen.ContainsKey("interface")) draft.Interface = global.DefaultInterface;
        if (!draft.Seen.ContainsKey("interface") && global.DefaultInterface is null) reader.Error(draft.Position, $"vrrp_instance {draft.Name} needs interface");
        if (!draft.Seen.ContainsKey("virtual_router_id")) reader.Error(draft.Position, $"vrrp_instance {draft.Name} needs virtual_router_id");
        bool isIPv6 = IsIPv6(draft);
        bool isStrict = draft.Strict ?? global.Strict;
        VrrpVersion version = Version(draft, global, isIPv6, reader);
        AdvertisementInterval? interval = Interval(draft, version, reader);
        byte priority = Priority(draft, reader);
        VrrpAuthentication? authentication = isStrict ? null : Authentication(draft, version, reader);
        if (isStrict) StrictCompletion.Apply(draft, priority == 255, reader);
        Preemption(draft, priority, reader);
        if (draft.Interface is null || draft.VirtualRouterId is null || interval is null) return null;
        return new VrrpInstanceDefinition
        {
            Name = draft.Name,
            VirtualRouterId = new VirtualRouterId(draft.VirtualRouterId.Value),
            Version = version,
            AdvertisementInterval = interval.Value,
            Preempt = draft.Preempt,
            PreemptDelay = draft.PreemptDelay,
            DownTimerAdverts = draft.DownTimerAdverts ?? global.DownTimerAdverts ?? 3,
            TimerExpiredBackup = draft.TimerExpiredBackup,
            Authentication = authentication,
            Announcement = draft.Announcement.Complete(global.Announcement, isStrict),
            VirtualAddresses = draft.Addresses.Select(address => address.Address).ToValueArray(),
            VirtualRoutes = draft.Routes.Select(route => route.Route).ToValueArray(),
            VirtualRules = draft.Rules.Select(rule => rule.Rule).ToValueArray(),
            Accept = draft.Accept ?? true,
            Strict = isStrict,
            ChecksumAsV2 = draft.ChecksumAsV2 ?? global.ChecksumAsV2,
            MulticastGroup = Group(draft, global, isIPv6),
            PromoteSecondaries = draft.PromoteSecondaries,
            HigherPrioritySendAdvertisement = draft.HigherPrioritySendAdvertisement ?? global.HigherPrioritySendAdvertisement ?? true,
            LowerPriorityNoAdvertisement = draft.LowerPriorityNoAdvertisement ?? global.LowerPriorityNoAdvertisement,
            OwnerIgnoresAdvertisements = draft.OwnerIgnoresAdvertisements ?? global.OwnerIgnoresAdvertisements,
            Participants = [Participant(draft, draft.Interface, global, node, priority, reader)],
        };
    }

    private static VrrpParticipantDefinition Participant(InstanceDraft draft, string device, GlobalDraft global, string node, byte priority, ConfReader reader)
    {
        if (draft.TransmitOnBase && draft.VirtualMac is null)
            reader.Findings.Warning(draft.PositionOf("vmac_xmit_base"), $"vmac_xmit_base has no effect without use_vmac and is left out, as keepalived does");
        return new VrrpParticipantDefinition
        {
            Node = node,
            Interface = device,
            TrackInterface = draft.TrackInterface,
            TrackSourceAddress = draft.TrackSourceAddress,
            VirtualMac = draft.VirtualMac is null ? null : draft.VirtualMac with { TransmitOnBase = draft.TransmitOnBase },
            Priority = new VrrpPriority(priority),
            SourceAddress = draft.SourceAddress,
            InitialMaster = draft.IsMaster ?? priority == 255,
            UnicastPeers = draft.UnicastPeers.Select(peer => peer.Peer).ToValueArray(),
            UnicastTimeToLive = draft.UnicastTimeToLive,
            CheckUnicastSource = draft.UnicastPeers.Count > 0 && (draft.CheckUnicastSource ?? global.CheckUnicastSource),
            Tracks = draft.Tracks.Select(track => track.Track).ToValueArray(),
            Notify = draft.CompleteNotify(global.PriorityChanges),
            Alert = draft.Alert,
        };
    }

    private static bool IsIPv6(InstanceDraft draft) =>
        draft.Addresses.Find(address => !address.Address.Excluded).Address?.Address.AddressFamily == AddressFamily.InterNetworkV6;

    // Groups of global_defs are for multicast instances of their family only.
    private static System.Net.IPAddress? Group(InstanceDraft draft, GlobalDraft global, bool isIPv6) =>
        draft.MulticastGroup ?? (draft.UnicastPeers.Count > 0 ? null : isIPv6 ? global.MulticastGroup6 : global.MulticastGroup4);

    private static VrrpVersion Version(InstanceDraft draft, GlobalDraft global, bool isIPv6, ConfReader reader)
    {
        if (draft.Version is { } own) return own;
        if (!isIPv6) return global.Version ?? VrrpVersion.V2;
        if (global.Version == VrrpVersion.V2) reader.Findings.Note(draft.Position, $"{draft.Name} uses version 3, because VRRPv2 knows no IPv6");
        return VrrpVersion.V3;
    }

    private static AdvertisementInterval? Interval(InstanceDraft draft, VrrpVersion version, ConfReader reader)
    {
        if (draft.AdvertisementInterval is not { } wanted) return draft.Seen.ContainsKey("advert_int") ? null : AdvertisementInterval.Default;
        var position = draft.PositionOf("advert_int");
        AdvertisementInterval interval = version == VrrpVersion.V2
            ? AdvertisementInterval.FromSeconds(Math.Max(1, (int)Math.Round(wanted.TotalSeconds, MidpointRounding.AwayFromZero)))
            : AdvertisementInterval.FromTimeSpan(wanted);
        if (!interval.IsValid(version))
        {
            reader.Error(position, $"advert_int must be 0.01 to 40.95 seconds in VRRPv3, not {interval}");
            return null;
        }

        if (interval.Span != wanted)
            reader.Findings.Warning(position, $"VRRPv{(int)version} carries steps of {(version == VrrpVersion.V2 ? "1 s" : "0.01 s")}; advert_int is rounded to {interval}, as keepalived does");
        return interval;
    }

    private static VrrpAuthentication? Authentication(InstanceDraft draft, VrrpVersion version, ConfReader reader)
    {
        if (!draft.Seen.TryGetValue("authentication", out var position)) return null;
        if (version == VrrpVersion.V3)
        {
            reader.Findings.Warning(position, $"VRRPv3 has no authentication; it is left out, as keepalived does");
            return null;
        }

        if (!draft.Seen.ContainsKey("auth_type")) reader.Error(position, $"authentication needs auth_type PASS or AH");
        if (!draft.Seen.ContainsKey("auth_pass")) reader.Error(position, $"authentication needs auth_pass");
        return draft is { AuthenticationType: { } type, Password: { } password } ? new VrrpAuthentication { Type = type, Password = password } : null;
    }

    private static byte Priority(InstanceDraft draft, ConfReader reader)
    {
        if (draft.Priority is { } priority) return priority;
        if (draft.IsMaster != true || draft.Seen.ContainsKey("priority")) return 100;
        reader.Findings.Warning(draft.PositionOf("state"), $"{draft.Name} has state MASTER and no priority, which keepalived takes as 255 (address owner); write the priority you mean");
        return 255;
    }

    // An owner with nopreempt is left as written: a rule refuses it and says why.
    private static void Preemption(InstanceDraft draft, byte priority, ConfReader reader)
    {
        if (draft.IsMaster == true && priority != 255)
        {
            if (!draft.Preempt) reader.Findings.Warning(draft.PositionOf("nopreempt"), $"nopreempt has no effect with state MASTER and is left out, as keepalived does; use state BACKUP to keep it");
            if (draft.PreemptDelay > TimeSpan.Zero) reader.Findings.Warning(draft.PositionOf("preempt_delay"), $"preempt_delay has no effect with state MASTER and is left out, as keepalived does; use state BACKUP to keep it");
            draft.Preempt = true;
            draft.PreemptDelay = TimeSpan.Zero;
        }
        else if (!draft.Preempt && draft.PreemptDelay > TimeSpan.Zero)
        {
            reader.Findings.Warning(draft.PositionOf("preempt_delay"), $"preempt_delay has no effect with nopreempt and is left out, as keepalived does");
            draft.PreemptDelay = TimeSpan.Zero;
        }
    }
}
