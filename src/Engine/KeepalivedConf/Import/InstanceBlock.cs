using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of <c>vrrp_instance</c>.</summary>
internal static class InstanceBlock
{
    private static readonly Dictionary<string, bool> s_states = new(StringComparer.Ordinal) { ["MASTER"] = true, ["BACKUP"] = false };

    private static readonly Dictionary<string, VrrpAuthenticationType> s_authentications = new(StringComparer.Ordinal)
    {
        ["PASS"] = VrrpAuthenticationType.Password,
        ["AH"] = VrrpAuthenticationType.AuthenticationHeader,
    };

    /// <summary>The keywords of <c>authentication</c>.</summary>
    public static KeywordTable<InstanceDraft> Authentication { get; } = new()
    {
        { "auth_type", (draft, line, reader) =>
            {
                draft.AuthenticationType = reader.Choice(line, s_authentications) ?? draft.AuthenticationType;
                reader.NoMore(line, 1);
                draft.Seen["auth_type"] = line.Keyword.Position;
            }
        },
        { "auth_pass", (draft, line, reader) =>
            {
                draft.Password = reader.Text(line);
                draft.Seen["auth_pass"] = line.Keyword.Position;
            }
        },
    };

    public static KeywordTable<InstanceDraft> Keywords { get; } = Create();

    /// <summary>keepalived's default is off and ours is on, so only an explicit off is worth a word.</summary>
    public static bool HigherPriority(ConfDirective line, ConfReader reader)
    {
        bool isOn = reader.Flag(line);
        if (!isOn) reader.Findings.Note(line.Keyword.Position, $"{line.Keyword.Text} stays off as written; on, the better router would announce its addresses again when this one yields");
        return isOn;
    }

    private static KeywordTable<InstanceDraft> Create()
    {
        var table = new KeywordTable<InstanceDraft>();
        AddElection(table);
        AddAdverts(table);
        AddUnicast(table);
        AnnouncementDraft.AddTo((name, apply) => Line(table, name, (draft, line, reader) => apply(draft.Announcement, line, reader)), "garp_");
        Block(table, "authentication", (draft, block, reader) => Authentication.Apply(draft, block.Children!, reader));
        Block(table, "virtual_ipaddress", (draft, block, reader) => AddressLines.Read(draft, block, reader, excluded: false));
        Block(table, "virtual_ipaddress_excluded", (draft, block, reader) => AddressLines.Read(draft, block, reader, excluded: true));
        Block(table, "virtual_routes", RouteLines.Read);
        Block(table, "virtual_rules", RuleLines.Read);
        Line(table, "promote_secondaries", (draft, line, reader) => draft.PromoteSecondaries = reader.Flag(line));
        Line(table, "accept", (draft, line, reader) => draft.Accept = reader.Flag(line));
        Line(table, "no_accept", (draft, line, reader) => draft.Accept = !reader.Flag(line));
        Line(table, "dont_track_primary", (draft, line, reader) => draft.TrackInterface = !reader.Flag(line));
        ActingBlock.AddTo(table);
        ActingBlock.Program(table, "notify_deleted", (notify, program) => notify with { Deleted = program });
        ActingBlock.Program(table, "notify_master_rx_lower_pri", (notify, program) => notify with { MasterHearsLower = program });
        AddOthers(table);
        return table;
    }

    private static void AddElection(KeywordTable<InstanceDraft> table)
    {
        Line(table, "state", (draft, line, reader) => draft.IsMaster = State(line, reader) ?? draft.IsMaster);
        Line(table, "interface", (draft, line, reader) => draft.Interface = reader.Text(line));
        Line(table, "virtual_router_id", (draft, line, reader) => draft.VirtualRouterId = (int?)reader.Integer(line, 1, 255));
        Line(table, "version", (draft, line, reader) => draft.Version = VrrpValues.Version(line, reader));
        Line(table, "priority", (draft, line, reader) => draft.Priority = (byte?)reader.Integer(line, 1, 255));
        Line(table, "advert_int", (draft, line, reader) => draft.AdvertisementInterval = reader.Seconds(line, 0.01m, 255));
        Line(table, "preempt", (draft, line, reader) => draft.Preempt = reader.Flag(line));
        Line(table, "nopreempt", (draft, line, reader) => draft.Preempt = !reader.Flag(line));
        Line(table, "preempt_delay", (draft, line, reader) => draft.PreemptDelay = reader.Seconds(line, 0, 1000) ?? TimeSpan.Zero);
        Line(table, "down_timer_adverts", (draft, line, reader) => draft.DownTimerAdverts = (int?)reader.Integer(line, 1, 100));
        foreach (string name in (string[])["timer_expired_backup", "thread_timer_expired"])
            Line(table, name, (draft, line, reader) => draft.TimerExpiredBackup = line.Arguments.Count == 0 ? 254 : (int?)reader.Integer(line, 1, 254));
        Line(table, "strict_mode", (draft, line, reader) => draft.Strict = reader.Flag(line));
    }

