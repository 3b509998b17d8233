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

    private static string Ledger(string file)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) folder = folder.Parent;
        return File.ReadAllText(Path.Combine(folder!.FullName, "docs", "protocol", file));
    }

    [GeneratedRegex("`(Section[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
