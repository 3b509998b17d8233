using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

public sealed class RevisionApiTests : IAsyncLifetime, IDisposable
{
    private const string Instance = "/vrrp-instances/VI_WEB";

    private readonly ConsoleFactory _console = new();
    private HttpClient _admin = null!;

    /// <summary>Revision 1 as sampled, 2 without preemption, 3 with another password.</summary>
    public async Task InitializeAsync()
    {
        ClusterDefinition cluster = FakeStatus.Cluster();
        await _console.ReadyAsync(cluster with
        {
            VrrpInstances = [cluster.VrrpInstances[0] with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" } }],
        });
        _admin = _console.As(Roles.Admin);
        await _admin.WriteAsync("PATCH", Instance + "?comment=calm", """{"preempt":false}""", "*");
        await _admin.WriteAsync("PATCH", Instance, """{"authentication":{"password":"n3w"}}""", "*");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task List_IsPagedNewestFirst()
    {
        JsonElement first = await _admin.GetJsonAsync(Writes.Base + "/revisions?limit=2");
        Assert.Equal([3L, 2L], Numbers(first));
        JsonElement second = await _admin.GetJsonAsync($"{Writes.Base}/revisions?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.Equal([1L], Numbers(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["cursor"], await (await _admin.GetAsync(Writes.Base + "/revisions?cursor=nonsense!")).PointersAsync());
    }

    [Fact]
    public async Task Get_HasAuthorCommentDifferenceAndTheMaskedDefinition()
    {
        JsonElement two = await _admin.GetJsonAsync(Writes.Base + "/revisions/2");
        Assert.Equal(("calm", "patch-vrrp-instance", 2L), (two.GetProperty("comment").GetString(), two.GetProperty("action").GetString(), two.GetProperty("revision").GetInt64()));
        Assert.StartsWith("admin-", two.GetProperty("author").GetString(), StringComparison.Ordinal);
        JsonElement field = Assert.Single(two.GetProperty("fields").EnumerateArray());
        Assert.Equal(("/vrrpInstances/0/preempt", true, false), (field.GetProperty("pointer").GetString(), field.GetProperty("before").GetBoolean(), field.GetProperty("after").GetBoolean()));
        Assert.Single(two.GetProperty("changes").EnumerateArray());

        HttpResponseMessage three = await _admin.GetAsync(Writes.Base + "/revisions/3");
        Assert.Equal(await _admin.TagAsync("/cluster"), three.Headers.ETag!.ToString());
        string text = await three.Content.ReadAsStringAsync();
        Assert.DoesNotContain("n3w", text, StringComparison.Ordinal);
        Assert.Contains("\"pointer\":\"/vrrpInstances/0/authentication/password\",\"kind\":\"Changed\",\"before\":\"***\",\"after\":\"***\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/revisions/9", 404)]
    [InlineData("/revisions/-1", 404)]
    [InlineData("/revisions/x", 404)]
    [InlineData("/revisions/1/diff?to=9", 404)]
    [InlineData("/revisions/1/diff?to=x", 400)]
    public async Task Get_OfNoRevision_IsAProblem(string path, int status) => Assert.Equal(status, (await (await _admin.GetAsync(Writes.Base + path)).ProblemAsync()).Status);

    [Fact]
    public async Task Diff_ComparesAnyTwo_AlsoBackwardsAndFromNothing()
    {
        JsonElement diff = await _admin.GetJsonAsync(Writes.Base + "/revisions/3/diff?to=1");
        Assert.Equal((3L, 1L), (diff.GetProperty("from").GetInt64(), diff.GetProperty("to").GetInt64()));
        Assert.Equal(["/vrrpInstances/0/preempt", "/vrrpInstances/0/authentication/password"], diff.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("pointer").GetString()));
        // Without ?to= it is what is in force.
        Assert.Equal(3, (await _admin.GetJsonAsync(Writes.Base + "/revisions/1/diff")).GetProperty("to").GetInt64());
        Assert.Contains("VRRP instance VI_WEB: added", (await _admin.GetJsonAsync(Writes.Base + "/revisions/0/diff?to=1")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_IsANewRevision_WithTheOldContentSecretsIncluded()
    {
        HttpResponseMessage plan = await _admin.WriteAsync("POST", "/revisions/1/rollback?dryRun=true", null, null);
        Assert.Equal(2, (await plan.JsonAsync()).GetProperty("plan").GetProperty("fields").GetArrayLength());
        Assert.Equal(2, _console.Engine.Applied.Count);

        HttpResponseMessage response = await _admin.WriteAsync("POST", "/revisions/1/rollback?comment=as%20it%20was", null, await _admin.TagAsync("/cluster"));

        JsonElement answer = await response.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, 4L), (response.StatusCode, answer.GetProperty("revision").GetInt64()));
        (ClusterDefinition applied, long revision) = _console.Engine.Applied[^1];
        Assert.Equal((4, "s3cret", true), (revision, applied.VrrpInstances[0].Authentication!.Password, applied.VrrpInstances[0].Preempt));
        JsonElement stored = await _admin.GetJsonAsync(Writes.Base + "/revisions/4");
        Assert.Equal(("rollback", "as it was"), (stored.GetProperty("action").GetString(), stored.GetProperty("comment").GetString()));
        Assert.Equal("Unchanged", (await (await _admin.WriteAsync("POST", "/revisions/1/rollback", null, null)).JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Rollback_WithStaleTagOrToNothing_ChangesNothing()
    {
        Assert.Equal((412, "stale"), await (await _admin.WriteAsync("POST", "/revisions/1/rollback", null, "\"0\"")).ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.WriteAsync("POST", "/revisions/9/rollback", null, null)).ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.WriteAsync("POST", "/revisions/0/rollback", null, null)).ProblemAsync());
        Assert.Equal(2, _console.Engine.Applied.Count);
    }

    private static IEnumerable<long> Numbers(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("revision").GetInt64());
}
