using System.Reflection;

namespace KeepaliveConsole.Engine.Tests.Purity;

/// <summary>A misspelt line of the ban list bans nothing and says nothing; here every line is looked up.</summary>
public class BannedSymbolsTests
{
    [Fact]
    public void BanList_EveryLine_NamesSomethingThatExistsAndAWayOut()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "tests", "Engine.Purity", "BannedSymbols.txt"));
        Type[] types = [.. FrameworkAssemblies().SelectMany(assembly => assembly.GetExportedTypes())];

        Assert.True(lines.Length > 20, $"{lines.Length} lines");
        foreach (string line in lines)
        {
            string[] parts = line.Split(';', 2);
            Assert.True(parts is [_, { Length: > 10 }], $"no way out: {line}");
            Assert.True(Exists(types, parts[0][0], parts[0][2..]), $"bans nothing: {line}");
        }
    }

    [Theory]
    [InlineData("Definitions")]
    [InlineData("Events")]
    [InlineData("Wire")]
    [InlineData("Vrrp")]
    [InlineData("Health")]
    [InlineData("Balancing")]
    [InlineData("KeepalivedConf")]
    public void PurityProject_EveryPureFolder_IsCompiled(string folder) =>
        Assert.Contains($"src/Engine/{folder}/**/*.cs", File.ReadAllText(Path.Combine(Folder(), "tests", "Engine.Purity", "Engine.Purity.csproj")), StringComparison.Ordinal);

    private static bool Exists(Type[] types, char kind, string name)
    {
        int dot = name.LastIndexOf('.');
        return kind switch
        {
            'N' => types.Any(type => type.Namespace == name),
            'T' => types.Any(type => type.FullName == name),
            'P' or 'M' => types.Any(type => type.FullName == name[..dot] && type.GetMember(name[(dot + 1)..]).Length > 0),
            _ => false,
        };
    }

    private static IEnumerable<Assembly> FrameworkAssemblies() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => Assembly.Load(AssemblyName.GetAssemblyName(path)));

    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
