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
        { "weight", (draft, line, reader) => draft.Definition = VrrpValues.Weight(line, reader, 253) is var (weight, reverse) ? draft.Definition with { Weight = weight, Reverse = reverse } : draft.Definition },
        { "rise", (draft, line, reader) => draft.Definition = draft.Definition with { Rise = (int)(reader.Integer(line, 1, int.MaxValue) ?? 1) } },
        { "fall", (draft, line, reader) => draft.Definition = draft.Definition with { Fall = (int)(reader.Integer(line, 1, int.MaxValue) ?? 1) } },
        { "user", (draft, line, reader) => draft.Definition = reader.Word(line) is null ? draft.Definition : draft.Definition with { User = VrrpValues.User(line, reader, 0) } },
        { "init_fail", (draft, line, reader) => draft.Definition = draft.Definition with { InitiallyFailing = reader.Flag(line) } },
    };
}

/// <summary>A <c>vrrp_track_process</c>.</summary>
internal sealed class TrackProcessDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public TrackProcessDefinition Definition { get; set; } = new() { Name = name, Process = "" };

    public static KeywordTable<TrackProcessDraft> Keywords { get; } = new()
    {
        { "process", ReadProcess },
        { "param_match", (draft, line, reader) => draft.Match = Choice(line, reader) },
        { "weight", (draft, line, reader) => draft.Definition = VrrpValues.Weight(line, reader, 254) is var (weight, reverse) ? draft.Definition with { Weight = weight, Reverse = reverse } : draft.Definition },
        { "quorum", (draft, line, reader) => draft.Definition = draft.Definition with { Quorum = (int)(reader.Integer(line, 1, 65535) ?? 1) } },
        { "quorum_max", (draft, line, reader) => draft.Definition = draft.Definition with { MaximumQuorum = (int?)reader.Integer(line, 0, 65535) } },
        { "delay", (draft, line, reader) => draft.Definition = WithDelay(draft.Definition, reader.Seconds(line, 0, 3600) ?? TimeSpan.Zero) },
        { "fork_delay", (draft, line, reader) => draft.Definition = draft.Definition with { ForkDelay = reader.Seconds(line, 0, 3600) ?? TimeSpan.Zero } },
        { "terminate_delay", (draft, line, reader) => draft.Definition = draft.Definition with { TerminateDelay = reader.Seconds(line, 0, 3600) ?? TimeSpan.Zero } },
        { "full_command", (draft, line, reader) => draft.Definition = draft.Definition with { FullCommand = reader.Flag(line) } },
    };

    private ParameterMatch? Match { get; set; }

    /// <summary>The finished definition: parameters without a word for it are compared exactly, as keepalived does.</summary>
    public TrackProcessDefinition Complete() => Definition with
    {
        ParameterMatch = Definition.Parameters.Count == 0 ? ParameterMatch.Ignore : Match ?? ParameterMatch.Exact,
    };

    private static void ReadProcess(TrackProcessDraft draft, ConfDirective line, ConfReader reader)
    {
        draft.Seen["process"] = line.Keyword.Position;
        if (reader.Word(line) is not { } word) return;
        draft.Definition = draft.Definition with { Process = word.Text, Parameters = line.Arguments.Skip(1).Select(parameter => parameter.Text).ToValueArray() };
    }

    private static ParameterMatch? Choice(ConfDirective line, ConfReader reader)
    {
        reader.NoMore(line, 1);
        return reader.Choice(line, s_matches);
    }

    private static readonly Dictionary<string, ParameterMatch> s_matches = new(StringComparer.Ordinal) { ["initial"] = ParameterMatch.Initial, ["partial"] = ParameterMatch.Partial };

    private static TrackProcessDefinition WithDelay(TrackProcessDefinition process, TimeSpan delay) => process with { ForkDelay = delay, TerminateDelay = delay };
}

/// <summary>A <c>track_file</c>, or <c>vrrp_track_file</c>, its old name.</summary>
internal sealed class TrackFileDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public TrackFileDefinition Definition { get; set; } = new() { Name = name, Path = "" };

    public static KeywordTable<TrackFileDraft> Keywords { get; } = new()
    {
        { "file", (draft, line, reader) => draft.Definition = draft.Definition with { Path = reader.Text(line) ?? "" } },
        { "weight", (draft, line, reader) => draft.Definition = VrrpValues.Weight(line, reader, 254) is var (weight, reverse) ? draft.Definition with { Weight = weight, Reverse = reverse } : draft.Definition },
        { "init_file", ReadInitial },
    };

    // Either word may stand alone; no number means 0.
    private static void ReadInitial(TrackFileDraft draft, ConfDirective line, ConfReader reader)
    {
        int read = 0;
        long? value = 0;
        if (line.Arguments.Count > read && line.Arguments[read].Text != "overwrite") value = reader.Integer(line.Arguments[read++], Sentence.Verbatim("init_file"), int.MinValue, int.MaxValue);
        bool overwrite = line.Arguments.Count > read && line.Arguments[read].Text == "overwrite";
        reader.NoMore(line, overwrite ? read + 1 : read);
        draft.Definition = draft.Definition with { InitialValue = (int?)value, OverwriteInitialValue = overwrite };
    }
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
internal sealed class SyncGroupDraft(string name, ConfPosition position) : ActingDraft(name, position)
{
    public List<ConfWord> Members { get; } = [];

    public bool TrackingWeight { get; set; }

    public static KeywordTable<SyncGroupDraft> Keywords { get; } = Create();

    private static KeywordTable<SyncGroupDraft> Create()
    {
        var table = new KeywordTable<SyncGroupDraft>();
        table.AddBlock("group", (draft, block, reader) =>
        {
            foreach (ConfDirective line in reader.Lines(block))
                draft.Members.AddRange(line.Words.Where(word => !word.IsBroken));
        });
        ActingBlock.AddTo(table);
        table.Add("sync_group_tracking_weight", (draft, line, reader) => draft.TrackingWeight = reader.Flag(line));
        table.AddNoEffect($"what a group tracks always counts for all its members", "global_tracking");
        return table;
    }
}
