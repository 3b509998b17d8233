using System.Globalization;
using System.Text.Json.Serialization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Import;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

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
/// <param name="Text">One line for people, which a page can tell in its language.</param>
public sealed record ConfDiagnostic(string File, int Line, int Column, ConfSeverity Severity, [property: JsonIgnore] Sentence Text)
{
    /// <summary>One line for people. An unknown word reads <c>not understood: FILE:LINE:COL keyword</c>.</summary>
    public string Message => Text.ToString();

    /// <summary><c>FILE:LINE:COL: level: message</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Severity.ToString().ToLowerInvariant()}: {Message}";
}

/// <summary>Where the importer gets text from. The disk is one; tests have another.</summary>
public interface IConfSource
{
    /// <summary>The whole text of a file, or null with <paramref name="problem"/> set.</summary>
    string? Read(string path, out Sentence? problem);

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
    /// <remarks>
    /// Lines marked <c>@id</c> count for the node, or for the first label of <paramref name="hostName"/> where no node is given, as keepalived's
    /// own default. The rules run over the result; what they find stands at the keyword it came from.
    /// </remarks>
    public static ConfImportResult Read(string path, IConfSource source, string? node, string hostName)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(hostName);
        var findings = new ConfFindings();
        var scope = new ConfScope(node ?? hostName.Split('.')[0]);
        List<ConfDirective> directives = new ConfEvaluator(source, scope, findings).EvaluateFile(path);

        var reader = new ConfReader(findings);
        var file = new FileDraft();
        RootBlock.Keywords.Apply(file, directives, reader);
        var positions = new PositionMap(new ConfPosition(path, 1, 1));
        ClusterDefinition definition = new FileCompletion(file, node ?? file.Global.RouterId ?? hostName, reader, positions).Complete();
        foreach (DefinitionProblem problem in DefinitionRules.Check(definition))
            if (!IsSaidAlready(problem, definition, file)) findings.Add(positions.Find(problem.Pointer), SeverityOf(problem.Severity), problem.Text);
        return new ConfImportResult(definition, findings.ToValueArray());
    }

    private static ConfSeverity SeverityOf(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Error => ConfSeverity.Error,
        ProblemSeverity.Warning => ConfSeverity.Warning,
        _ => ConfSeverity.Note,
    };

    // Services are named after their key, so two of one key break two rules; and an instance that was left out for an error
    // of its own is missing in its group only because of that.
    private static bool IsSaidAlready(DefinitionProblem problem, ClusterDefinition definition, FileDraft file)
    {
        if (problem.Code == "name.duplicate") return problem.Pointer.StartsWith("/virtualServices/", StringComparison.Ordinal);
        if (problem.Code != "sync.unknown") return false;
        string[] parts = problem.Pointer.Split('/');
        string member = definition.SyncGroups[int.Parse(parts[2], CultureInfo.InvariantCulture)].Members[int.Parse(parts[4], CultureInfo.InvariantCulture)];
        return file.Instances.Exists(instance => instance.Name == member);
    }
}
