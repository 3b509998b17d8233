using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace KeepaliveConsole.Web.Tests.Cli;

public sealed class ServeCommandTests : IDisposable
{
    private const string Conf = """
        virtual_server 127.0.0.1 8080 {
            delay_loop 5
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 127.0.0.1 8081 {
                weight 1
                TCP_CHECK {
                    connect_timeout 1
                }
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kc-serve-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PortInUse_OneLine_Exit1_NothingTouched()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string line = await FailsAsync(1, "serve", "--data", Data, "--urls", $"http://127.0.0.1:{port}");
        Assert.Contains($"port {port} is in use", line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WrongPeer_OneLine_Exit2_NothingTouched(bool isFirstStart)
    {
        string[] conf = isFirstStart ? ["--conf", Write(Conf)] : [];
        string line = await FailsAsync(2, [.. Serve(ConsoleProcess.FreePort()), .. conf, "--Peers:0:Url=http://lb2:8300", "--Peers:0:Token=kc_secret"]);
        Assert.Equal(
            "keepalive-console: The setting Peers:0:Url is not https: http://lb2:8300; use https, or set AllowHttp to true where the network between the nodes may see the token.", line);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task CorruptDatabase_OneLine_Exit1_NothingChanged()
    {
        Directory.CreateDirectory(Data);
        string database = Path.Combine(Data, "console.db");
        byte[] garbage = [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 31))];
        await File.WriteAllBytesAsync(database, garbage);
        string line = await FailsAsync(1, Serve(ConsoleProcess.FreePort()));
        Assert.Contains("console.db is damaged", line, StringComparison.Ordinal);
        Assert.Equal(garbage, await File.ReadAllBytesAsync(database));
    }

    [Fact]
    public async Task DataDirectoryThatCannotBeMade_OneLine_Exit1()
        => Assert.Contains("/proc/kc-data", await FailsAsync(1, "serve", "--data", "/proc/kc-data", "--urls", $"http://127.0.0.1:{ConsoleProcess.FreePort()}"), StringComparison.Ordinal);

    [Fact]
    public async Task BrokenConf_PrintsEveryError_Exit1_StartsNothing()
    {
        string conf = Write("virtual_server 127.0.0.1 99999 {\n lb_algo nonsense\n");
        (int exit, string output, string error) = await ConsoleProcess.RunAsync([.. Serve(ConsoleProcess.FreePort()), "--conf", conf]);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains($"{conf}:1:", error, StringComparison.Ordinal);
        Assert.Contains($"{conf}:2:", error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was started.\n", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Life_FirstStartWithConf_Hup_SecondProcess_Import_Term_AndConfRefusedAfterwards()
    {
        string conf = Write(Conf);
        int port = ConsoleProcess.FreePort();
        using ConsoleProcess console = ConsoleProcess.Start([.. Serve(port), "--conf", conf]);
        await console.AnswersAsync(port);

        (int exit, string token, _) = await ConsoleProcess.RunAsync("token", "create", "--name", "test", "--role", "viewer", "--data", Data);
        Assert.Equal(0, exit);
        Assert.Matches("^kc_[A-Za-z0-9_-]{43}\n$", token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        Assert.Equal("1", await RevisionsAsync(http));
        Assert.Equal("l1", JsonDocument.Parse(await http.GetStringAsync("/api/v1/status")).RootElement.GetProperty("node").GetString());

        console.Signal("HUP");
        Assert.Contains("is in use by another process", await FailsAsync(1, Serve(ConsoleProcess.FreePort())), StringComparison.Ordinal);

        string changed = Write(Conf.Replace("weight 1", "weight 3", StringComparison.Ordinal), "changed.conf");
        (exit, string imported, _) = await ConsoleProcess.RunAsync("import", changed, "--node", "l1", "--data", Data, "--dry-run");
        Assert.Equal((0, $"{changed} would become revision 2; nothing was changed.\n"), (exit, imported));
        Assert.Equal("1", await RevisionsAsync(http));
        (exit, imported, _) = await ConsoleProcess.RunAsync("import", changed, "--node", "l1", "--data", Data);
        Assert.Equal((0, $"{changed} was imported for l1 as revision 2.\n"), (exit, imported));
        Assert.Equal("2 1", await RevisionsAsync(http));

        console.Signal("TERM");
        (exit, string output, _) = await console.EndAsync();
        Assert.Equal(0, exit);
        Assert.Contains($"http://127.0.0.1:{port}/setup with the one-time token {(await File.ReadAllTextAsync(Path.Combine(Data, "setup-token"))).Trim()}", output, StringComparison.Ordinal);
        Assert.Contains("The settings were read again.", output, StringComparison.Ordinal);

        string line = await FailsAsync(1, [.. Serve(ConsoleProcess.FreePort()), "--conf", conf]);
        Assert.Contains($"keepalive-console import {conf} --node l1 --data {Data}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetupReset_PrintsTheTokenThatLiesInTheFile()
    {
        (int exit, string output, string error) = await ConsoleProcess.RunAsync("setup", "reset", "--data", Data);
        Assert.Equal(0, exit);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Data, "setup-token")), output);
        Assert.Contains("/setup", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenCreate_TwiceTheSameName_IsRefused()
    {
        await ConsoleProcess.RunAsync("token", "create", "--name", "a", "--role", "admin", "--data", Data);
        Assert.Contains("a", await FailsAsync(1, "token", "create", "--name", "a", "--role", "admin", "--data", Data), StringComparison.Ordinal);
    }

    private static async Task<string> FailsAsync(int exitCode, params string[] arguments)
    {
        (int exit, string output, string error) = await ConsoleProcess.RunAsync(arguments);
        Assert.Equal(exitCode, exit);
        Assert.Equal("", output);
        string line = Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("keepalive-console: ", line, StringComparison.Ordinal);
        return line;
    }

    private static async Task<string> RevisionsAsync(HttpClient http)
        => string.Join(" ", JsonDocument.Parse(await http.GetStringAsync("/api/v1/revisions")).RootElement.GetProperty("items").EnumerateArray().Select(each => each.GetProperty("revision").GetInt64()));

    private string[] Serve(int port) => ["serve", "--data", Data, "--node", "l1", "--urls", $"http://127.0.0.1:{port}", "--Engine:LoadBalancer=None", "--Engine:RealTimePriority=0"];

    private string Write(string text, string name = "keepalived.conf")
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
