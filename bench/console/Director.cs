using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>
/// A published console in a network namespace, master of one instance, with services of ten real servers each that answer; the first
/// <see cref="Changing"/> servers of all can be taken away and given back. Its pages are on the loopback of the host, where the browser is.
/// </summary>
internal sealed class Director : IAsyncDisposable
{
    private const string Space = "kcb-console";
    private const int Port = 8391;
    private readonly List<Process> _started = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("kcb-").FullName;
    private Process? _servers;

    /// <summary>How many servers may be taken away.</summary>
    public static int Changing => 20;

    /// <summary>Base address of the console.</summary>
    public static string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>The console's process id.</summary>
    public int Process => _started[^1].Id;

    /// <summary>The one-time token of a console that nobody has set up.</summary>
    public string SetupToken => File.ReadAllText(Path.Combine(_folder, "setup-token")).Trim();

    /// <summary>Asks the console as a program.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Starts it and waits until every check has been made once.</summary>
    /// <param name="app">Folder of the published console.</param>
    /// <param name="services">Of ten real servers each.</param>
    /// <param name="checkEvery">Seconds between two checks of a server that always answers.</param>
    /// <param name="instances">VRRP instances.</param>
    /// <param name="retries">Failures that a server may have before the one that takes it out.</param>
    public static async Task<Director> StartAsync(string app, int services, int checkEvery, int instances = 1, int retries = 1)
    {
        var director = new Director();
        try
        {
            await director.BeginAsync(Path.GetFullPath(app), services, Conf(services, checkEvery, instances, retries));
            return director;
        }
        catch
        {
            await director.DisposeAsync();
            throw;
        }
    }

    /// <summary>Address and port of a server that may be taken away, as the console shows it; 0 to <see cref="Changing"/> - 1.</summary>
    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"127.2.0.{number + 1}:{Listeners.Changing}");

    /// <summary>Takes a server away or gives it back.</summary>
    public void Set(int number, bool answers) => _servers!.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(answers ? "open" : "close")} 127.2.0.{number + 1}"));

    /// <summary>From now on every server that always answered is gone for so long, and back for so long; null = as it was.</summary>
    public void Flap(TimeSpan? turn) => _servers!.StandardInput.WriteLine(turn is { } length ? string.Create(CultureInfo.InvariantCulture, $"flap {length.TotalMilliseconds:0}") : "steady");

    /// <summary>The number behind a name in the metrics; of several lines the sum.</summary>
    public async Task<double> MetricAsync(string name) => (await MetricsAsync(name))[0];

    /// <summary>The metrics whose lines begin with <paramref name="names"/>, in their order, all of one moment: numbers that are compared with each other need that.</summary>
    public async Task<double[]> MetricsAsync(params string[] names)
    {
        string[] lines = (await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        return [.. names.Select(name => lines.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)))];
    }

    /// <summary>Processor time the console has used, its election process included.</summary>
    public TimeSpan ProcessorTime()
    {
        using Process console = System.Diagnostics.Process.GetProcessById(Process);
        return console.TotalProcessorTime;
    }

    /// <summary>What is resident of it, MiB.</summary>
    public double ResidentMiB()
    {
        using Process console = System.Diagnostics.Process.GetProcessById(Process);
        return console.WorkingSet64 / 1048576.0;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (Process process in Enumerable.Reverse(_started))
        {
            Run("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            if (!process.WaitForExit(20_000)) process.Kill();
            process.Dispose();
        }

        Run("ip", ["netns", "del", Space]);
        Directory.Delete(_folder, recursive: true);
        await Task.CompletedTask;
    }

    private async Task BeginAsync(string app, int services, string definition)
    {
        string console = Path.Combine(app, "keepalive-console"), conf = Path.Combine(_folder, "bench.conf");
        Run("ip", ["netns", "add", Space]);
        foreach (string step in (string[])["link set lo up", "link add kcb0 type veth peer name kcb1", "addr add 10.99.0.11/24 dev kcb0", "link set kcb0 up", "link set kcb1 up"])
            Run("ip", ["-n", Space, .. step.Split(' ')]);
        await File.WriteAllTextAsync(conf, definition);
        _servers = Start("ip", ["netns", "exec", Space, Environment.ProcessPath!, "listen"]);
        for (int i = 0; i < Changing; i++) Set(i, answers: true);
        string token = Run(console, ["token", "create", "--name", "bench", "--role", "viewer", "--data", _folder]).Trim();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        string listen = Path.Combine(FindRoot(), "lab/listen-on.pl");
        Process process = Start("perl", [listen, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"), "ip", "netns", "exec", Space, console, "serve", "--conf", conf, "--data", _folder, "--node", "bench", "--Engine:LoadBalancer=Nftables"]);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (int second = 0; ; second++)
        {
            await Task.Delay(1000);
            if (process.HasExited) throw new InvalidOperationException("the console ended");
            if (second > 120) throw new TimeoutException("not every server was up after two minutes");
            if (await UpAsync() == services * 10) break;
        }
    }

    private async Task<int> UpAsync()
    {
        try
        {
            using JsonDocument status = JsonDocument.Parse(await Http.GetStringAsync(new Uri("/api/v1/status", UriKind.Relative)));
            return status.RootElement.GetProperty("virtualServices").EnumerateArray()
                .Sum(service => service.GetProperty("realServers").EnumerateArray().Count(server => server.GetProperty("state").GetString() == "Up"));
        }
        catch (Exception early) when (early is HttpRequestException or TaskCanceledException or SocketException)
        {
            return -1;
        }
    }

    private static string Conf(int services, int checkEvery, int instances, int retries)
    {
        var conf = new StringBuilder("""
            global_defs {
                router_id bench
            }

            """);
        for (int instance = 0; instance < instances; instance++)
        {
            conf.Append(CultureInfo.InvariantCulture, $$"""
                vrrp_instance VI_{{instance + 1}} {
                    state MASTER
                    interface kcb0
                    virtual_router_id {{51 + instance}}
                    priority 150
                    virtual_ipaddress {
                        10.99.0.{{100 + instance}}/24
                    }
                }

                """);
        }

        for (int service = 0; service < services; service++)
        {
            bool changes = service * 10 < Changing;
            conf.Append(CultureInfo.InvariantCulture, $"virtual_server 10.99.0.100 {1000 + service} {{\n    delay_loop {(changes ? 1 : checkEvery)}\n    lb_algo wrr\n    lb_kind NAT\n    protocol TCP\n");
            for (int server = service * 10; server < service * 10 + 10; server++)
            {
                string address = changes ? $"127.2.0.{server + 1} {Listeners.Changing}" : $"127.1.{server >> 8}.{server & 255} {Listeners.Steady}";
                conf.Append(CultureInfo.InvariantCulture, $"    real_server {address} {{\n        TCP_CHECK {{\n            connect_timeout 3\n            retry {retries}\n        }}\n    }}\n");
            }

            conf.Append("}\n");
        }

        return conf.ToString();
    }

    private Process Start(string file, string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder },
        };
        process.Start();
        _started.Add(process);
        return process;
    }

    private string Run(string file, string[] arguments)
    {
        using Process process = new() { StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, WorkingDirectory = _folder } };
        process.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KeepaliveConsole.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("build it inside the repository");
    }
}
