using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of <c>url</c>.</summary>
internal static class UrlBlock
{
    public static KeywordTable<UrlDraft> Plain { get; } = Create();

    public static KeywordTable<UrlDraft> Secure { get; } = CreateSecure();

    public static void Read(CheckDraft draft, ConfDirective block, KeywordTable<UrlDraft> table, ConfReader reader)
    {
        reader.NoMore(block, 0);
        var url = new UrlDraft(block.Keyword.Position);
        table.Apply(url, block.Children!, reader);
        if (!url.HasPath) reader.Error(url.Position, $"url needs a path");
        if (url.Expression is null && (url.MustNotMatch || url.Options.Count > 0 || url.MinimumOffset > 0 || url.MaximumOffset is not null))
            reader.Findings.Warning(url.Position, $"regex_* without regex has no effect and is left out, as keepalived does");
        draft.Urls.Add(url);
    }

    private static KeywordTable<UrlDraft> Create()
    {
        var table = new KeywordTable<UrlDraft>
        {
            { "path", (draft, line, reader) => (draft.HasPath, draft.Path) = (true, reader.Text(line)) },
            { "digest", (draft, line, reader) => draft.Digest = reader.Text(line) },
            { "virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line) },
            { "status_code", ReadStatusCodes },
            { "regex", (draft, line, reader) => draft.Expression = reader.Text(line) },
            { "regex_no_match", (draft, line, reader) => draft.MustNotMatch = reader.Flag(line) },
            { "regex_options", ReadOptions },
            { "regex_min_offset", (draft, line, reader) => draft.MinimumOffset = (int)(reader.Integer(line, 0, int.MaxValue) ?? 0) },
            { "regex_max_offset", (draft, line, reader) => draft.MaximumOffset = (int?)reader.Integer(line, 1, int.MaxValue) },
        };
        table.AddNoEffect($"an expression needs no stack of its own", "regex_stack");
        return table;
    }

    private static KeywordTable<UrlDraft> CreateSecure()
    {
        KeywordTable<UrlDraft> table = Create();
        table.Add("tls_compliant", (draft, line, reader) => draft.SendCloseNotify = reader.Flag(line));
        return table;
    }

    private static void ReadOptions(UrlDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is null) return;
        foreach (ConfWord word in line.Arguments)
        {
            if (word.IsBroken) continue;
            if (PatternOptions.IsEffective(word.Text)) draft.Options.Add(word.Text);
            else if (PatternOptions.IsKnown(word.Text)) reader.Findings.Note(word.Position, $"regex_options {word.Text} has no effect here: it does not change what matches");
            else reader.Findings.Warning(word.Position, $"regex_options {word.Text} is not supported and left out: write the expression so that it does without");
        }
    }

    private static void ReadStatusCodes(UrlDraft draft, ConfDirective line, ConfReader reader)
    {
        if (reader.Word(line) is null) return;
        foreach (ConfWord word in line.Arguments)
        {
            string[] ends = word.Text.Split('-', 2);
            if (reader.Integer(word with { Text = ends[0] }, Sentence.Verbatim("status_code"), 100, 999) is not { } first) continue;
            if (reader.Integer(word with { Text = ends[^1] }, Sentence.Verbatim("status_code"), 100, 999) is not { } last) continue;
            if (last < first) reader.Error(word.Position, $"status_code {word.Text} ends before it starts");
            else draft.StatusCodes.Add(new StatusCodeRange((int)first, (int)last));
        }
    }
}
