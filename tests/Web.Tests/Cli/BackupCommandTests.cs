using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Tests.Cli;

/// <summary><c>backup</c>, <c>restore</c>, and a console whose database server is away.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kc-backup-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Backup_BesideARunningConsole_ThenRestoreOnceItIsStopped()
    {
        int port = ConsoleProcess.FreePort();
        using ConsoleProcess console = ConsoleProcess.Start(Serve(port));
        await console.AnswersAsync(port);
        string file = Path.Combine(_folder, "taken.db.enc");
        string passphrase = Path.Combine(_folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse battery\n");
        File.SetUnixFileMode(passphrase, UnixFileMode.UserRead);

        (int exit, string output, string error) = await ConsoleProcess.RunAsync("backup", "--data", Data, "--to", file, "--passphrase-file", passphrase);
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches($"^{file}: [0-9]+ bytes, revision 0, encrypted, restored into a scratch folder and found whole.\n$", output);
        Assert.Contains("is in use by another process", await FailsAsync("restore", file, "--data", Data, "--passphrase-file", passphrase), StringComparison.Ordinal);

        console.Signal("TERM");
        Assert.Equal(0, (await console.EndAsync()).ExitCode);
        Assert.Contains("it is encrypted", await FailsAsync("restore", file, "--data", Data), StringComparison.Ordinal);
        (exit, output, error) = await ConsoleProcess.RunAsync("restore", file, "--data", Data, "--passphrase-file", passphrase);
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith($"{file} (revision 0, ", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Data, "console.db.before-restore-*"));
    }

    [Fact]
    public async Task DatabaseServerAwayAtTheStart_TheEngineRuns_AndChangesAreAnswered503()
    {
        Directory.CreateDirectory(Data);
        Assert.Null(IDefinitionSnapshot.Of(new ConsoleDataOptions { DataDirectory = Data })
            .Write(new DefinitionSnapshot(7, DateTimeOffset.UnixEpoch, new ClusterDefinition { Nodes = [new() { Name = "l1" }] })));
        int port = ConsoleProcess.FreePort();
        using ConsoleProcess console = ConsoleProcess.Start([.. Serve(port), "--Storage:Provider=PostgreSQL", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=kc;Username=kc;Password=hidden-one"]);
        await console.AnswersAsync(port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/readyz")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "kc_" + new string('x', 43));
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await http.PutAsync("/api/v1/cluster", content);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        JsonElement problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("storage", problem.GetProperty("code").GetString());
        Assert.StartsWith("The database kc on 127.0.0.1:1 cannot be reached (Connection refused):", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        console.Signal("TERM");
        (int exit, string output, string error) = await console.EndAsync();
        Assert.Equal(0, exit);
        Assert.Contains("The engine runs with revision 7 of the snapshot", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-one", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseServerAwayAndNoSnapshot_OneLine_Exit1()
    {
        (int exit, string output, string error) = await ConsoleProcess.RunAsync([.. Serve(ConsoleProcess.FreePort()), "--Storage:Provider=PostgreSQL", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=kc;Username=kc;Password=hidden-one"]);
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("keepalive-console: The database kc on 127.0.0.1:1 cannot be reached", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-one", error, StringComparison.Ordinal);
    }

    private static async Task<string> FailsAsync(params string[] arguments)
    {
        (int exit, string output, string error) = await ConsoleProcess.RunAsync(arguments);
        Assert.Equal((1, ""), (exit, output));
        return Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    private string[] Serve(int port) => ["serve", "--data", Data, "--node", "l1", "--urls", $"http://127.0.0.1:{port}", "--Engine:LoadBalancer=None", "--Engine:RealTimePriority=0"];
}
