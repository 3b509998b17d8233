using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What <c>global_defs</c> says.</summary>
internal sealed class GlobalDraft
{
    public string? RouterId { get; set; }

    public VrrpVersion? Version { get; set; }

    public string? ScriptUser { get; set; }

    public bool ScriptSecurity { get; set; }

    public string? DefaultInterface { get; set; }

    public TimeSpan StartupDelay { get; set; }

    public AnnouncementDraft Announcement { get; } = new();

    public bool Strict { get; set; }

    public bool CheckUnicastSource { get; set; }

    public bool ChecksumAsV2 { get; set; }

    public bool LowerPriorityNoAdvertisement { get; set; }

    public bool? HigherPrioritySendAdvertisement { get; set; }

    public bool OwnerIgnoresAdvertisements { get; set; }

    public int? DownTimerAdverts { get; set; }

    public IPAddress? MulticastGroup4 { get; set; }

    public IPAddress? MulticastGroup6 { get; set; }

    public bool PriorityChanges { get; set; }

    public bool LogAllFailures { get; set; }

    public bool InitialServerNotices { get; set; }

    public MailDraft Mail { get; } = new();

    /// <summary>Null = nothing is said of it.</summary>
    public LoadBalancerDefinition? LoadBalancer { get; set; }

    /// <summary>The pipe for everything, the one for VRRP only, and the one for real servers and quorums only.</summary>
    public FifoDraft[] Fifos { get; } = [new(), new(), new()];
}

/// <summary>A named pipe in the making: its two keywords may come in any order.</summary>
internal sealed class FifoDraft
{
    public string? Path { get; set; }

    public string? Script { get; set; }

    public string? User { get; set; }
}

/// <summary>The keywords of <c>global_defs</c>.</summary>
internal static class GlobalBlock
{
    public static KeywordTable<GlobalDraft> Keywords { get; } = Create();

    private static KeywordTable<GlobalDraft> Create()
    {
        var table = new KeywordTable<GlobalDraft>
        {
            { "router_id", (draft, line, reader) => draft.RouterId = reader.Text(line) ?? draft.RouterId },
            { "vrrp_version", (draft, line, reader) => draft.Version = VrrpValues.Version(line, reader) ?? draft.Version },
            { "enable_script_security", (draft, line, reader) => draft.ScriptSecurity = reader.Flag(line) },
            { "script_user", (draft, line, reader) => draft.ScriptUser = reader.Word(line) is null ? draft.ScriptUser : VrrpValues.User(line, reader, 0) },
            { "default_interface", (draft, line, reader) => draft.DefaultInterface = reader.Text(line) ?? draft.DefaultInterface },
            { "vrrp_startup_delay", (draft, line, reader) => draft.StartupDelay = reader.Seconds(line, 0.001m, 4294) ?? draft.StartupDelay },
            { "vrrp_garp_interval", (draft, line, reader) => draft.Announcement.ArpInterval = reader.Seconds(line, 0.000001m, 4294) ?? TimeSpan.Zero },
            { "vrrp_gna_interval", (draft, line, reader) => draft.Announcement.NeighbourInterval = reader.Seconds(line, 0.000001m, 4294) ?? TimeSpan.Zero },
            { "vrrp_min_garp", (draft, line, reader) => draft.Announcement.IsMinimal = reader.Flag(line) },
            { "vrrp_strict", (draft, line, reader) => draft.Strict = reader.Flag(line) },
            { "vrrp_check_unicast_src", (draft, line, reader) => draft.CheckUnicastSource = reader.Flag(line) },
            { "v3_checksum_as_v2", (draft, line, reader) => draft.ChecksumAsV2 = reader.Flag(line) },
            { "vrrp_lower_prio_no_advert", (draft, line, reader) => draft.LowerPriorityNoAdvertisement = reader.Flag(line) },
            { "vrrp_higher_prio_send_advert", (draft, line, reader) => draft.HigherPrioritySendAdvertisement = InstanceBlock.HigherPriority(line, reader) },
            { "vrrp_owner_ignore_adverts", (draft, line, reader) => draft.OwnerIgnoresAdvertisements = reader.Flag(line) },
            { "vrrp_down_timer_adverts", (draft, line, reader) => draft.DownTimerAdverts = (int?)reader.Integer(line, 1, 100) },
            { "vrrp_mcast_group4", (draft, line, reader) => draft.MulticastGroup4 = reader.Address(line) },
            { "vrrp_mcast_group6", (draft, line, reader) => draft.MulticastGroup6 = reader.Address(line) },
            { "vrrp_notify_priority_changes", (draft, line, reader) => draft.PriorityChanges = reader.Flag(line) },
            { "notify_fifo", (draft, line, reader) => ReadFifo(draft.Fifos[0], line, reader) },
            { "notify_fifo_script", (draft, line, reader) => ReadReader(draft.Fifos[0], line, reader) },
            { "vrrp_notify_fifo", (draft, line, reader) => ReadFifo(draft.Fifos[1], line, reader) },
            { "vrrp_notify_fifo_script", (draft, line, reader) => ReadReader(draft.Fifos[1], line, reader) },
            { "lvs_notify_fifo", (draft, line, reader) => ReadFifo(draft.Fifos[2], line, reader) },
            { "lvs_notify_fifo_script", (draft, line, reader) => ReadReader(draft.Fifos[2], line, reader) },
            { "rs_init_notifies", (draft, line, reader) => draft.InitialServerNotices = reader.Flag(line) },
            { "checker_log_all_failures", (draft, line, reader) => draft.LogAllFailures = reader.Flag(line) },
        };
        AnnouncementDraft.AddTo((name, apply) => table.Add(name, (draft, line, reader) => apply(draft.Announcement, line, reader)), "vrrp_garp_");
        BalancerLines.AddTo(table);
        MailDraft.AddTo(table);
        GlobalOthers.AddTo(table);
        return table;
    }

    private static void ReadFifo(FifoDraft fifo, ConfDirective line, ConfReader reader)
    {
        fifo.Path = reader.Word(line)?.Text;
        fifo.User = VrrpValues.User(line, reader, 1) ?? fifo.User;
    }

    private static void ReadReader(FifoDraft fifo, ConfDirective line, ConfReader reader)
    {
        fifo.Script = reader.Word(line)?.Text;
        string? user = VrrpValues.User(line, reader, 1);
        if (user is not null && fifo.User is not null && user != fifo.User)
            reader.Findings.Warning(line.Keyword.Position, $"a pipe and its reader have one user, {fifo.User}; make them agree");
        fifo.User ??= user;
    }
}
