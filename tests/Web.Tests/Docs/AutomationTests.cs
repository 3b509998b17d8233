namespace KeepaliveConsole.Web.Tests.Docs;

/// <summary>What docs/automation.md shows works, section by section, on a real console.</summary>
public sealed class AutomationTests(AutomationConsole console) : IClassFixture<AutomationConsole>
{
    private const string Start = "keepalive-console apply cluster.yaml --token-file token\n";

    public static TheoryData<string> Sections() => new(AutomationDocument.Sections.Skip(1).Select(section => section.Section));

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Section_Works(string section)
    {
        (int exit, string said) = await console.RunAsync(Start + AutomationDocument.Sections.First(each => each.Section == section).Commands);
        Assert.True(exit == 0, said);
    }

    [Fact]
    public void Page_HasEverySection() => Assert.Equal(
        [
            "Before you start", "Status", "Apply a definition", "Read and replace the definition", "Change a few members", "Drain a real server with a reason", "Change on trial", "Roll back", "Events",
            "Audit", "keepalived.conf",
        ],
        AutomationDocument.Sections.Select(section => section.Section));

    [Fact]
    public async Task Playbook_RunsTwice_AndTheSecondTimeChangesNothing()
    {
        Assert.Equal(0, (await console.RunAsync(Start)).ExitCode);
        await RunPlaybookAsync();
        Assert.Contains("The definition is in force: unchanged", await RunPlaybookAsync());
    }

    private async Task<IReadOnlyList<string>> RunPlaybookAsync()
    {
        var done = new List<string>();
        foreach (PlaybookTask task in Playbook.Read(AutomationDocument.Files.Single(file => file.Name == "playbook.yaml").Content, ("console_url", console.Url)))
        {
            if (task.Uri is { } uri)
            {
                using var http = new HttpClient();
                using HttpResponseMessage answer = await http.GetAsync(uri);
                Assert.Contains((int)answer.StatusCode, task.StatusCodes);
            }
            else
            {
                (int exit, string said) = await console.RunAsync(task.Arguments[0], [.. task.Arguments.Skip(1)]);
                Assert.True(exit == 0, $"{task.Name}: {said}");
                done.Add($"{task.Name}: {(said.Contains("nothing to change", StringComparison.Ordinal) ? "unchanged" : "changed")}");
            }
        }

        return done;
    }
}
