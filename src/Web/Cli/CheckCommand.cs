using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Web.Cli;

/// <summary><c>check FILE...</c>: every finding of every file, then one line of sums.</summary>
internal static class CheckCommand
{
    /// <summary>Runs it; failed when there is an error among the findings.</summary>
    public static int Run(IReadOnlyList<string> files, TextWriter output)
    {
        int errors = 0, warnings = 0, notes = 0;
        foreach (string file in files)
        {
            ConfImportResult result = ConfOnDisk.Read(file, node: null);
            ConfOnDisk.Print(result, output);
            errors += result.Diagnostics.Count(found => found.Severity == ConfSeverity.Error);
            warnings += result.Diagnostics.Count(found => found.Severity == ConfSeverity.Warning);
            notes += result.Diagnostics.Count(found => found.Severity == ConfSeverity.Note);
        }

        output.WriteLine($"{Count(files.Count, "file")}: {Count(errors, "error")}, {Count(warnings, "warning")}, {Count(notes, "note")}");
        return errors == 0 ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
