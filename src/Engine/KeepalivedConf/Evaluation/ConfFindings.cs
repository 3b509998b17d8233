using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>Collects diagnostics; hands them out in the order of the files and their lines.</summary>
internal sealed class ConfFindings
{
    private readonly List<ConfDiagnostic> _found = [];
    private readonly HashSet<ConfDiagnostic> _seen = [];
    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);

    public bool HasErrors { get; private set; }

    /// <summary>Remembers the order in which files were opened.</summary>
    public void FileOpened(string path) => _files.TryAdd(path, _files.Count);

    public void Error(ConfPosition position, Sentence message) => Add(position, ConfSeverity.Error, message);

    public void Warning(ConfPosition position, Sentence message) => Add(position, ConfSeverity.Warning, message);

    public void Note(ConfPosition position, Sentence message) => Add(position, ConfSeverity.Note, message);

    /// <summary>A word this version has no meaning for; it and its block are left out.</summary>
    public void NotUnderstood(ConfPosition position, string word) => Warning(position, $"not understood: {position} {word}");

    // A block that is repeated by a sequence finds the same thing at the same place each time; once is enough.
    public void Add(ConfPosition position, ConfSeverity severity, Sentence message)
    {
        var diagnostic = new ConfDiagnostic(position.File, position.Line, position.Column, severity, message);
        if (!_seen.Add(diagnostic)) return;
        HasErrors |= severity == ConfSeverity.Error;
        _found.Add(diagnostic);
    }

    public ValueArray<ConfDiagnostic> ToValueArray() => new(_found
        .OrderBy(diagnostic => _files.GetValueOrDefault(diagnostic.File, int.MaxValue))
        .ThenBy(diagnostic => diagnostic.Line)
        .ThenBy(diagnostic => diagnostic.Column));
}
