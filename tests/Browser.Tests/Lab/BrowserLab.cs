using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using KeepaliveConsole.Browser.Tests.Watching;
using KeepaliveConsole.System.Tests.Director;
using Microsoft.Playwright;

namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>One lab for the tests of a class, with names, ports and folder of its own, and an administrator on the console of l2; taken down also on failure.</summary>
public sealed class BrowserLab : IAsyncLifetime, IDisposable
{
    private const int FirstPort = 8361;

    private static readonly string s_folder = Path.Combine(Checkout.Root, "artifacts/lab-browser");

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["KC_LAB"] = "kctest-blab",
        ["KC_LAB_PORT"] = FirstPort.ToString(CultureInfo.InvariantCulture),
        ["KC_LAB_DIR"] = s_folder,
        ["KC_LAB_CONSOLE"] = Checkout.Console,
    };

    private readonly HttpClient _http = new() { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(5) };
    private Chromium? _chromium;
    private string? _session;

    /// <summary>The console of l2: it goes on while l1 is crashed and frozen.</summary>
    private static string Url { get; } = $"http://127.0.0.1:{FirstPort + 1}";

    public async Task InitializeAsync()
    {
        try
        {
            await RunAsync("up");
            WaitForOwner("l1");
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ReadState("l2.token"));
            _chromium = await Chromium.StartAsync();
            await using WatchedPage watched = await _chromium.OpenAsync(Url);
            await SetupForm.CreateAdministratorAsync(watched, ReadState("l2/setup-token"));
            _session = await watched.SessionAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a window in which the administrator of l2 is signed in.</summary>
    internal Task<WatchedPage> OpenAsync(ColorScheme theme = ColorScheme.Light, int width = 1400, int height = 900) =>
        _chromium!.OpenAsync(Url, theme, _session, width, height);

    /// <summary>Runs lab.sh to its end without holding up the test.</summary>
    public static Task RunAsync(params string[] arguments) => Task.Run(() =>
    {
        (int code, string output, string errors) = Command.Try(Path.Combine(Checkout.Root, "lab.sh"), arguments, s_settings);
        Assert.True(code == 0, $"./lab.sh {string.Join(' ', arguments)} exited with {code}:\n{output}\n{errors}");
    });

    /// <summary>Waits until exactly <paramref name="node"/> holds the VIP.</summary>
    public static void WaitForOwner(string node) =>
        Eventually.Holds(TimeSpan.FromSeconds(15), () => Owners() is [var only] && only == node, () => $"owners are [{string.Join(", ", Owners())}], wanted {node}");

    /// <summary>Waits until l2 sees every real server up and in its table.</summary>
    public void WaitForAllUp() =>
        Eventually.Holds(TimeSpan.FromSeconds(15), () => RealServers().All(server => server.GetProperty("state").GetString() == "Up" && server.GetProperty("inTable").GetBoolean()),
            () => string.Join('\n', RealServers()));

    /// <summary>Asks the API of l2 as the lab's viewer.</summary>
    public JsonElement Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using HttpResponseMessage response = _http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        string text = reader.ReadToEnd();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Waits for an entry of a history of l2, newest first, and returns the first that matches.</summary>
    public JsonElement WaitForEntry(string path, Func<JsonElement, bool> wanted)
    {
        JsonElement found = default;
        Eventually.Holds(TimeSpan.FromSeconds(20), () =>
        {
            found = Get(path).GetProperty("items").EnumerateArray().FirstOrDefault(wanted);
            return found.ValueKind == JsonValueKind.Object;
        }, () => $"the newest of {path}: {Get(path).GetProperty("items").EnumerateArray().FirstOrDefault()}");
        return found;
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        Command.Try(Path.Combine(Checkout.Root, "lab.sh"), ["down"], s_settings);
        Dispose();
    }

    public void Dispose() => _http.Dispose();

    private JsonElement.ArrayEnumerator RealServers() => Get("/api/v1/status").GetProperty("virtualServices")[0].GetProperty("realServers").EnumerateArray();

    private static string ReadState(string file) => File.ReadAllText(Path.Combine(s_folder, file)).Trim();

    private static List<string> Owners() =>
        [.. new[] { "l1", "l2", "l3" }.Where(node => Command.Try("ip", ["-n", $"kctest-blab-{node}", "-4", "-o", "addr", "show", "dev", "eth0"]).Output.Contains(" 10.88.0.100/", StringComparison.Ordinal))];
}
