using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Web.Cli;

/// <summary>Reads keepalived.conf files of this host for commands and prints what was found.</summary>
internal static class ConfOnDisk
{
    /// <summary>Reads a file and what it includes.</summary>
    public static ConfImportResult Read(string path, string? node) => ConfImport.Read(path, new DiskConfSource(), node, Environment.MachineName);

    /// <summary>One line per finding: <c>FILE:LINE:COL: level: message</c>.</summary>
    public static void Print(ConfImportResult result, TextWriter output)
    {
        foreach (ConfDiagnostic found in result.Diagnostics) output.WriteLine(found);
    }

    /// <summary>
    /// What the rules say of the whole cluster after the import, in the same form; it points to the file's beginning because the place may be
    /// in another node's part. What was already said at its line is not repeated.
    /// </summary>
    public static void Print(string path, ConfImportResult result, IEnumerable<DefinitionProblem> problems, TextWriter output)
    {
        foreach (DefinitionProblem problem in problems.Where(problem => !result.Diagnostics.Any(found => found.Message == problem.Message)))
            output.WriteLine($"{path}:1:1: {problem.Severity.ToString().ToLowerInvariant()}: {problem.Message} ({problem.Pointer})");
    }
}
