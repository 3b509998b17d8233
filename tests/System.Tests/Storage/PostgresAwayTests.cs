using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KeepaliveConsole.Data.Tests.Postgres;
using KeepaliveConsole.System.Tests.Director;
using KeepaliveConsole.System.Tests.Isolation;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Storage;

/// <summary>The whole console while its PostgreSQL server is away, and after.</summary>
[Collection(NetworkCollection.Name)]
public sealed class PostgresAwayTests
{
    private const string Page = "text/html";
    private const string Program = "application/json";

    [Fact]
    public async Task ServerAway_ElectionAndPictureGoOn_EachDoorSaysWhy_AndHistoryCatchesUp()
    {
        await using PostgresProcess server = await PostgresProcess.CreateAsync();
        server.Execute("postgres", "CREATE DATABASE console");
        Dictionary<string, string> storage = new() { ["Storage__Provider"] = "PostgreSQL", ["Storage__ConnectionString"] = server.SocketConnectionString("console") };
        using var rig = new IsolationRig(IsolationRig.Conf(interval: "1"));
        string conf = Path.Combine(rig.Data, "first.conf");
        await File.WriteAllTextAsync(conf, IsolationRig.Conf(interval: "1"));
        Run(storage, "import", conf, "--node", "a", "--data", rig.Data);
        string token = Run(storage, "token", "create", "--name", "test", "--role", "operator", "--data", rig.Data).Trim();
        await File.WriteAllTextAsync(Path.Combine(rig.Data, ConsoleUnderTest.TokenFile), token);
        ConsoleUnderTest console = rig.Start([.. storage.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")]);
        console.WaitForState("Master");
        using HttpClient person = console.Connect();
        console.SetUp(person);
        int before = rig.Sniffer.Adverts.Count;

        await server.StopAsync();

        // Programs: a token cannot be looked up, so every door that asks for one says why; those that ask for none go on.
        foreach (string path in (string[])["/api/v1/status", "/api/v1/transitions", "/metrics", "/hubs/live/negotiate?negotiateVersion=1"])
        {
            (HttpStatusCode status, string body) = await AskAsync(console, path, Program, token);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, status));
            Assert.Equal("storage", JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
            Assert.Contains("The database console on ", body, StringComparison.Ordinal);
        }

        (HttpStatusCode health, string checks) = await AskAsync(console, "/healthz", Program, token: null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health);
        Assert.Contains("the database cannot be read", checks, StringComparison.Ordinal);
        (HttpStatusCode metrics, string values) = await AskAsync(console, "/metrics", Program, token: null);
        Assert.Equal(HttpStatusCode.OK, metrics);
        Assert.Contains("keepalive_vrrp_state{instance=\"VI_1\"} 2", values, StringComparison.Ordinal);

        // People: who is signed in sees the live picture, and a page that needs the database says what it lacks.
        foreach (string path in (string[])["/", "/instances", "/status"])
        {
            (HttpStatusCode status, string body) = await AskAsync(person, path, Page);
            Assert.True(status == HttpStatusCode.OK && body.Contains("VI_1", StringComparison.Ordinal), $"{path} gave {(int)status}");
        }

        foreach (string path in (string[])["/events", "/audit", "/changes", "/settings"])
        {
            (HttpStatusCode status, string body) = await AskAsync(person, path, Page);
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{path} gave {(int)status}");
            Assert.Contains("<h1", body, StringComparison.Ordinal);
        }

        // The engine: adverts as ever, and what happens meanwhile is kept.
        int heard = rig.Sniffer.Adverts.Count;
        WaitFor.True(() => rig.Sniffer.Adverts.Count >= heard + 3, "three more adverts");
        Assert.True(rig.LongestGap(before) < TimeSpan.FromSeconds(2), $"a gap of {rig.LongestGap(before).TotalMilliseconds:0} ms");
        rig.Machine.SetPort("eth0", up: false);
        await UntilAsync(async () => (await AskAsync(console, "/metrics", Program, token: null)).Body.Contains("keepalive_vrrp_state{instance=\"VI_1\"} 3", StringComparison.Ordinal), "the fault");
        rig.Machine.SetPort("eth0", up: true);
        await UntilAsync(async () => (await AskAsync(console, "/metrics", Program, token: null)).Body.Contains("keepalive_vrrp_state{instance=\"VI_1\"} 2", StringComparison.Ordinal), "the mastership after it");

        (int code, _, string errors) = Command.Try(Checkout.Console, ["audit", "export", "--data", rig.Data], storage);
        Assert.Equal((1, 1), (code, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains("The database console on ", errors, StringComparison.Ordinal);

        await server.StartAsync();

        JsonElement events = default;
        await UntilAsync(() => Task.FromResult(console.Get("transitions?limit=50") is { } page && Transitions(events = page) is [.., "Master", "Fault", "Backup", "Master"]),
            "the transitions of the time without a database", () => events.ToString());
        console.WaitForState("Master");
        Assert.Equal(JsonValueKind.Object, console.Act("announce").ValueKind);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(console, "/healthz", Program, token: null)).Status);

        // Beside the running console, from the same server.
        string[] actions = [.. Run(storage, "audit", "export", "--data", rig.Data).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("action").GetString()!)];
        Assert.Equal("audit-export", actions[0]);
        Assert.Contains("announce", actions);
        Assert.Equal("import", actions.Last(action => action is "import" or "token-create" or "setup"));
        Run(storage, "audit", "verify", "--data", rig.Data);
    }

    private static string[] Transitions(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Reverse().Select(each => each.GetProperty("to").GetString() ?? "")];

    private static string Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        (int code, string output, string errors) = Command.Try(Checkout.Console, arguments, environment);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(ConsoleUnderTest console, string path, string accept, string? token)
    {
        using HttpClient http = console.Connect();
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await AskAsync(http, path, accept);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient http, string path, string accept)
    {
        using var request = new HttpRequestMessage(path.StartsWith("/hubs", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using HttpResponseMessage answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string>? seen = null)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); !await condition(); await Task.Delay(50))
            Assert.True(DateTime.UtcNow < end, $"Waited 30 s in vain for: {what}. {seen?.Invoke()}");
    }
}
