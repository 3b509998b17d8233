using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>The real executable on a machine of the rig, with a data directory that outlives it.</summary>
internal sealed partial class ConsoleUnderTest : IDisposable
{
    /// <summary>Name of the file in the data directory that holds an operator's token.</summary>
    public const string TokenFile = "test.token";

    private static readonly ConcurrentDictionary<string, Lazy<string>> s_prepared = [];

    private static readonly string[] s_settings = ["--node", "a", "--Engine:LoadBalancer=None", "--Engine:RealTimePriority=20"];

    private readonly RigNode _machine;
    private readonly string _data;
    private readonly Process _process;
    private readonly GrowingText _output;
    private readonly GrowingText _errors;

    private ConsoleUnderTest(RigNode machine, string data, string[] arguments)
    {
        (_machine, _data) = (machine, data);
        _process = Command.Start("ip", ["netns", "exec", machine.Namespace, Checkout.Console, "serve", "--data", data, .. s_settings, .. arguments]);
        _output = new GrowingText(_process.StandardOutput);
        _errors = new GrowingText(_process.StandardError);
    }

    /// <summary>Has it ended?</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its process id: "ip netns exec" becomes the console itself.</summary>
    public int Id => _process.Id;

    /// <summary>Puts a keepalived.conf and a token into a new data directory; the same text is read only once.</summary>
    public static void Prepare(string data, string conf)
    {
        string prepared = s_prepared.GetOrAdd(conf, text => new Lazy<string>(() => Prepare(text))).Value;
        foreach (string file in Directory.GetFiles(prepared)) File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
    }

    private static string Prepare(string conf)
    {
        string folder = Directory.CreateTempSubdirectory("kcprep-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Import(folder, conf);
        File.WriteAllText(Path.Combine(folder, TokenFile), Command.Run(Checkout.Console, "token", "create", "--name", "test", "--role", "operator", "--data", folder));
        return folder;
    }

    /// <summary>Puts another keepalived.conf into force, also while a console runs.</summary>
    public static void Import(string data, string conf)
    {
        string file = Path.Combine(data, "next.conf");
        File.WriteAllText(file, conf);
        Command.Run(Checkout.Console, "import", file, "--node", "a", "--data", data);
    }

    public static ConsoleUnderTest Start(RigNode machine, string data, params string[] arguments) => new(machine, data, arguments);

    /// <summary>Its picture; null while it does not answer.</summary>
    public JsonElement? Status()
    {
        Assert.False(_process.HasExited, _process.HasExited ? $"the console ended with {_process.ExitCode}: {_errors.Whole}{_output.Whole}" : "");
        return Send(HttpMethod.Get, "status");
    }

    /// <summary>What it answers at an address below <c>/api/v1</c>; null while it does not.</summary>
    public JsonElement? Get(string path) => Send(HttpMethod.Get, path);

    /// <summary>An action on the one instance; gives what was answered.</summary>
    public JsonElement Act(string action) =>
        Send(HttpMethod.Post, $"vrrp-instances/VI_1/actions/{action}") ?? throw new InvalidOperationException($"the console does not do {action}");

    /// <summary>Makes the first administrator, before whom nothing can be changed.</summary>
    public void SetUp()
    {
        using HttpClient http = Connect();
        SetUp(http);
    }

    /// <summary>Makes the first administrator, who is then signed in with <paramref name="http"/>.</summary>
    public void SetUp(HttpClient http)
    {
        using HttpResponseMessage page = http.Send(new HttpRequestMessage(HttpMethod.Get, "/setup"));
        using var reader = new StreamReader(page.Content.ReadAsStream());
        string hidden = HiddenField().Match(reader.ReadToEnd()).Groups["value"].Value;
        const string password = "a long password for the test";
        using var post = new HttpRequestMessage(HttpMethod.Post, "/auth/setup")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = hidden, ["token"] = File.ReadAllText(Path.Combine(_data, "setup-token")).Trim(),
                ["user"] = "test", ["password"] = password, ["repeat"] = password,
            }),
        };
        using HttpResponseMessage answer = http.Send(post);
        Assert.False(File.Exists(Path.Combine(_data, "setup-token")), $"the console was not set up: {answer.StatusCode} {answer.Headers.Location}");
    }

    private JsonElement? Send(HttpMethod method, string path)
    {
        try
        {
            using HttpClient http = Connect();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(_data, TokenFile)).Trim());
            using HttpResponseMessage answer = http.Send(new HttpRequestMessage(method, $"/api/v1/{path}"));
            using var reader = new StreamReader(answer.Content.ReadAsStream());
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(reader.ReadToEnd()).RootElement : null;
        }
        catch (Exception error) when (error is SocketException or HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>A browser or a program: the console listens on the loopback of its own machine.</summary>
    public HttpClient Connect() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(
            _machine.Run(() =>
            {
                var connecting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                connecting.Connect("127.0.0.1", 8300);
                return connecting;
            }),
            ownsSocket: true)),
    }) { BaseAddress = new Uri("http://127.0.0.1:8300"), Timeout = TimeSpan.FromSeconds(10) };

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]+)\"")]
    private static partial Regex HiddenField();

    /// <summary>Waits until the one instance is in this state, freshly observed; gives the whole picture.</summary>
    public JsonElement WaitForState(string state)
    {
        JsonElement found = default;
        Eventually.Holds(TimeSpan.FromSeconds(60), () =>
        {
            if (Status() is not { } status) return false;
            found = status;
            JsonElement vrrp = status.GetProperty("vrrp");
            return vrrp.GetArrayLength() == 1 && vrrp[0].GetProperty("state").GetString() == state && vrrp[0].GetProperty("freshness").GetString() == "Fresh";
        }, () => $"the console shows {state}; last: {(found.ValueKind == JsonValueKind.Undefined ? "nothing" : found.ToString())}");
        return found;
    }

    /// <summary>The sentences of the events it logged, once it has ended.</summary>
    public string Log()
    {
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "the console did not end within 30 s");
        return _output.Whole + _errors.Whole;
    }

    /// <summary>Has it logged this already?</summary>
    public bool HasLogged(string sentence) => _output.SoFar.Contains(sentence, StringComparison.Ordinal);

    /// <summary>Its exit code and the lines on its error output, once it has ended.</summary>
    public (int ExitCode, string[] Errors) End()
    {
        _ = Log();
        return (_process.ExitCode, _errors.Whole.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(string name) => Signal(Id, name);

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int process, string name) => Command.Run("kill", $"-{name}", process.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("CONT");
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
