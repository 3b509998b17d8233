using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.Web.Tests.Docs;

/// <summary>docs/automation.md, cut into its sections and blocks.</summary>
internal static partial class AutomationDocument
{
    /// <summary>Every section that has a block of commands, with its commands.</summary>
    public static IReadOnlyList<(string Section, string Commands)> Sections { get; } = [.. Text().Split("\n## ").Skip(1)
        .Select(section => (section[..section.IndexOf('\n', StringComparison.Ordinal)], string.Concat(Blocks(section, "sh"))))
        .Where(section => section.Item2.Length > 0)];

    /// <summary>Every file that the page shows: name and content.</summary>
    public static IReadOnlyList<(string Name, string Content)> Files { get; } = [.. Blocks(Text(), "yaml").Select(block => (FileName().Match(block).Groups[1].Value, block))];

    private static IEnumerable<string> Blocks(string text, string language) => Block().Matches(text).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value);

    private static string Text([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "automation.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A# file: (\S+)\n")]
    private static partial Regex FileName();
}
