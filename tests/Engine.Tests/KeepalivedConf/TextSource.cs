using System.IO.Enumeration;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

/// <summary>Files in memory.</summary>
internal sealed class TextSource : IConfSource
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public TextSource(string text) => _files["k.conf"] = text;

    public TextSource Add(string path, string text)
    {
        _files[path] = text;
        return this;
    }

    public string? Read(string path, out Sentence? problem)
    {
        problem = null;
        if (_files.TryGetValue(path, out string? text)) return text;
        problem = $"no such file";
        return null;
    }

    public IReadOnlyList<string> Match(string pattern, string includingFile)
    {
        int slash = includingFile.LastIndexOf('/');
        string wanted = includingFile[..(slash + 1)] + pattern;
        return [.. _files.Keys.Where(path => FileSystemName.MatchesSimpleExpression(wanted, path, ignoreCase: false)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Imports <paramref name="text"/> as k.conf for node l1.</summary>
    public static ConfImportResult Import(string text) => ConfImport.Read("k.conf", new TextSource(text), "l1", "l1.example.org");
}
