using System.Text.Json;
using KeepaliveConsole.Engine.Tests.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Cli;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class ConfApiTests : IAsyncLifetime, IDisposable
{
    private readonly ConsoleFactory _console = new();

    public Task InitializeAsync() => _console.ReadyAsync(SampleCluster.Full);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Export_IsText_WithTheNumberOfLosses_AndMasksPasswords()
    {
        using HttpResponseMessage answer = await _console.As(Roles.Viewer).GetAsync("/api/v1/keepalived-conf?node=l1");
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("# keepalived.conf of l1, written by KeepaliveConsole.\n", text, StringComparison.Ordinal);
        Assert.Equal(text.Split("# not in keepalived: ").Length - 1, int.Parse(answer.Headers.GetValues("Keepalived-Conf-Losses").Single(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain(SampleCluster.Secret, text, StringComparison.Ordinal);
        Assert.Contains("auth_pass ***\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithSecrets_IsForAdmins_AndIsNotKept()
    {
        using HttpResponseMessage answer = await _console.As(Roles.Admin).GetAsync("/api/v1/keepalived-conf?node=l1&secrets=true");
        Assert.Contains($"auth_pass {SampleCluster.Secret}\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal((403, "forbidden"), await (await _console.As(Roles.Operator).GetAsync("/api/v1/keepalived-conf?node=l1&secrets=true")).ProblemAsync());
    }

    [Fact]
    public async Task Export_WithSecrets_IsRecorded_AndSoIsItsDenial_ButMaskedOnesAreNot()
    {
        Assert.Equal(403, (int)(await _console.As(Roles.Operator).GetAsync("/api/v1/keepalived-conf?node=l1&secrets=true")).StatusCode);
        Assert.Equal(200, (int)(await _console.As(Roles.Viewer).GetAsync("/api/v1/keepalived-conf?node=l1")).StatusCode);
        Assert.Equal(200, (int)(await _console.As(Roles.Admin).GetAsync("/api/v1/keepalived-conf?node=l2&secrets=true")).StatusCode);

        Assert.Equal([("keepalived.conf of l2", true, null), ("keepalived.conf of l1", false, "This needs the role admin; ask an administrator.")],
            (await _console.AuditAsync("read-secrets")).Select(row => (row.Object, row.Succeeded, row.Reason)));
        Assert.Empty(await _console.AuditAsync("export"));
    }

    [Fact]
    public async Task Import_OnTrial_OpensAWindow_AndIsHeldWhileOneIsOpen()
    {
        const string route = "/api/v1/keepalived-conf?node=l1&confirmWithinMs=60000&comment=trial";
        const string file = "vrrp_instance VI_TRIAL {\n interface eth0\n virtual_router_id 7\n virtual_ipaddress {\n 10.1.1.1/24\n }\n}\n";
        HttpClient admin = _console.As(Roles.Admin);
        HttpResponseMessage opened = await admin.PostAsync(route, new StringContent(file));
        JsonElement answer = JsonDocument.Parse(await opened.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal((200, 2L, true), ((int)opened.StatusCode, answer.GetProperty("window").GetProperty("revision").GetInt64(), answer.GetProperty("window").GetProperty("open").GetBoolean()));
        Assert.Equal("trial", Assert.Single(await _console.AuditAsync("window-open")).Reason);
        Assert.Equal((409, "window.open"), await (await admin.PostAsync("/api/v1/keepalived-conf?node=l1", new StringContent(file.Replace("VI_TRIAL", "VI_NEXT", StringComparison.Ordinal)))).ProblemAsync());
        Assert.Equal(200, (int)(await admin.PostAsync("/api/v1/cluster/revert", null)).StatusCode);
        Assert.DoesNotContain("VI_TRIAL", await admin.GetStringAsync("/api/v1/cluster"), StringComparison.Ordinal);
        Assert.Equal((400, "bad-request"), await (await admin.PostAsync("/api/v1/keepalived-conf?node=l1&confirmWithinMs=10", new StringContent(file))).ProblemAsync());
    }

    [Fact]
    public async Task Import_ThatSawSomethingElse_IsStale()
        => Assert.Equal((412, "stale"), await (await _console.As(Roles.Admin).SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/keepalived-conf?node=l1")
        {
            Headers = { { "If-Match", "\"no\"" } },
            Content = new StringContent("vrrp_instance A {\n interface eth0\n virtual_router_id 7\n virtual_ipaddress {\n 10.1.1.1/24\n }\n}\n"),
        })).ProblemAsync());

    [Theory]
    [InlineData("", 400, "bad-request")]
    [InlineData("?node=l9", 404, "not-found")]
    public async Task Export_OfNobody_IsAProblem(string query, int status, string code)
        => Assert.Equal((status, code), await (await _console.As(Roles.Viewer).GetAsync($"/api/v1/keepalived-conf{query}")).ProblemAsync());

    [Fact]
    public async Task ExportCommand_WritesTheSame_BesideTheConsole_AndNamesTheLosses()
    {
        string text = await _console.As(Roles.Viewer).GetStringAsync("/api/v1/keepalived-conf?node=l2");
        (int exit, string output, string error) = await ConsoleProcess.RunAsync("export", "--node", "l2", "--data", _console.DataDirectory);
        Assert.Equal((0, text), (exit, output));
        Assert.Equal(text.Split("# not in keepalived: ").Length - 1, error.Split("not in keepalived: ").Length - 1);
        (exit, output, error) = await ConsoleProcess.RunAsync("export", "--node", "l9", "--data", _console.DataDirectory);
        Assert.Equal((1, "", "keepalive-console: There is no node l9; the nodes are l1, l2.\n"), (exit, output, error));
        Assert.Empty(await _console.AuditAsync("read-secrets"));
        Assert.Equal(0, (await ConsoleProcess.RunAsync("export", "--node", "l2", "--secrets", "--data", _console.DataDirectory)).ExitCode);
        Assert.Equal("keepalived.conf of l2", Assert.Single(await _console.AuditAsync("read-secrets")).Object);
    }

    [Fact]
    public async Task ExportCommand_OfADirectoryWithoutAStore_MakesNone()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"kc-none-{Guid.NewGuid():N}");
        (int exit, _, string error) = await ConsoleProcess.RunAsync("export", "--node", "l1", "--data", folder);
        Assert.Equal(1, exit);
        Assert.Contains("There is no store in", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }
}
