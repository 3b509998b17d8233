using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Cli;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Cli;

public sealed class AuditVerifyTests
{
    [Fact]
    public async Task BesideARunningConsole_SaysTheHead_AndChangesNothing()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        AuditHead head = await console.Services.GetRequiredService<IAuditChain>().HeadAsync(default);
        (string Name, long Length)[] before = Files(console.DataDirectory);

        (int code, string output, string error) = await RunAsync(console.DataDirectory);

        Assert.Equal((0, $"1 entries in the chain are as they were written; 0 are from before the chain; 0 were removed by retention.\nNewest good entry, to be noted elsewhere: {head.Id}:{head.Hash}\n", ""),
            (code, output, error));
        Assert.Equal(before, Files(console.DataDirectory));
        Assert.Equal(0, (await RunAsync(console.DataDirectory, head)).Code);
        Assert.Equal(1, (await RunAsync(console.DataDirectory, head with { Hash = new string('0', 64) })).Code);
    }

    [Fact]
    public async Task BrokenChain_ExitsWith1_AndNamesTheEntry()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(console.DataDirectory, "console.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE AuditRows SET Actor = 'nobody' WHERE Id = 1";
            command.ExecuteNonQuery();
        }

        (int code, _, string error) = await RunAsync(console.DataDirectory);
        Assert.Equal((1, "keepalive-console: The audit trail is broken. Row 1 was changed: its content does not give its hash.\n"), (code, error));

        (code, string output, error) = await RunAsync(console.DataDirectory, json: true);
        JsonElement found = JsonDocument.Parse(output).RootElement;
        Assert.Equal((1, "", false, 1, "Changed"), (code, error, found.GetProperty("intact").GetBoolean(), found.GetProperty("firstBad").GetProperty("id").GetInt32(), found.GetProperty("firstBad").GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task DirectoryWithoutADatabase_IsSaid_AndStaysAsItIs()
    {
        string directory = Path.Combine(Path.GetTempPath(), $"kc-none-{Guid.NewGuid():N}");
        (int code, string output, string error) = await RunAsync(directory);
        Assert.Equal((1, "", $"keepalive-console: There is no database {directory}/console.db: name the data directory of the console with --data.\n"), (code, output, error));
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task Executable_HasTheCommand()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        (int code, string output, _) = await ConsoleProcess.RunAsync("audit", "verify", "--data", console.DataDirectory, "--json");
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("intact").GetBoolean());
        Assert.Equal(0, code);
        Assert.Equal(2, (await ConsoleProcess.RunAsync("audit", "verify", "--data", console.DataDirectory, "--known", "x")).ExitCode);
    }

    [Fact]
    public async Task Export_WritesEveryEntry_AndIsOneItself()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        (int code, string output, _) = await ConsoleProcess.RunAsync("audit", "export", "--data", console.DataDirectory);
        JsonElement[] rows = [.. output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal((0, 2, "audit-export", "Cli"), (code, rows.Length, rows[0].GetProperty("action").GetString(), rows[0].GetProperty("actorKind").GetString()));
        (code, output, _) = await ConsoleProcess.RunAsync("audit", "export", "--data", console.DataDirectory, "--format", "csv");
        Assert.Equal((0, 5), (code, output.Split("\r\n").Length));

        string none = Path.Combine(Path.GetTempPath(), $"kc-none-{Guid.NewGuid():N}");
        Assert.Equal(1, (await ConsoleProcess.RunAsync("audit", "export", "--data", none)).ExitCode);
        Assert.False(Directory.Exists(none));
    }

    [Fact]
    public async Task ServerThatIsAway_IsSaid_WithoutItsPassword()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var options = new ConsoleDataOptions { DataDirectory = "unused", Provider = StorageProvider.PostgreSQL, ConnectionString = "Host=127.0.0.1;Port=1;Database=kc;Username=kc;Password=hidden-one" };

        int code = await AuditCommands.VerifyAsync(options, null, json: false, output, error, CancellationToken.None);

        Assert.Equal((1, ""), (code, output.ToString()));
        Assert.Contains("kc on 127.0.0.1:1 cannot be reached", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-one", error.ToString(), StringComparison.Ordinal);
    }

    private static (string Name, long Length)[] Files(string directory)
        => [.. new DirectoryInfo(directory).EnumerateFiles().Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal)).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (file.Name, file.Length))];

    private static async Task<(int Code, string Output, string Error)> RunAsync(string directory, AuditHead? known = null, bool json = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = await AuditCommands.VerifyAsync(new ConsoleDataOptions { DataDirectory = directory }, known, json, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
