using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What <c>garp_*</c> and <c>vrrp_garp_*</c> say; an instance's own word wins over that of <c>global_defs</c>.</summary>
internal sealed class AnnouncementDraft
{
    private const int LongestRefresh = 31 * 24 * 3600;

    public int? Repeat { get; set; }

    public TimeSpan? SecondBurstDelay { get; set; }

    public TimeSpan? RefreshInterval { get; set; }

    public int? RefreshRepeat { get; set; }

    public int? LowerPriorityRepeat { get; set; }

    public TimeSpan? LowerPriorityDelay { get; set; }

    public TimeSpan ArpInterval { get; set; }

    public TimeSpan NeighbourInterval { get; set; }

    /// <summary>keepalived's <c>vrrp_min_garp</c>: one announcement and no second burst where nothing else is said.</summary>
    public bool IsMinimal { get; set; }

    /// <summary>Adds the keywords, which differ only in their first letters.</summary>
    /// <param name="add">Adds one to a table.</param>
    /// <param name="prefix"><c>garp_</c> or <c>vrrp_garp_</c>.</param>
    public static void AddTo(Action<string, Action<AnnouncementDraft, ConfDirective, ConfReader>> add, string prefix)
    {
        add($"{prefix}master_delay", (draft, line, reader) => draft.SecondBurstDelay = Seconds(line, reader, 4294) ?? draft.SecondBurstDelay);
        add($"{prefix}master_repeat", (draft, line, reader) => draft.Repeat = Count(line, reader) ?? draft.Repeat);
        add($"{prefix}master_refresh", (draft, line, reader) => draft.RefreshInterval = Seconds(line, reader, LongestRefresh) ?? draft.RefreshInterval);
        add($"{prefix}master_refresh_repeat", (draft, line, reader) => draft.RefreshRepeat = Count(line, reader) ?? draft.RefreshRepeat);
        add($"{prefix}lower_prio_delay", (draft, line, reader) => draft.LowerPriorityDelay = Seconds(line, reader, 4294) ?? draft.LowerPriorityDelay);
        add($"{prefix}lower_prio_repeat", (draft, line, reader) => draft.LowerPriorityRepeat = (int?)reader.Integer(line, 0, 100) ?? draft.LowerPriorityRepeat);
    }

    /// <summary>The finished settings: own words, then <paramref name="global"/>'s, then keepalived's defaults.</summary>
    public AnnouncementDefinition Complete(AnnouncementDraft global, bool isStrict) => new()
    {
        Repeat = Repeat ?? global.Repeat ?? (global.IsMinimal ? 1 : 5),
        SecondBurstDelay = SecondBurstDelay ?? global.SecondBurstDelay ?? (global.IsMinimal ? TimeSpan.Zero : TimeSpan.FromSeconds(5)),
        RefreshInterval = RefreshInterval ?? global.RefreshInterval ?? TimeSpan.Zero,
        RefreshRepeat = RefreshRepeat ?? global.RefreshRepeat ?? 1,
        LowerPriorityRepeat = isStrict ? 0 : LowerPriorityRepeat ?? global.LowerPriorityRepeat,
        LowerPriorityDelay = isStrict ? TimeSpan.Zero : LowerPriorityDelay ?? global.LowerPriorityDelay,
        ArpInterval = global.ArpInterval,
        NeighbourInterval = global.NeighbourInterval,
    };

    private static TimeSpan? Seconds(ConfDirective line, ConfReader reader, int longest) =>
        reader.Integer(line, 0, longest) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    // keepalived takes 0 for 1.
    private static int? Count(ConfDirective line, ConfReader reader)
    {
        if (reader.Integer(line, 0, 100) is not { } repeat) return null;
        if (repeat == 0) reader.Findings.Warning(line.Keyword.Position, $"{line.Keyword.Text} 0 is taken as 1, as keepalived does");
        return (int)Math.Max(repeat, 1);
    }
}
