using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Web.Tests.Cli;

/// <summary>Runs the published executable that KEEPALIVE_TEST_CONSOLE names, compiled ahead as it is shipped, else the built one. No load balancer, no VRRP: it touches nothing of the host but its data directory and a port on loopback.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>What is run.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("KEEPALIVE_TEST_CONSOLE") ?? Path.Combine(AppContext.BaseDirectory, "keepalive-console");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ConsoleProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using ConsoleProcess process = Start(arguments);
        return await process.EndAsync();
    }

    public static ConsoleProcess Start(params string[] arguments)
    {
        // Whoever runs the tests may ignore SIGHUP, as nohup does, and a process inherits that; env gives it the default back and becomes the console.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP", Executable, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ConsoleProcess(Process.Start(start)!);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the console answers.</summary>
    public async Task AnswersAsync(int port)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience;)
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _error + await _output : "");
            try
            {
                if ((await http.GetAsync("/livez")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Fail("The console does not answer.");
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
