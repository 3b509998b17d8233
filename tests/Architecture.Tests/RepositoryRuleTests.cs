using System.Text.RegularExpressions;

namespace KeepaliveConsole.Architecture.Tests;

/// <summary>Rules about the files themselves.</summary>
public sealed partial class RepositoryRuleTests
{
    private static readonly string[] s_binary = [".png", ".pcap", ".pcapng", ".ico", ".woff2"];

    // Put together from pieces, so that this file does not break the rule it tests.
    private static readonly string[] s_forbidden = ["nuget" + ".org", "npmjs" + ".org", "/work" + "/", "../" + "shared"];

    [Fact]
    public void Files_NameNoPackageSourceAndNoMachinePath()
    {
        var findings = new List<string>();
        foreach (string file in Repository.Files.Where(file => !s_binary.Contains(Path.GetExtension(file))))
        {
            string text = Repository.Read(file);
            findings.AddRange(s_forbidden.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{file}: {word}"));
        }

        Assert.Empty(findings);
    }

    [Fact]
    public void Repository_HasNoPackageSourceFile() =>
        Assert.DoesNotContain(Repository.Files, file => Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void EveryProject_HasALockFile()
    {
        string[] projects = [.. Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))];

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json", Repository.Files));
    }

    [Fact]
    public void Folders_AreNamedForWhatTheyHold()
    {
        string[] banned = ["Core", "Common", "Utils", "Helpers", "Managers"];

        Assert.DoesNotContain(Repository.Files, file => Path.GetDirectoryName(file)!.Split('/').Any(banned.Contains));
    }

    [Fact]
    public void Tests_AreNeverSkipped() => Assert.DoesNotContain(
        Repository.Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)),
        file => SkipArgument().IsMatch(Repository.Read(file)));

    [Fact]
    public void DecisionRecords_HaveUniqueNumbersWithoutAGap()
    {
        int[] numbers = [.. Repository.Files.Where(file => file.StartsWith("docs/adr/", StringComparison.Ordinal))
            .Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture)).Order()];

        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    [Fact]
    public void EveryPackage_IsJustified()
    {
        string text = Repository.Read("docs/dependencies.md");
        string[] packages = [.. PackageName().Matches(Repository.Read("Directory.Packages.props")).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.True(text.Contains(package, StringComparison.Ordinal) || IsGrouped(package, text), $"{package} is not in docs/dependencies.md"));
    }

    [Fact]
    public void LinksInTheDocuments_LeadToFiles()
    {
        var broken = new List<string>();
        foreach (string file in Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match match in Link().Matches(Repository.Read(file)))
            {
                string target = match.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
                string path = Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target);
                if (!File.Exists(path) && !Directory.Exists(path)) broken.Add($"{file}: {target}");
            }
        }

        Assert.Empty(broken);
    }

    /// <summary>"Microsoft.Extensions.{A, B}" stands for both.</summary>
    private static bool IsGrouped(string package, string text) => Group().Matches(text)
        .Any(match => match.Groups[2].Value.Split(", ").Any(part => match.Groups[1].Value + part == package));

    [GeneratedRegex("""Skip\s*=\s*["$]""")]
    private static partial Regex SkipArgument();

    [GeneratedRegex("""<PackageVersion Include="([^"]+)""")]
    private static partial Regex PackageName();

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex Link();

    [GeneratedRegex("""([A-Za-z.]+)\{([^}]+)\}""")]
    private static partial Regex Group();
}
