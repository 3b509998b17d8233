using System.Collections;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of one kind of block and what each does to the block's draft.</summary>
internal sealed class KeywordTable<TDraft> : IEnumerable<string>
{
    private readonly Dictionary<string, Keyword> _keywords = new(StringComparer.Ordinal);

    /// <summary>A keyword with values on its line.</summary>
    public void Add(string name, Action<TDraft, ConfDirective, ConfReader> apply) => _keywords.Add(name, new Keyword(false, apply));

    /// <summary>A keyword with a block.</summary>
    public void AddBlock(string name, Action<TDraft, ConfDirective, ConfReader> apply) => _keywords.Add(name, new Keyword(true, apply));

    /// <summary>Applies every directive; what is not in the table is reported and left out as a whole.</summary>
    public void Apply(TDraft draft, IReadOnlyList<ConfDirective> directives, ConfReader reader)
    {
        foreach (ConfDirective directive in directives)
        {
            if (!_keywords.TryGetValue(directive.Keyword.Text, out Keyword? keyword))
                reader.Findings.NotUnderstood(directive.Keyword.Position, directive.Keyword.Text);
            else if (keyword.IsBlock && directive.Children is null)
                reader.Error(directive.Keyword.Position, $"{directive.Keyword.Text} needs a block: add {{ }}");
            else if (!keyword.IsBlock && directive.Children is not null)
                reader.Error(directive.Keyword.Position, $"{directive.Keyword.Text} has no block: remove the {{ }}");
            else
                keyword.Apply(draft, directive, reader);
        }
    }

    /// <summary>The names, for tests that compare with what keepalived knows.</summary>
    public IEnumerator<string> GetEnumerator() => _keywords.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed record Keyword(bool IsBlock, Action<TDraft, ConfDirective, ConfReader> Apply);
}
