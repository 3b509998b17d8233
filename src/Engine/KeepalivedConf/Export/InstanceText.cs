using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a <c>vrrp_instance</c>.</summary>
internal static class InstanceText
{
    private static readonly AnnouncementDefinition s_usual = new();

    public static void Write(NodeInstance part, bool withSecrets, ConfWriter text)
    {
        VrrpInstanceDefinition instance = part.Instance;
        text.At = part.Pointer;
        text.Open("vrrp_instance", instance.Name);
        WriteElection(instance, part.Participant, text);
        WriteParticipant(part, text);
        if (!instance.Strict) WriteAuthentication(instance, withSecrets, text);
        else text.LostIf(instance.Authentication is { Type: not VrrpAuthenticationType.None }, "authentication", "authentication, which strict_mode switches off");
        WriteAnnouncement(instance, text);
        AddressText.Write(instance.VirtualAddresses, text);
        RouteText.Write(instance, text);
        text.Flag(instance.PromoteSecondaries, "promote_secondaries");
        WriteAccept(instance, part.Participant, text);
        string participant = $"participants/{part.Part}";
        TrackText.WriteList(part.Participant.Tracks, $"{participant}/tracks", text);
        NotifyText.Write(part.Participant.Notify, $"{participant}/notify", isGroup: false, text);
        MailText.WriteAlert(part.Participant.Alert, text);
        text.Close();
    }

    private static void WriteElection(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, ConfWriter text)
    {
        text.Plain(participant.InitialMaster ? "state MASTER" : "state BACKUP");
        text.Line("participants", "interface", participant.Interface);
        text.Plain($"virtual_router_id {instance.VirtualRouterId}");
        text.Plain($"priority {participant.Priority}");
        if (instance.Version != VrrpVersion.V2 || instance.TravelsOverIPv6()) text.Plain(string.Create(CultureInfo.InvariantCulture, $"version {(int)instance.Version}"));
        if (instance.AdvertisementInterval != AdvertisementInterval.Default) text.Plain(string.Create(CultureInfo.InvariantCulture, $"advert_int {instance.AdvertisementInterval.Centiseconds / 100m:0.##}"));
        text.Flag(instance.Strict, "strict_mode on");
        WritePreemption(instance, participant, text);
        if (instance.Strict) text.LostIf(instance.DownTimerAdverts != 3, "downTimerAdverts", "down_timer_adverts, which is 3 in strict_mode");
        else text.Number("down_timer_adverts", instance.DownTimerAdverts, 3);
        WriteManners(instance, text);
    }

    // keepalived itself takes no notice of these words beside state MASTER; other nodes may well start as backups.
    private static void WritePreemption(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, ConfWriter text)
    {
        bool isMaster = participant.InitialMaster && participant.Priority != VrrpPriority.Owner;
        if (!instance.Preempt && !isMaster) text.Plain("nopreempt");
        text.LostIf(!instance.Preempt && isMaster, "preempt", "nopreempt, which state MASTER switches off");
        if (instance.PreemptDelay > TimeSpan.Zero)
        {
            if (isMaster) text.Lost("preemptDelay", "preempt_delay, which state MASTER switches off");
            else if (!instance.Preempt) text.Lost("preemptDelay", "preempt_delay, which nopreempt switches off");
            else if (instance.Strict) text.Lost("preemptDelay", "preempt_delay, which strict_mode switches off");
            else text.Time("preemptDelay", "preempt_delay", instance.PreemptDelay, 0, 1000);
        }

        if (instance.TimerExpiredBackup is { } others) text.Plain(string.Create(CultureInfo.InvariantCulture, $"timer_expired_backup {others}"));
    }

    private static void WriteManners(VrrpInstanceDefinition instance, ConfWriter text)
    {
        if (instance.Strict)
        {
            text.LostIf(instance.HigherPrioritySendAdvertisement, "higherPrioritySendAdvertisement", "higher_prio_send_advert, which is off in strict_mode");
            text.LostIf(!instance.LowerPriorityNoAdvertisement, "lowerPriorityNoAdvertisement", "lower_prio_no_advert off, which is on in strict_mode");
            text.LostIf(!instance.OwnerIgnoresAdvertisements, "ownerIgnoresAdvertisements", "owner_ignore_adverts off, which is on in strict_mode");
        }
        else
        {
            // keepalived's default is off and ours is on, so both are written.
            text.Plain(instance.HigherPrioritySendAdvertisement ? "higher_prio_send_advert on" : "higher_prio_send_advert off");
            text.Flag(instance.LowerPriorityNoAdvertisement, "lower_prio_no_advert");
            text.Flag(instance.OwnerIgnoresAdvertisements, "owner_ignore_adverts");
        }

        text.Flag(instance.ChecksumAsV2, "v3_checksum_as_v2");
        if (instance.MulticastGroup is { } group) text.Plain($"mcast_dst_ip {group}");
    }

