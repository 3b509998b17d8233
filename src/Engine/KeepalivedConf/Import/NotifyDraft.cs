using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Something that watches and tells: an instance or a sync group.</summary>
internal abstract class ActingDraft(string name, ConfPosition position) : NamedDraft(name, position)
{
    public List<(TrackDefinition Track, ConfPosition Position)> Tracks { get; } = [];

    public NotifyDefinition? Notify { get; set; }

    public bool? PriorityChanges { get; set; }

    public bool? Alert { get; set; }

    /// <summary>The finished programs; <paramref name="priorityChanges"/> where the block says nothing.</summary>
    public NotifyDefinition? CompleteNotify(bool priorityChanges) =>
        PriorityChanges ?? priorityChanges ? (Notify ?? new NotifyDefinition()) with { PriorityChanges = true } : Notify;
}

/// <summary>The keywords <c>notify*</c> and <c>track_*</c>, which instances and sync groups share.</summary>
internal static class ActingBlock
{
    public static void AddTo<TDraft>(KeywordTable<TDraft> table)
        where TDraft : ActingDraft
    {
        Program(table, "notify_master", (notify, program) => notify with { Master = program });
        Program(table, "notify_backup", (notify, program) => notify with { Backup = program });
        Program(table, "notify_fault", (notify, program) => notify with { Fault = program });
        Program(table, "notify_stop", (notify, program) => notify with { Stop = program });
        Program(table, "notify", (notify, program) => notify with { Any = program });
        table.Add("notify_priority_changes", (draft, line, reader) => draft.PriorityChanges = reader.Flag(line));
        table.Add("smtp_alert", (draft, line, reader) => draft.Alert = reader.Flag(line));
        Tracks(table, "track_interface", TrackKind.Interface);
        Tracks(table, "track_script", TrackKind.Script);
        Tracks(table, "track_process", TrackKind.Process);
        Tracks(table, "track_file", TrackKind.File);
        table.AddNotSupported($"there is no BFD; adverts of 10 ms (VRRPv3) or more heartbeat lines find a dead router as fast", "track_bfd");
    }

    /// <summary>A program: one word, quoted where it has arguments; a user and a group may follow.</summary>
    public static void Program<TDraft>(KeywordTable<TDraft> table, string name, Func<NotifyDefinition, string, NotifyDefinition> set)
        where TDraft : ActingDraft
        => table.Add(name, (draft, line, reader) =>
        {
            draft.Seen[name] = line.Keyword.Position;
            draft.Seen.TryAdd("notify", line.Keyword.Position);
            string? user = VrrpValues.User(line, reader, 1);
            if (reader.Word(line) is not { } word) return;
            NotifyDefinition notify = draft.Notify ?? new NotifyDefinition { User = user };
            if (draft.Notify is not null && user != notify.User)
                reader.Findings.Warning(line.Keyword.Position, $"all notify programs of {draft.Name} run as one user, {(notify.User is { } one ? Sentence.Verbatim(one) : $"the script user")}; make them agree");
            draft.Notify = set(notify, word.Text);
        });

    private static void Tracks<TDraft>(KeywordTable<TDraft> table, string name, TrackKind kind)
        where TDraft : ActingDraft
        => table.AddBlock(name, (draft, block, reader) => TrackLines.Read(draft.Tracks, block, reader, kind));
}

/// <summary>The lines of <c>track_*</c>: <c>NAME [weight N [reverse|noreverse]]</c>.</summary>
internal static class TrackLines
{
    public static void Read(List<(TrackDefinition Track, ConfPosition Position)> tracks, ConfDirective block, ConfReader reader, TrackKind kind)
    {
        int limit = kind is TrackKind.Process or TrackKind.File ? 254 : 253;
        foreach (ConfDirective line in reader.Lines(block))
        {
            int? weight = null;
            bool? reverse = null;
            int read = 0;
            if (line.Arguments.Count > 0 && line.Arguments[0].Text == "weight")
            {
                read = 2;
                if (line.Arguments.Count == 1) reader.Error(line.Arguments[0].Position, $"weight needs a value");
                else weight = (int?)reader.Integer(line.Arguments[1], Sentence.Verbatim("weight"), -limit, limit);
                if (line.Arguments.Count > 2 && line.Arguments[2].Text is "reverse" or "noreverse")
                {
                    reverse = line.Arguments[2].Text == "reverse";
                    read = 3;
                }
            }

            reader.NoMore(line, read);
            if (!line.Keyword.IsBroken) tracks.Add((new TrackDefinition { Kind = kind, Target = line.Keyword.Text, Weight = weight, Reverse = reverse }, line.Keyword.Position));
        }
    }
}
