using System.Collections;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>What the importer does with a keyword.</summary>
internal enum KeywordTreatment
{
    /// <summary>It is in the definition.</summary>
    Imported,

    /// <summary>Understood and without effect; a note says why.</summary>
    NoEffect,

    /// <summary>Left out; a warning says what to do instead.</summary>
    NotSupported,
}

/// <summary>The keywords of one kind of block and what each does to the block's draft.</summary>
internal sealed class KeywordTable<TDraft> : IEnumerable<string>
{
    private readonly Dictionary<string, Keyword> _keywords = new(StringComparer.Ordinal);

    /// <summary>A keyword with values on its line.</summary>
    public void Add(string name, Action<TDraft, ConfDirective, ConfReader> apply) => _keywords.Add(name, new Keyword(false, apply, KeywordTreatment.Imported));

    /// <summary>A keyword with a block.</summary>
    public void AddBlock(string name, Action<TDraft, ConfDirective, ConfReader> apply) => _keywords.Add(name, new Keyword(true, apply, KeywordTreatment.Imported));

    /// <summary>Keywords that keepalived knows and that mean nothing here, with the reason.</summary>
    public void AddNoEffect(Sentence reason, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            _keywords.Add(name, new Keyword(null, (_, line, reader) => reader.Findings.Note(line.Keyword.Position, $"{name} has no effect here: {reason}"), KeywordTreatment.NoEffect));
    }

    /// <summary>Keywords that keepalived knows and that are left out, with what to do instead.</summary>
    public void AddNotSupported(Sentence instead, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            _keywords.Add(name, new Keyword(null, (_, line, reader) => reader.Findings.Warning(line.Keyword.Position, $"{name} is not supported: {instead}"), KeywordTreatment.NotSupported));
    }

    /// <summary>What is done with <paramref name="name"/>; null = it is not known.</summary>
    public KeywordTreatment? TreatmentOf(string name) => _keywords.TryGetValue(name, out Keyword? keyword) ? keyword.Treatment : null;

    /// <summary>Applies every directive; what is not in the table is reported and left out as a whole.</summary>
    public void Apply(TDraft draft, IReadOnlyList<ConfDirective> directives, ConfReader reader)
    {
        foreach (ConfDirective directive in directives)
        {
            if (!_keywords.TryGetValue(directive.Keyword.Text, out Keyword? keyword))
                reader.Findings.NotUnderstood(directive.Keyword.Position, directive.Keyword.Text);
            else if (keyword.IsBlock == true && directive.Children is null)
                reader.Error(directive.Keyword.Position, $"{directive.Keyword.Text} needs a block: add {{ }}");
            else if (keyword.IsBlock == false && directive.Children is not null)
                reader.Error(directive.Keyword.Position, $"{directive.Keyword.Text} has no block: remove the {{ }}");
            else
                keyword.Apply(draft, directive, reader);
        }
    }

    /// <summary>The names, for tests that compare with what keepalived knows.</summary>
    public IEnumerator<string> GetEnumerator() => _keywords.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // IsBlock null = either: what is left out is left out with its block.
    private sealed record Keyword(bool? IsBlock, Action<TDraft, ConfDirective, ConfReader> Apply, KeywordTreatment Treatment);
}
