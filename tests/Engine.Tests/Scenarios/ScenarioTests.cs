namespace KeepaliveConsole.Engine.Tests.Scenarios;

/// <summary>
/// Plays every <c>*.txt</c> of this folder and compares the trace with what stands below its <c>---</c> line. After a wanted change of
/// behaviour run with <c>KEEPALIVE_ACCEPT_SCENARIOS=1</c>, which writes the traces into the files, and read the difference.
/// </summary>
public class ScenarioTests
{
    private const string AcceptVariable = "KEEPALIVE_ACCEPT_SCENARIOS";
    private const string Separator = "---";

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder(), "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Play_Scenario_SameTraceAsWritten(string name)
    {
        string path = Path.Combine(Folder(), name + ".txt");
        string[] lines = File.ReadAllLines(path);
        string[] script = [.. lines.TakeWhile(line => line != Separator)];
        string expected = string.Join('\n', lines.Skip(script.Length + 1));

        string actual = string.Join('\n', ScenarioScript.Play(script));

        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") File.WriteAllText(path, string.Join('\n', script) + $"\n{Separator}\n{actual}\n");
        else Assert.Equal(expected, actual);
        Assert.NotEmpty(actual);
    }

    [Fact]
    public void Folder_HoldsTheScenariosOfTheElection() => Assert.True(Names.Count >= 12, $"{Names.Count} scenarios found in {Folder()}");

    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KeepaliveConsole.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "tests", "Engine.Tests", "Scenarios");
    }
}
