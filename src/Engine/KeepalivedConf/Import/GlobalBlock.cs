using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What <c>global_defs</c> says.</summary>
internal sealed class GlobalDraft
{
    public string? RouterId { get; set; }

    public VrrpVersion? Version { get; set; }

    public string? ScriptUser { get; set; }

    public bool ScriptSecurity { get; set; }

    public TimeSpan? SecondBurstDelay { get; set; }

    public int? AnnouncementRepeat { get; set; }
}

/// <summary>The keywords of <c>global_defs</c>.</summary>
internal static class GlobalBlock
{
    public static KeywordTable<GlobalDraft> Keywords { get; } = new()
    {
        { "router_id", (draft, line, reader) => draft.RouterId = reader.Text(line) ?? draft.RouterId },
        { "vrrp_version", (draft, line, reader) => draft.Version = VrrpValues.Version(line, reader) ?? draft.Version },
        { "vrrp_garp_master_delay", (draft, line, reader) => draft.SecondBurstDelay = VrrpValues.SecondBurstDelay(line, reader) ?? draft.SecondBurstDelay },
        { "vrrp_garp_master_repeat", (draft, line, reader) => draft.AnnouncementRepeat = VrrpValues.AnnouncementRepeat(line, reader) ?? draft.AnnouncementRepeat },
        { "enable_script_security", (draft, line, reader) => draft.ScriptSecurity = reader.Flag(line) },
        { "script_user", (draft, line, reader) => draft.ScriptUser = reader.Text(line) ?? draft.ScriptUser },
    };
}
