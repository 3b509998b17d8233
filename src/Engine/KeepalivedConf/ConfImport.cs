using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf;

/// <summary>How grave a diagnostic is.</summary>
public enum ConfSeverity
{
    /// <summary>Worth knowing; imported as meant.</summary>
    Note,

    /// <summary>Imported with a difference, or not understood and left out.</summary>
    Warning,

    /// <summary>The file is broken; nothing is imported.</summary>
    Error,
}

/// <summary>One finding in a keepalived.conf.</summary>
/// <param name="File">Path as named (the included file where it lies there).</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in characters.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Message">One line for people. An unknown word reads <c>not understood: FILE:LINE:COL keyword</c>.</param>
public sealed record ConfDiagnostic(string File, int Line, int Column, ConfSeverity Severity, string Message)
{
    /// <summary><c>FILE:LINE:COL: level: message</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Severity.ToString().ToLowerInvariant()}: {Message}";
}

/// <summary>Where the importer gets text from. The disk is one; tests have another.</summary>
public interface IConfSource
{
    /// <summary>The whole text of a file, or null with <paramref name="problem"/> set.</summary>
    string? Read(string path, out string? problem);

    /// <summary>Files that match a glob of an include line, relative to the folder of <paramref name="includingFile"/>, in ordinal order.</summary>
    IReadOnlyList<string> Match(string pattern, string includingFile);
}

/// <summary>The outcome of an import.</summary>
/// <param name="Definition">What the file means; complete only when <paramref name="Diagnostics"/> has no error.</param>
/// <param name="Diagnostics">Every finding, in file order.</param>
public sealed record ConfImportResult(ClusterDefinition Definition, ValueArray<ConfDiagnostic> Diagnostics)
{
    /// <summary>Is there an error among the findings?</summary>
    public bool HasErrors
    {
        get
        {
            foreach (ConfDiagnostic diagnostic in Diagnostics)
                if (diagnostic.Severity == ConfSeverity.Error) return true;
            return false;
        }
    }
}

/// <summary>Reads a keepalived.conf into a definition.</summary>
public static class ConfImport
{
    /// <summary>Imports <paramref name="path"/> and what it includes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Where text comes from.</param>
    /// <param name="node">Name of the node the file is for; null = its router_id, else <paramref name="hostName"/>.</param>
    /// <param name="hostName">The host's name, for router_id's default.</param>
    public static ConfImportResult Read(string path, IConfSource source, string? node, string hostName) => throw new NotImplementedException();
}
