using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using KeepaliveConsole.System.Tests.Director;

namespace KeepaliveConsole.System.Tests.Lab;

/// <summary>One lab for all tests of the class, with names, ports and folder of its own; taken down also on failure.</summary>
public sealed class LabFixture : IDisposable
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "artifacts/lab-test");

    private static readonly string s_script = Path.Combine(Checkout.Root, "lab.sh");

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["KC_LAB"] = "kctest-lab",
        ["KC_LAB_PORT"] = "8381",
        ["KC_LAB_DIR"] = s_folder,
        ["KC_LAB_CONSOLE"] = Checkout.Console,
    };

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public LabFixture()
    {
        try
        {
            Run("up");
            WaitForOwner("l1", TimeSpan.FromSeconds(15));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The node whose kernel holds the VIP, or several, or none.</summary>
    public static IReadOnlyList<string> Owners() =>
        [.. new[] { "l1", "l2", "l3" }.Where(node => Command.Try("ip", ["-n", $"kctest-lab-{node}", "-4", "-o", "addr", "show", "dev", "eth0"]).Output.Contains(" 10.88.0.100/", StringComparison.Ordinal))];

    /// <summary>Runs lab.sh and returns what it printed.</summary>
    public static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = Command.Try(s_script, arguments, s_settings);
        Assert.True(code == 0, $"./lab.sh {string.Join(' ', arguments)} exited with {code}:\n{output}\n{errors}");
        return output;
    }

    /// <summary>Starts the client for some seconds; read its JSON line with <see cref="ClientResult"/>.</summary>
    public static Process StartClient(int seconds) => Command.Start(s_script, ["client", "--seconds", $"{seconds}", "--json"], s_settings);

    /// <summary>Waits for the client's end and returns its count.</summary>
    public static JsonElement ClientResult(Process client)
    {
        string output = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Waits until exactly <paramref name="node"/> holds the VIP.</summary>
    public static void WaitForOwner(string node, TimeSpan limit) =>
        Eventually.Holds(limit, () => Owners() is [var only] && only == node, () => $"owners are [{string.Join(", ", Owners())}], wanted {node}");

    /// <summary>Asks the API of a node as the lab's viewer.</summary>
    public JsonElement Get(string node, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{8380 + int.Parse(node[1..], global::System.Globalization.CultureInfo.InvariantCulture)}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(s_folder, $"{node}.token")).Trim());
        using HttpResponseMessage response = _http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        string text = reader.ReadToEnd();
        Assert.True(response.IsSuccessStatusCode, $"{path} of {node}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A real server as <paramref name="node"/> sees it.</summary>
    public JsonElement RealServer(string node, string address) => Get(node, "/api/v1/status").GetProperty("virtualServices")[0].GetProperty("realServers")
        .EnumerateArray().Single(server => server.GetProperty("address").GetString() == address);

    public void Dispose()
    {
        Command.Try(s_script, ["down"], s_settings);
        _http.Dispose();
    }
}
