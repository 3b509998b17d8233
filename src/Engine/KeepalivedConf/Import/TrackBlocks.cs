using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>A named thing in the making, with the place of its keyword and of its values.</summary>
internal abstract class NamedDraft(string name, ConfPosition position)
{
    public string Name { get; } = name;

    public ConfPosition Position { get; } = position;

    /// <summary>Where each keyword stands that was seen, valid or not.</summary>
    public Dictionary<string, ConfPosition> Seen { get; } = new(StringComparer.Ordinal);
}

/// <summary>A <c>vrrp_script</c>.</summary>
internal sealed class TrackScriptDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public TrackScriptDefinition Definition { get; set; } = new() { Name = name, Command = "" };

    public static KeywordTable<TrackScriptDraft> Keywords { get; } = new()
    {
        { "script", (draft, line, reader) => draft.Definition = draft.Definition with { Command = CommandText.Read(draft, line, reader) } },
        { "interval", (draft, line, reader) => draft.Definition = draft.Definition with { Interval = reader.Seconds(line, 0.001m, 4294) ?? draft.Definition.Interval } },
        { "timeout", (draft, line, reader) => draft.Definition = draft.Definition with { Timeout = reader.Seconds(line, 0.001m, 4294) ?? draft.Definition.Timeout } },
        { "weight", (draft, line, reader) => draft.Definition = draft.Definition with { Weight = (int)(reader.Integer(line, -253, 253) ?? 0) } },
        { "rise", (draft, line, reader) => draft.Definition = draft.Definition with { Rise = (int)(reader.Integer(line, 1, int.MaxValue) ?? 1) } },
        { "fall", (draft, line, reader) => draft.Definition = draft.Definition with { Fall = (int)(reader.Integer(line, 1, int.MaxValue) ?? 1) } },
    };
}

/// <summary>A <c>vrrp_track_process</c>.</summary>
internal sealed class TrackProcessDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public TrackProcessDefinition Definition { get; set; } = new() { Name = name, Process = "" };

    public static KeywordTable<TrackProcessDraft> Keywords { get; } = new()
    {
        { "process", (draft, line, reader) => draft.Definition = draft.Definition with { Process = CommandText.Read(draft, line, reader) } },
        { "weight", (draft, line, reader) => draft.Definition = draft.Definition with { Weight = (int)(reader.Integer(line, -254, 254) ?? 0) } },
        { "quorum", (draft, line, reader) => draft.Definition = draft.Definition with { Quorum = (int)(reader.Integer(line, 1, 65535) ?? 1) } },
        { "delay", (draft, line, reader) => draft.Definition = WithDelay(draft.Definition, reader.Seconds(line, 0, 3600) ?? TimeSpan.Zero) },
    };

    private static TrackProcessDefinition WithDelay(TrackProcessDefinition process, TimeSpan delay) => process with { ForkDelay = delay, TerminateDelay = delay };
}

/// <summary>A program with its arguments, quoted as one word or written as several.</summary>
internal static class CommandText
{
    public static string Read(NamedDraft draft, ConfDirective line, ConfReader reader)
    {
        draft.Seen[line.Keyword.Text] = line.Keyword.Position;
        return reader.Word(line) is null ? "" : string.Join(' ', line.Arguments.Select(word => word.Text));
    }
}

/// <summary>A <c>vrrp_sync_group</c>.</summary>
internal sealed class SyncGroupDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public List<ConfWord> Members { get; } = [];

    public static KeywordTable<SyncGroupDraft> Keywords { get; } = Create();

    private static KeywordTable<SyncGroupDraft> Create()
    {
        var table = new KeywordTable<SyncGroupDraft>();
        table.AddBlock("group", (draft, block, reader) =>
        {
            foreach (ConfDirective line in reader.Lines(block))
                draft.Members.AddRange(line.Words.Where(word => !word.IsBroken));
        });
        return table;
    }
}
