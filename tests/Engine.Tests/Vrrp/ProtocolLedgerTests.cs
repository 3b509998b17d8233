using System.Reflection;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>The protocol ledgers say which test keeps which requirement; here is checked that these tests exist, and that none is left out.</summary>
public partial class ProtocolLedgerTests
{
    [Theory]
    [InlineData("rfc9568.md", typeof(Rfc9568Tests))]
    [InlineData("rfc3768.md", typeof(Rfc3768Tests))]
    public void Ledger_EveryNamedTest_Exists(string file, Type tests)
    {
        string[] named = [.. TestName().Matches(Ledger(file)).Select(match => match.Groups[1].Value)];
        string[] existing = [.. tests.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name)];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(existing));
        Assert.Empty(existing.Except(named));
    }

    [Theory]
    [InlineData("rfc9568.md", 15)]
    [InlineData("rfc3768.md", 1)]
    public void Ledger_EveryTestOfAnotherClass_Exists(string file, int least)
    {
        string[] named = [.. TestOfClass().Matches(Ledger(file)).Select(match => match.Groups[1].Value)];
        HashSet<string> existing = [.. typeof(ProtocolLedgerTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))];

        Assert.True(named.Length >= least, $"{named.Length} tests are named");
        Assert.Empty(named.Except(existing));
    }

    [Fact]
    public void Ledger_EveryTestOfAnotherSuite_Exists()
    {
        (string File, string Test)[] named = [.. TestOfFile().Matches(Ledger("rfc9568.md")).Select(match => (match.Groups["file"].Value, match.Groups["test"].Value))];

        Assert.Equal(5, named.Length);
        Assert.All(named, test => Assert.Contains($" {test.Test}(", File.ReadAllText(Path.Combine(Root(), test.File)), StringComparison.Ordinal));
    }

    private static string Ledger(string file) => File.ReadAllText(Path.Combine(Root(), "docs", "protocol", file));

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }

    [GeneratedRegex("`(Section[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("`([A-Za-z0-9]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex TestOfClass();

    [GeneratedRegex("`(?<file>tests/[A-Za-z0-9./]+\\.cs)`\\s`(?<test>[A-Za-z0-9_]+)`")]
    private static partial Regex TestOfFile();
}