    private static void WriteParticipant(NodeInstance part, ConfWriter text)
    {
        VrrpParticipantDefinition participant = part.Participant;
        string member = $"participants/{part.Part}";
        text.LostIf(participant.Released, $"{member}/released", "this node has been released from the election by an operator");
        for (int index = 0; index < participant.MoreInterfaces.Count; index++)
            text.Lost($"{member}/moreInterfaces/{index}", $"a further heartbeat line on {participant.MoreInterfaces[index]}");
        text.Flag(!participant.TrackInterface, "dont_track_primary");
        if (participant.SourceAddress is { } source) text.Plain($"{(participant.UnicastPeers.Count > 0 ? "unicast_src_ip" : "mcast_src_ip")} {source}");
        text.Flag(participant.TrackSourceAddress, "track_src_ip");
        WritePeers(participant, member, text);
        if (participant.VirtualMac is { } mac) WriteMac(mac, part.Instance.Strict, member, text);
    }

    private static void WritePeers(VrrpParticipantDefinition participant, string member, ConfWriter text)
    {
        if (participant.UnicastPeers.Count > 0)
        {
            text.Open("unicast_peer");
            foreach (UnicastPeerDefinition peer in participant.UnicastPeers)
                text.Plain(string.Create(CultureInfo.InvariantCulture, $"{peer.Address}{Limit("min_ttl", peer.MinimumTimeToLive)}{Limit("max_ttl", peer.MaximumTimeToLive)}"));
            text.Close();
        }

        text.Number("unicast_ttl", participant.UnicastTimeToLive, 255);
        text.Flag(participant.CheckUnicastSource && participant.UnicastPeers.Count > 0, "check_unicast_src");
        text.LostIf(participant.CheckUnicastSource && participant.UnicastPeers.Count == 0, $"{member}/checkUnicastSource", "check_unicast_src without peers");

        static string Limit(string word, int? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $" {word} {number}") : "";
    }

    private static void WriteMac(VirtualMacDefinition mac, bool isStrict, string member, ConfWriter text)
    {
        text.LostIf(isStrict && mac.HardwareAddress is not null, $"{member}/virtualMac/hardwareAddress", "a MAC address of its own, which strict_mode does not use");
        text.LostIf(isStrict && mac.TransmitOnBase, $"{member}/virtualMac/transmitOnBase", "vmac_xmit_base, which strict_mode switches off");
        text.Line($"{member}/virtualMac", "use_vmac", [.. (string?[])[mac.Name, isStrict ? null : mac.HardwareAddress] is var words ? words.OfType<string>() : []]);
        text.Flag(mac.TransmitOnBase && !isStrict, "vmac_xmit_base");
    }

    private static void WriteAuthentication(VrrpInstanceDefinition instance, bool withSecrets, ConfWriter text)
    {
        if (instance.Authentication is not { Type: not VrrpAuthenticationType.None } authentication) return;
        if (instance.Version == VrrpVersion.V3)
        {
            text.Lost("authentication", "authentication, which VRRPv3 does not have");
            return;
        }

        text.Open("authentication");
        text.Plain(authentication.Type == VrrpAuthenticationType.Password ? "auth_type PASS" : "auth_type AH");
        if (withSecrets)
        {
            text.Line("authentication/password", "auth_pass", authentication.Password);
        }
        else
        {
            text.Comment("The password is not shown; put the real one here, or let an administrator export with secrets.");
            text.Plain($"auth_pass {KeepalivedConfExport.MaskedPassword}");
        }

        text.Close();
    }

    private static void WriteAnnouncement(VrrpInstanceDefinition instance, ConfWriter text)
    {
        AnnouncementDefinition announcement = instance.Announcement;
        text.Number("garp_master_repeat", announcement.Repeat, s_usual.Repeat);
        if (announcement.SecondBurstDelay != s_usual.SecondBurstDelay) text.Time("announcement/secondBurstDelay", "garp_master_delay", announcement.SecondBurstDelay, 0, 4294, isWhole: true);
        if (announcement.RefreshInterval != s_usual.RefreshInterval) text.Time("announcement/refreshInterval", "garp_master_refresh", announcement.RefreshInterval, 0, 31 * 24 * 3600, isWhole: true);
        text.Number("garp_master_refresh_repeat", announcement.RefreshRepeat, s_usual.RefreshRepeat);
        if (instance.Strict)
        {
            text.LostIf(announcement.LowerPriorityRepeat != 0 || announcement.LowerPriorityDelay != TimeSpan.Zero, "announcement/lowerPriorityRepeat", "announcements after a lower master, of which strict_mode makes none");
            return;
        }

        if (announcement.LowerPriorityRepeat is { } repeat) text.Plain(string.Create(CultureInfo.InvariantCulture, $"garp_lower_prio_repeat {repeat}"));
        if (announcement.LowerPriorityDelay is { } delay) text.Time("announcement/lowerPriorityDelay", "garp_lower_prio_delay", delay, 0, 4294, isWhole: true);
    }

    // strict_mode: only an owner answers on its addresses.
    private static void WriteAccept(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, ConfWriter text)
    {
        bool otherwise = !instance.Strict || participant.Priority == VrrpPriority.Owner;
        text.Flag(!instance.Accept && otherwise, "no_accept");
        text.LostIf(instance.Accept && !otherwise, "accept", "answering on the addresses, which strict_mode leaves to owners");
    }
}
