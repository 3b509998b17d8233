namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The lines of a difference as they are found, in one language.</summary>
/// <param name="isChinese">In Chinese; else in English.</param>
internal sealed class DifferenceLines(bool isChinese)
{
    private readonly List<string> _lines = [];

    private string Colon => isChinese ? "：" : ": ";

    /// <summary>All lines, in the order they were added.</summary>
    public ValueArray<string> All => new(_lines);

    /// <summary>A word of the language.</summary>
    public string Word(string english) => isChinese ? DifferenceWords.Find(english) ?? english : english;

    /// <summary>Something within something: <c>VI_WEB: address</c>.</summary>
    public string Part(string subject, string word) => $"{subject}{Colon}{Word(word)}";

    /// <summary>Something on one of several nodes: <c>VI_WEB on l2</c>.</summary>
    public string On(string subject, string node) => isChinese ? $"{subject}（{node}）" : $"{subject} on {node}";

    /// <summary>Something with its kind in brackets: <c>check 1 (TCP)</c>.</summary>
    public string OfKind(string subject, string kind) => isChinese ? $"{subject}（{kind}）" : $"{subject} ({kind})";

    /// <summary>A line <c>subject: label old -> new</c>.</summary>
    public void Change(string subject, string label, string before, string after) => _lines.Add($"{subject}{Colon}{Word(label)} {before} -> {after}");

    /// <summary>A line <c>subject: old -> new</c>, for what has no label.</summary>
    public void Change(string subject, string before, string after) => _lines.Add($"{subject}{Colon}{before} -> {after}");

    /// <summary>A line that something came.</summary>
    public void Add(string subject) => _lines.Add(Part(subject, "added"));

    /// <summary>A line that something went.</summary>
    public void Remove(string subject) => _lines.Add(Part(subject, "removed"));

    /// <summary>A line that only the order is another.</summary>
    public void Reorder(string subject, IEnumerable<string> names) => _lines.Add($"{Part(subject, "order changed to")} {string.Join(isChinese ? "、" : ", ", names)}");

    /// <summary>A member's value as people read it.</summary>
    public string Value(object? value, bool isSecret)
    {
        string text = FieldText.Of(value, isSecret);
        // A name that happens to be "none" or "on" stays as it is.
        return value is string ? text : text is "none" or "on" or "off" ? Word(text) : text;
    }
}
