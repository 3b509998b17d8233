using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class ClusterApiTests : IAsyncLifetime, IDisposable
{
    private readonly ConsoleFactory _console = new();
    private HttpClient _admin = null!;

    public async Task InitializeAsync()
    {
        await _console.ReadyAsync(WithPassword());
        _admin = _console.As(Roles.Admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Get_HasTheHashAsStrongETag_AndKnowsIt()
    {
        HttpResponseMessage first = await _admin.GetAsync("/api/v1/cluster");
        string tag = first.Headers.ETag!.ToString();
        Assert.Equal($"\"{DefinitionJson.Hash(WithPassword())}\"", tag);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cluster");
        again.Headers.TryAddWithoutValidation("If-None-Match", tag);
        Assert.Equal(HttpStatusCode.NotModified, (await _admin.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Get_MasksSecrets()
    {
        string text = await _admin.GetStringAsync("/api/v1/cluster") + await _admin.GetStringAsync("/api/v1/vrrp-instances");
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Contains("\"password\":\"***\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_WithoutIfMatch_Answers428_AndChangesNothing()
    {
        Assert.Equal((428, "if-match.missing"), await (await PutAsync(DefinitionJson.Write(Renamed()), null)).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
    }

    [Theory]
    [InlineData("\"0000\"")]
    [InlineData("\"0000\", \"1111\"")]
    public async Task Put_WithStaleIfMatch_Answers412_WithTheCurrentTag(string tag)
    {
        HttpResponseMessage response = await PutAsync(DefinitionJson.Write(Renamed()), tag);
        Assert.Equal((412, "stale"), await response.ProblemAsync());
        Assert.Equal($"\"{DefinitionJson.Hash(WithPassword())}\"", response.Headers.ETag!.ToString());
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Put_WithWeakTag_Answers412()
        => Assert.Equal((412, "stale"), await (await PutAsync(DefinitionJson.Write(Renamed()), $"W/\"{DefinitionJson.Hash(WithPassword())}\"")).ProblemAsync());

    [Fact]
    public async Task Put_WithIfMatch_MakesTheNextRevision_AndTheEngineHasIt()
    {
        HttpResponseMessage response = await PutAsync(DefinitionJson.Write(Renamed()), await TagAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement answer = await response.JsonAsync();
        Assert.Equal("Done", answer.GetProperty("status").GetString());
        Assert.Equal(2, answer.GetProperty("revision").GetInt64());
        Assert.NotEmpty(answer.GetProperty("changes").EnumerateArray());
        Assert.Equal($"\"{DefinitionJson.Hash(Renamed())}\"", response.Headers.ETag!.ToString());
        (ClusterDefinition applied, long revision) = Assert.Single(_console.Engine.Applied);
        Assert.Equal(2, revision);
        Assert.Equal(Renamed(), applied);
    }

    [Fact]
    public async Task Put_Twice_IsUnchangedTheSecondTime()
    {
        await PutAsync(DefinitionJson.Write(Renamed()), "*");
        HttpResponseMessage again = await PutAsync(DefinitionJson.Write(Renamed()), "*");
        Assert.Equal("Unchanged", (await again.JsonAsync()).GetProperty("status").GetString());
        Assert.Single(_console.Engine.Applied);
    }

    [Fact]
    public async Task Put_OfWhatGetAnswered_KeepsTheMaskedSecret()
    {
        string masked = await _admin.GetStringAsync("/api/v1/cluster");
        HttpResponseMessage response = await PutAsync(masked.Replace("\"node\":\"l1\"", "\"node\":\"l2\"", StringComparison.Ordinal).Replace("\"name\":\"l1\"", "\"name\":\"l2\"", StringComparison.Ordinal), "*");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("s3cret", _console.Engine.Applied[0].Definition.VrrpInstances[0].Authentication!.Password);
    }

    [Fact]
    public async Task Put_OfMaskForUnknownInstance_IsRefused()
    {
        string masked = (await _admin.GetStringAsync("/api/v1/cluster")).Replace("VI_WEB", "VI_NEW", StringComparison.Ordinal);
        Assert.Equal((422, "refused"), await (await PutAsync(masked, "*")).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Put_DryRun_AnswersThePlanOnly()
    {
        HttpResponseMessage response = await PutAsync(DefinitionJson.Write(Renamed()), "*", "?dryRun=true");
        JsonElement plan = await response.JsonAsync();
        Assert.True(plan.GetProperty("dryRun").GetBoolean());
        Assert.Equal(2, plan.GetProperty("revision").GetInt64());
        Assert.NotEmpty(plan.GetProperty("changes").EnumerateArray());
        Assert.Empty(_console.Engine.Applied);
        Assert.Equal($"\"{DefinitionJson.Hash(WithPassword())}\"", await TagAsync());
    }

    [Theory]
    [InlineData("", "json")]
    [InlineData("null", "json")]
    [InlineData("{\"nodes\":[{}]}", "json")]
    [InlineData("{\"nodez\":[]}", "json")]
    public async Task Put_OfUnreadableJson_Answers400_WithWhereAndWhy(string json, string code)
    {
        HttpResponseMessage response = await PutAsync(json, "*");
        Assert.Equal((400, code), await response.ProblemAsync());
        JsonElement error = (await response.JsonAsync()).GetProperty("errors")[0];
        Assert.StartsWith("$", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ThatBreaksRules_Answers422_WithEveryPointer()
    {
        ClusterDefinition bad = WithPassword() with { VrrpInstances = [WithPassword().VrrpInstances[0], WithPassword().VrrpInstances[0]] };
        HttpResponseMessage response = await PutAsync(DefinitionJson.Write(bad), "*");
        Assert.Equal((422, "refused"), await response.ProblemAsync());
        Assert.Contains((await response.JsonAsync()).GetProperty("errors").EnumerateArray(), error => error.GetProperty("pointer").GetString()!.StartsWith("/vrrpInstances/1", StringComparison.Ordinal));
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Put_OfPlainText_Answers415()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/cluster") { Content = new StringContent("x", Encoding.UTF8, "text/plain") };
        Assert.Equal((415, "media-type"), await (await _admin.SendAsync(request)).ProblemAsync());
    }

    [Fact]
    public async Task Put_IfNoneMatch_CreatesOnlyInAnEmptyStore()
    {
        Assert.Equal((412, "stale"), await (await CreateAsync(_admin)).ProblemAsync());

        await using var empty = new ConsoleFactory();
        await empty.AddUserAsync("root", Roles.Admin);
        HttpResponseMessage created = await CreateAsync(empty.As(Roles.Admin));
        Assert.Equal(HttpStatusCode.OK, created.StatusCode);
        Assert.Equal(1, empty.Engine.Applied[0].Revision);
    }

    [Fact]
    public async Task Put_RefusedByTheEngine_SaysSo()
    {
        _console.Engine.ApplyProblems = [new(Engine.Definitions.Rules.ProblemSeverity.Error, "/nodes/0", "engine.no", $"The engine says no.")];
        HttpResponseMessage response = await PutAsync(DefinitionJson.Write(Renamed()), "*");
        Assert.Equal((422, "refused"), await response.ProblemAsync());
        Assert.Contains("engine refused it", (await response.JsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_AreTheDefinitions()
    {
        Assert.Equal("VI_WEB", (await _admin.GetJsonAsync("/api/v1/vrrp-instances")).GetProperty("items")[0].GetProperty("name").GetString());
        JsonElement services = await _admin.GetJsonAsync("/api/v1/virtual-services");
        Assert.Equal(FakeStatus.Service, services.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, services.GetProperty("nextCursor").ValueKind);
    }

    private static ClusterDefinition WithPassword()
    {
        ClusterDefinition cluster = FakeStatus.Cluster();
        return cluster with
        {
            VrrpInstances = [cluster.VrrpInstances[0] with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" } }],
        };
    }

    private static ClusterDefinition Renamed() => WithPassword() with { Nodes = [new NodeDefinition { Name = "l1" }, new NodeDefinition { Name = "l2" }] };

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/cluster") { Content = new StringContent(DefinitionJson.Write(Renamed()), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        return client.SendAsync(request);
    }

    private Task<HttpResponseMessage> PutAsync(string json, string? ifMatch, string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/cluster" + query) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return _admin.SendAsync(request);
    }

    private async Task<string> TagAsync() => (await _admin.GetAsync("/api/v1/cluster")).Headers.ETag!.ToString();
}
