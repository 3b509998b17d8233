using System.Text.RegularExpressions;

namespace KeepaliveConsole.Architecture.Tests;

/// <summary>A page's style sheet does not reach into another's: each class of the console is laid out in one file, or in the shell's two.</summary>
public sealed partial class StyleSheetTests
{
    // What every page has; the shell refines what the console's own look begins.
    private static readonly string[] s_shared = ["console.css", "shell.css", "pages.css"];

    [Fact]
    public void AClass_IsDefinedInOneFeaturesSheetOnly()
    {
        string[] sheets = [.. Repository.Files.Where(file => file.StartsWith("wwwroot/css/", StringComparison.Ordinal) && file.EndsWith(".css", StringComparison.Ordinal))];
        Assert.True(sheets.Length > 5, $"only {sheets.Length} style sheets were found");
        var twice = sheets.SelectMany(sheet => Defined(Repository.Read(sheet)).Distinct().Select(name => (Name: name, Sheet: Path.GetFileName(sheet))))
            .GroupBy(each => each.Name, each => each.Sheet)
            .Where(group => group.Count() > 1 && group.Except(s_shared).Any())
            .Select(group => $".{group.Key} in {string.Join(" and ", group)}");
        Assert.Empty(twice);
    }

    // Only rules for the class alone: ".kc-x .kc-y" lays out a part within a page's own.
    private static IEnumerable<string> Defined(string sheet) =>
        Rules().Matches(Comments().Replace(sheet, "")).SelectMany(rule => rule.Groups[1].Value.Split(',')).Select(selector => selector.Trim())
            .Where(selector => Alone().IsMatch(selector)).Select(selector => selector[1..]);

    [GeneratedRegex("""([^{}]+)\{""")]
    private static partial Regex Rules();

    [GeneratedRegex("""/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex("""^\.kc-[\w-]+$""")]
    private static partial Regex Alone();
}
