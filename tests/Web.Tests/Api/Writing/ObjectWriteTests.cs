using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

/// <summary>Single objects of the definition, each with a tag of its own.</summary>
public sealed class ObjectWriteTests : IAsyncLifetime, IDisposable
{
    private const string Instance = "/vrrp-instances/VI_WEB";
    private const string Service = "/virtual-services/10.88.0.100:80%2Ftcp";
    private const string Server = Service + "/real-servers/10.88.0.101:80";
    private const string Script = """{"name":"chk","command":"/usr/bin/true"}""";

    private readonly ConsoleFactory _console = new();
    private HttpClient _admin = null!;

    public async Task InitializeAsync()
    {
        ClusterDefinition cluster = FakeStatus.Cluster();
        await _console.ReadyAsync(cluster with
        {
            VrrpInstances = [cluster.VrrpInstances[0] with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "s3cret" } }],
        });
        _admin = _console.As(Roles.Admin);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("/nodes/l1", "name", "l1")]
    [InlineData(Instance, "name", "VI_WEB")]
    [InlineData(Service, "name", FakeStatus.Service)]
    [InlineData(Server, "address", "10.88.0.101")]
    public async Task Get_IsTheObject_WithATagOfItsOwn(string path, string member, string value)
    {
        HttpResponseMessage response = await _admin.GetAsync(Writes.Base + path);
        Assert.Equal((HttpStatusCode.OK, value), (response.StatusCode, (await response.JsonAsync()).GetProperty(member).GetString()));
        Assert.False(response.Headers.ETag!.IsWeak);
        using var again = new HttpRequestMessage(HttpMethod.Get, Writes.Base + path);
        again.Headers.TryAddWithoutValidation("If-None-Match", response.Headers.ETag.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await _admin.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("nodes", """{"name":"l2"}""", "l2")]
    [InlineData("vrrp-instances", """{"name":"VI_2","virtualRouterId":52,"virtualAddresses":[{"address":"10.88.0.200","prefixLength":24}],"participants":[{"node":"l1","interface":"eth0"}]}""", "VI_2")]
    [InlineData("sync-groups", """{"name":"G","members":["VI_WEB"]}""", "G")]
    [InlineData("track-scripts", Script, "chk")]
    [InlineData("track-processes", """{"name":"web","process":"nginx"}""", "web")]
    [InlineData("track-files", """{"name":"f","path":"/run/f"}""", "f")]
    [InlineData("virtual-services", """{"name":"dns","key":{"address":"10.88.0.100","port":53,"protocol":"Udp"}}""", "dns")]
    [InlineData("virtual-services/10.88.0.100:80%2Ftcp/real-servers", """{"address":"10.88.0.103","port":80}""", "10.88.0.103:80")]
    public async Task EveryKind_IsCreatedReadListedPatchedAndDeleted(string kind, string json, string key)
    {
        string path = $"/{kind}/{key}";
        HttpResponseMessage created = await _admin.WriteAsync("PUT", path, json, null, ("If-None-Match", "*"));
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        Assert.Equal(Writes.Base + path, created.Headers.Location!.ToString());
        string tag = await _admin.TagAsync(path);
        Assert.Equal(tag, created.Headers.ETag!.ToString());
        Assert.Contains(key.Split(':')[0], await _admin.GetStringAsync($"{Writes.Base}/{kind}"), StringComparison.Ordinal);

        // Twice is once more the same, with the tag it has.
        HttpResponseMessage again = await _admin.WriteAsync("PUT", path, json, tag);
        Assert.Equal("Unchanged", (await again.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal("Unchanged", (await (await _admin.WriteAsync("PATCH", path, "{}", tag)).JsonAsync()).GetProperty("status").GetString());
        Assert.Equal((412, "stale"), await (await _admin.WriteAsync("PUT", path, json, null, ("If-None-Match", "*"))).ProblemAsync());

        HttpResponseMessage deleted = await _admin.WriteAsync("DELETE", path, null, tag);
        Assert.True(deleted.StatusCode == HttpStatusCode.OK, await deleted.Content.ReadAsStringAsync());
        Assert.Equal((404, "not-found"), await (await _admin.GetAsync(Writes.Base + path)).ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.WriteAsync("DELETE", path, null, tag)).ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.WriteAsync("PATCH", path, "{}", "*")).ProblemAsync());
    }

    [Fact]
    public async Task Put_OfOneObject_LeavesTheTagsOfOthers()
    {
        string service = await _admin.TagAsync(Service), other = await _admin.TagAsync(Service + "/real-servers/10.88.0.102:80"), server = await _admin.TagAsync(Server);
        Assert.Equal(HttpStatusCode.OK, (await _admin.WriteAsync("PATCH", Instance, """{"preempt":false}""", await _admin.TagAsync(Instance))).StatusCode);
        Assert.Equal(service, await _admin.TagAsync(Service));
        Assert.Equal(HttpStatusCode.OK, (await _admin.WriteAsync("PATCH", Server, """{"weight":7}""", server)).StatusCode);
        Assert.Equal(other, await _admin.TagAsync(Service + "/real-servers/10.88.0.102:80"));
        Assert.NotEqual(server, await _admin.TagAsync(Server));
        Assert.Equal(7, _console.Engine.Applied[^1].Definition.VirtualServices[0].RealServers[0].Weight);
    }

    [Fact]
    public async Task Patch_ReplacesMembers_RemovesThoseThatAreNull_AndKeepsTheSecret()
    {
        HttpResponseMessage response = await _admin.WriteAsync("PATCH", Instance, """{"advertisementIntervalMs":2000,"authentication":{"password":"***"}}""", await _admin.TagAsync(Instance));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        VrrpInstanceDefinition applied = _console.Engine.Applied[^1].Definition.VrrpInstances[0];
        Assert.Equal((200, "s3cret"), (applied.AdvertisementInterval.Centiseconds, applied.Authentication!.Password));

        await _admin.WriteAsync("PATCH", Instance, """{"authentication":null}""", "*");
        Assert.Null(_console.Engine.Applied[^1].Definition.VrrpInstances[0].Authentication);
    }

    [Fact]
    public async Task Put_OfWhatGetAnswered_KeepsTheSecret_AndAMaskForNothingIsRefusedWithItsPlace()
    {
        string masked = await _admin.GetStringAsync(Writes.Base + Instance);
        Assert.Contains("\"***\"", masked, StringComparison.Ordinal);
        Assert.Equal("Unchanged", (await (await _admin.WriteAsync("PUT", Instance, masked, "*")).JsonAsync()).GetProperty("status").GetString());

        HttpResponseMessage refused = await _admin.WriteAsync("PUT", "/vrrp-instances/VI_NEW", masked.Replace("VI_WEB", "VI_NEW", StringComparison.Ordinal), null, ("If-None-Match", "*"));
        Assert.Equal((422, "refused"), await refused.ProblemAsync());
        Assert.Contains("/authentication/password", await refused.PointersAsync());
    }

    [Fact]
    public async Task Put_WithStaleTag_Answers412_WithTheCurrentValueAndWhatDiffersFromWhatWasSeen()
    {
        string seen = await _admin.TagAsync(Instance);
        await _admin.WriteAsync("PATCH", Instance, """{"preempt":false,"authentication":{"password":"other"}}""", seen);

        HttpResponseMessage stale = await _admin.WriteAsync("PATCH", Instance, """{"preemptDelayMs":5000}""", seen);

        Assert.Equal((412, "stale"), await stale.ProblemAsync());
        Assert.Equal(await _admin.TagAsync(Instance), stale.Headers.ETag!.ToString());
        string text = await stale.Content.ReadAsStringAsync();
        Assert.DoesNotContain("other", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        JsonElement problem = await stale.JsonAsync();
        Assert.Equal("seen", problem.GetProperty("comparedWith").GetString());
        Assert.False(problem.GetProperty("current").GetProperty("preempt").GetBoolean());
        string[] fields = [.. problem.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("pointer").GetString()!)];
        Assert.Equal(["/preempt", "/authentication/password"], fields);
        Assert.True(problem.GetProperty("fields")[0].GetProperty("before").GetBoolean());
    }

    [Fact]
    public async Task Put_WithATagNobodyKnows_IsComparedWithWhatWasSent()
    {
        string sent = (await _admin.GetStringAsync(Writes.Base + Instance)).Replace("\"preempt\":true", "\"preempt\":false", StringComparison.Ordinal);
        JsonElement problem = await (await _admin.WriteAsync("PUT", Instance, sent, "\"0000\"")).JsonAsync();
        Assert.Equal("sent", problem.GetProperty("comparedWith").GetString());
        Assert.Contains(problem.GetProperty("fields").EnumerateArray(), field => field.GetProperty("pointer").GetString() == "/preempt" && field.GetProperty("after").GetBoolean());
    }

    [Theory]
    [InlineData(null, 428, "if-match.missing")]
    [InlineData("\"0\"", 412, "stale")]
    [InlineData("not a tag", 412, "stale")]
    [InlineData("WEAK", 412, "stale")]
    public async Task Write_WithoutTheRightTag_ChangesNothing(string? tag, int status, string code)
    {
        if (tag == "WEAK") tag = "W/" + await _admin.TagAsync(Instance);
        foreach ((string method, string? body) in new[] { ("PUT", await _admin.GetStringAsync(Writes.Base + Instance)), ("PATCH", "{}"), ("DELETE", null) })
            Assert.Equal((status, code), await (await _admin.WriteAsync(method, Instance, body, tag)).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
    }

    [Theory]
    [InlineData("PUT", """{"name":"chk","command":"/bin/true","weigth":1}""", 400, "/weigth")]
    [InlineData("PUT", """{"name":"chk","command":"/bin/true","weight":"1"}""", 400, "/weight")]
    [InlineData("PUT", """{"name":"chk"}""", 400, "")]
    [InlineData("PUT", """[]""", 400, "")]
    [InlineData("PUT", """{"name":"chk","command":"/bin/true",""", 400, "")]
    [InlineData("PUT", """{"name":"other","command":"/bin/true"}""", 422, "/name")]
    [InlineData("PATCH", """[1]""", 400, "")]
    [InlineData("PATCH", """{"weight":1,"weight":2}""", 400, "")]
    [InlineData("PATCH", """{"intervalMs":"soon"}""", 422, "/intervalMs")]
    [InlineData("PATCH", """{"command":null}""", 422, "")]
    [InlineData("PATCH", """{"rising":3}""", 422, "/rising")]
    public async Task Write_OfWhatCannotBeRead_SaysWhere(string method, string json, int status, string pointer)
    {
        await _admin.WriteAsync("PUT", "/track-scripts/chk", Script, null, ("If-None-Match", "*"));
        HttpResponseMessage response = await _admin.WriteAsync(method, "/track-scripts/chk", json, "*");
        Assert.Equal(status, (await response.ProblemAsync()).Status);
        Assert.Equal([pointer], await response.PointersAsync());
    }

    [Fact]
    public async Task Put_ThatBreaksARule_PointsIntoWhatWasSent()
    {
        HttpResponseMessage response = await _admin.WriteAsync("PATCH", Server, """{"weight":70000}""", "*");
        Assert.Equal((422, "refused"), await response.ProblemAsync());
        Assert.Equal(["/weight"], await response.PointersAsync());
    }

    [Fact]
    public async Task Delete_OfWhatIsNamedElsewhere_IsRefusedWithThePlace()
    {
        await _admin.WriteAsync("PUT", "/sync-groups/G", """{"name":"G","members":["VI_WEB"]}""", null, ("If-None-Match", "*"));
        HttpResponseMessage response = await _admin.WriteAsync("DELETE", Instance, null, "*");
        Assert.Equal((422, "refused"), await response.ProblemAsync());
        Assert.Contains("/syncGroups/0/members/0", await response.PointersAsync());
        Assert.Equal(HttpStatusCode.OK, (await _admin.GetAsync(Writes.Base + Instance)).StatusCode);
    }

    [Fact]
    public async Task Write_InAServiceThatIsNotThere_Answers404()
    {
        HttpResponseMessage response = await _admin.WriteAsync("PUT", "/virtual-services/none/real-servers/10.0.0.1:80", """{"address":"10.0.0.1","port":80}""", null, ("If-None-Match", "*"));
        Assert.Equal((404, "not-found"), await response.ProblemAsync());
        Assert.Equal((404, "not-found"), await (await _admin.GetAsync(Writes.Base + "/virtual-services/none/real-servers")).ProblemAsync());
    }

    [Fact]
    public async Task Write_OfTheWrongMediaType_Answers415()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, Writes.Base + Instance) { Content = new StringContent("{}", Encoding.UTF8, "application/merge-patch+json") };
        Assert.Equal((415, "media-type"), await (await _admin.SendAsync(put)).ProblemAsync());
        using var patch = new HttpRequestMessage(HttpMethod.Patch, Writes.Base + Instance) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        Assert.Equal((415, "media-type"), await (await _admin.SendAsync(patch)).ProblemAsync());
    }

    [Fact]
    public async Task Put_OfMoreThan8MiB_Answers413()
    {
        string large = $$"""{"name":"{{new string('x', 8 * 1024 * 1024)}}"}""";
        Assert.Equal((413, "too-large"), await (await _admin.WriteAsync("PUT", "/nodes/n", large, "*")).ProblemAsync());
    }

    [Theory]
    [InlineData("?confirmWithinMs=4999", "confirmWithinMs")]
    [InlineData("?confirmWithinMs=86400001", "confirmWithinMs")]
    [InlineData("?guards=two-masters", "guards")]
    [InlineData("?confirmWithinMs=5000&guards=servers-down", "guards")]
    [InlineData("?confirmWithinMs=5000&guards=servers-down:0", "guards")]
    [InlineData("?confirmWithinMs=5000&guards=moonlight", "guards")]
    public async Task Write_WithAWrongParameter_NamesIt(string query, string pointer)
    {
        HttpResponseMessage response = await _admin.WriteAsync("PATCH", Instance + query, "{}", "*");
        Assert.Equal((400, "bad-request"), await response.ProblemAsync());
        Assert.Equal([pointer], await response.PointersAsync());
    }

    [Fact]
    public async Task Comment_IsKeptWithRevisionAndAudit()
    {
        await _admin.WriteAsync("PATCH", Instance + "?comment=less%20haste", """{"preempt":false}""", "*");
        await _admin.WriteAsync("PATCH", Server, """{"weight":3}""", "*", ("Change-Comment", "new disk"));
        JsonElement revisions = (await _admin.GetJsonAsync(Writes.Base + "/revisions")).GetProperty("items");
        Assert.Equal(["new disk", "less haste", null], revisions.EnumerateArray().Select(each => each.GetProperty("comment").GetString()));
        AuditRecord record = Assert.Single(await _console.AuditAsync("patch-real-server"));
        Assert.Equal(("10.88.0.100:80/tcp 10.88.0.101:80", "new disk", 3L), (record.Object, record.Reason, record.Revision));
        HttpResponseMessage tooLong = await _admin.WriteAsync("PATCH", Instance + "?comment=" + new string('x', 1001), "{}", "*");
        Assert.Equal(["comment"], await tooLong.PointersAsync());
    }

    [Fact]
    public async Task List_IsCutAndGoesOn()
    {
        foreach (int number in Enumerable.Range(1, 5))
            await _admin.WriteAsync("PUT", $"/track-files/f{number}", $$"""{"name":"f{{number}}","path":"/run/f{{number}}"}""", null, ("If-None-Match", "*"));
        JsonElement first = await _admin.GetJsonAsync(Writes.Base + "/track-files?limit=2");
        Assert.Equal(["f1", "f2"], Names(first));
        // What was read is deleted meanwhile; the list goes on after its place.
        string cursor = first.GetProperty("nextCursor").GetString()!;
        await _admin.WriteAsync("DELETE", "/track-files/f1", null, "*");
        JsonElement second = await _admin.GetJsonAsync($"{Writes.Base}/track-files?limit=2&cursor={cursor}");
        Assert.Equal(["f3", "f4"], Names(second));
        JsonElement third = await _admin.GetJsonAsync($"{Writes.Base}/track-files?limit=2&cursor={second.GetProperty("nextCursor").GetString()}");
        Assert.Equal(["f5"], Names(third));
        Assert.Equal(JsonValueKind.Null, third.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["cursor"], await (await _admin.GetAsync(Writes.Base + "/track-files?cursor=x")).PointersAsync());
        Assert.Equal(["limit"], await (await _admin.GetAsync(Writes.Base + "/track-files?limit=0")).PointersAsync());
    }

    private static string[] Names(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
}
