using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.Browser.Tests.Journey;

/// <summary>The built console with an empty store, in the director's namespace; its socket is on the loopback of the host, where the browser is.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("kctest-journey-");
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    public ConsoleProcess(string networkNamespace, string node)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");
        Url = $"http://{address}";
        _process = Command.Start("perl",
            ["lab/listen-on.pl", address, "ip", "netns", "exec", networkNamespace, Checkout.Console, "serve", "--data", _data.FullName, "--node", node]);
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            Eventually.Holds(TimeSpan.FromSeconds(60), () => _process.HasExited || IsAlive(http), () => Output);
            Assert.False(_process.HasExited, Output);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Url { get; }

    public string SetupToken => File.ReadAllText(Path.Combine(_data.FullName, "setup-token")).Trim();

    /// <summary>Everything the console printed so far.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // SIGTERM: the engine takes its addresses and tables away.
            Command.Try("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            if (!_process.WaitForExit(15_000)) _process.Kill();
        }
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private bool IsAlive(HttpClient http)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Url}/livez");
            using HttpResponseMessage response = http.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_output) _output.AppendLine(line.Data);
    }
}