    private static void AddAdverts(KeywordTable<InstanceDraft> table)
    {
        Line(table, "mcast_src_ip", (draft, line, reader) => draft.SourceAddress = reader.Address(line));
        Line(table, "unicast_src_ip", (draft, line, reader) => draft.SourceAddress = reader.Address(line));
        Line(table, "track_src_ip", (draft, line, reader) => draft.TrackSourceAddress = reader.Flag(line));
        Line(table, "mcast_dst_ip", (draft, line, reader) => draft.MulticastGroup = reader.Address(line));
        Line(table, "v3_checksum_as_v2", (draft, line, reader) => draft.ChecksumAsV2 = reader.Flag(line));
        Line(table, "lower_prio_no_advert", (draft, line, reader) => draft.LowerPriorityNoAdvertisement = reader.Flag(line));
        Line(table, "higher_prio_send_advert", (draft, line, reader) => draft.HigherPrioritySendAdvertisement = HigherPriority(line, reader));
        Line(table, "owner_ignore_adverts", (draft, line, reader) => draft.OwnerIgnoresAdvertisements = reader.Flag(line));
        Line(table, "use_vmac", ReadVirtualMac);
        Line(table, "vmac_xmit_base", (draft, line, reader) => draft.TransmitOnBase = reader.Flag(line));
    }

    private static void AddUnicast(KeywordTable<InstanceDraft> table)
    {
        Block(table, "unicast_peer", ReadPeers);
        Line(table, "unicast_ttl", (draft, line, reader) => draft.UnicastTimeToLive = (int)(reader.Integer(line, 1, 255) ?? 255));
        Line(table, "check_unicast_src", (draft, line, reader) => draft.CheckUnicastSource = reader.Flag(line));
    }

    private static void AddOthers(KeywordTable<InstanceDraft> table)
    {
        table.AddNoEffect($"a different list of addresses is noted and never refused", "skip_check_adv_addr");
        table.AddNoEffect($"the addresses say which family it is", "native_ipv6");
        table.AddNoEffect($"the flight recorder holds what led to each change", "debug");
        table.AddNoEffect($"the kernel reports every change of a link", "linkbeat_use_polling");
        table.AddNoEffect($"buffers are sized by the engine", "kernel_rx_buf_size");
        table.AddNotSupported($"an instance without unicast_peer uses multicast; name its peers", "unicast_fault_no_peer");
        table.AddNotSupported($"bring routers that send keepalived 1.3's checksum up to date", "old_unicast_checksum");
        table.AddNotSupported($"only the adverts' own addresses use the virtual MAC; put use_vmac into an instance of that interface", "use_vmac_addr");
        table.AddNotSupported($"use use_vmac, or plain addresses where the switch allows one MAC only", "use_ipvlan");
        table.AddNotSupported($"name the interface the peers are reached by", "vrf");
        table.AddNotSupported($"no RFC defines it and other routers drop it; use unicast_peer in a network of their own, or IPsec", "auth_hmac");
        table.AddNotSupported($"an instance needs an address; give it one that nobody uses", "no_virtual_ipaddress");
        table.AddNotSupported($"each director keeps its own connections", "lvs_sync_daemon_interface");
        table.AddNotSupported($"addresses are announced on their own interface; set garp_master_refresh to announce again", "garp_extra_if", "vmac_garp_intvl");
    }

    private static void Line(KeywordTable<InstanceDraft> table, string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => table.Add(name, Marked(name, apply));

    private static void Block(KeywordTable<InstanceDraft> table, string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => table.AddBlock(name, Marked(name, apply));

    // Remembers the keyword also when its value is wrong, so that it is not reported as missing on top.
    private static Action<InstanceDraft, ConfDirective, ConfReader> Marked(string name, Action<InstanceDraft, ConfDirective, ConfReader> apply) => (draft, line, reader) =>
    {
        draft.Seen[name] = line.Keyword.Position;
        apply(draft, line, reader);
    };

    private static bool? State(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 1);
        return reader.Choice(line, s_states);
    }

    // [[name] INTERFACE] [MAC] [netlink_notify_msg] [group N]
    private static void ReadVirtualMac(InstanceDraft draft, ConfDirective line, ConfReader reader)
    {
        var virtualMac = new VirtualMacDefinition();
        for (int index = 0; index < line.Arguments.Count; index++)
        {
            ConfWord word = line.Arguments[index];
            switch (word.Text)
            {
                case "name" when index + 1 < line.Arguments.Count:
                    virtualMac = virtualMac with { Name = line.Arguments[++index].Text };
                    break;
                case "netlink_notify_msg":
                    reader.Findings.Note(word.Position, $"netlink_notify_msg has no effect here: the kernel tells of every interface");
                    break;
                case "group":
                    reader.Findings.Warning(word.Position, $"group is not supported: set the interface's group with ip link");
                    index++;
                    break;
                default:
                    virtualMac = word.Text.Contains(':', StringComparison.Ordinal) ? virtualMac with { HardwareAddress = word.Text } : virtualMac with { Name = word.Text };
                    break;
            }
        }

        draft.VirtualMac = virtualMac;
    }

    private static void ReadPeers(InstanceDraft draft, ConfDirective block, ConfReader reader)
    {
        foreach (ConfDirective line in reader.Lines(block))
        {
            IPAddress? address = reader.Address(line.Keyword, $"a unicast peer");
            int? minimum = null;
            int? maximum = null;
            int read = 0;
            while (read + 1 < line.Arguments.Count && line.Arguments[read].Text is "min_ttl" or "max_ttl")
            {
                int? value = (int?)reader.Integer(line.Arguments[read + 1], Sentence.Verbatim(line.Arguments[read].Text), 0, 255);
                if (line.Arguments[read].Text == "min_ttl") minimum = value;
                else maximum = value;
                read += 2;
            }

            reader.NoMore(line, read);
            if (address is not null) draft.UnicastPeers.Add((new UnicastPeerDefinition { Address = address, MinimumTimeToLive = minimum, MaximumTimeToLive = maximum }, line.Keyword.Position));
        }
    }
}
