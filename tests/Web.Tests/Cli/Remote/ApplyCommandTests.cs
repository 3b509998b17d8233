using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Cli.Remote;

namespace KeepaliveConsole.Web.Tests.Cli.Remote;

public sealed class ApplyCommandTests : IDisposable
{
    private const string Done = """{"status":"Done","dryRun":false,"message":"Revision 8 is in force.","revision":8,"changes":["node lb1 added"],"warnings":[]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("kc-apply-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Apply_SendsTheDefinitionWithTheTagItSaw_AndPrintsWhatChanged()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((asked, context) =>
        {
            context.Response.Headers.ETag = "\"seven\"";
            return ScriptedConsole.JsonAsync(context, asked.Method == "GET" ? "{}" : Done);
        });
        int exit = await ApplyAsync(server, "nodes:\n  - name: lb1\n", new ApplyWish("", false, "why & how", TimeSpan.FromSeconds(60)));
        Assert.Equal((0, ""), (exit, server.Error.ToString()));
        Assert.Equal("Revision 8 is in force.\n  node lb1 added\n", server.Output.ToString());
        Assert.Equal(["GET /api/v1/cluster  Bearer kc-token", "PUT /api/v1/cluster?comment=why%20%26%20how&confirmWithinMs=60000 \"seven\" Bearer kc-token"],
            server.Requests.Select(asked => $"{asked.Method} {asked.Path} {asked.IfMatch} {asked.Authorization}"));
        Assert.True(DefinitionJson.TryRead(server.Requests.Last().Body, out ClusterDefinition? sent, out _));
        Assert.Equal(["lb1"], sent!.Nodes.Select(node => node.Name));
    }

    [Fact]
    public async Task TheSameAgain_IsNothingToChange_AndFine()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, """{"status":"Unchanged","message":"It is so already (revision 8)."}"""));
        Assert.Equal(0, await ApplyAsync(server, "nodes: []"));
        Assert.Equal("nothing to change: It is so already (revision 8).\n", server.Output.ToString());
    }

    [Theory]
    [InlineData(1, 0, 4)]
    [InlineData(2, 1, 4)]
    public async Task StaleTag_IsTriedOnceMore(int staleAnswers, int exit, int requests)
    {
        int puts = 0;
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((asked, context) =>
        {
            if (asked.Method == "GET") return ScriptedConsole.JsonAsync(context, "{}");
            return Interlocked.Increment(ref puts) <= staleAnswers ? ScriptedConsole.JsonAsync(context, """{"detail":"Someone else changed it meanwhile.","errors":[]}""", 412) : ScriptedConsole.JsonAsync(context, Done);
        });
        Assert.Equal(exit, await ApplyAsync(server, "nodes: []"));
        Assert.Equal(requests, server.Requests.Count);
        Assert.Equal(exit == 0 ? "" : "keepalive-console: Someone else changed it meanwhile.\n", server.Error.ToString());
    }

    [Fact]
    public async Task RefusedField_IsNamedWithItsPlaceInTheFile()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((asked, context) => asked.Method == "GET" ? ScriptedConsole.JsonAsync(context, "{}")
            : ScriptedConsole.JsonAsync(context, """{"detail":"The definition breaks a rule.","errors":[{"pointer":"/nodes/1/name","code":"name.duplicate","message":"Two nodes are called lb1."}]}""", 422));
        Assert.Equal(1, await ApplyAsync(server, "nodes:\n  - name: lb1\n  - name: lb1\n"));
        string file = Path.Combine(_folder, "cluster.yaml");
        Assert.Equal($"keepalive-console: {file}:3:11 /nodes/1/name: Two nodes are called lb1.\nkeepalive-console: The definition breaks a rule.\n", server.Error.ToString());
    }

    [Fact]
    public async Task BrokenFile_SendsNothing()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, "{}"));
        Assert.Equal(1, await ApplyAsync(server, "nodes:\n  - name: [\n"));
        Assert.Empty(server.Requests);
        Assert.Contains("cluster.yaml:", server.Error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed.\n", server.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_PrintsThePlan()
    {
        const string plan = """
            {"status":"Done","dryRun":true,"message":"It would be revision 9.","changes":["web: quorum 1 -> 2"],
             "plan":{"conf":[{"node":"lb1","diff":"--- in force\n+++ planned\n@@ -1 +1 @@\n-a\n+b\n"}],"operations":[{"sentence":"Change the weight."}],"transitions":["lb2 takes over VI_1."]},
             "warnings":[{"pointer":"/x","code":"y","message":"Look here."}]}
            """;
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((asked, context) => ScriptedConsole.JsonAsync(context, asked.Method == "GET" ? "{}" : plan));
        Assert.Equal(0, await ApplyAsync(server, "nodes: []", new ApplyWish("", true, null, null)));
        Assert.Equal("/api/v1/cluster?dryRun=true", server.Requests.Last().Path);
        Assert.Equal(
            "It would be revision 9.\n  web: quorum 1 -> 2\n\nkeepalived.conf of lb1:\n--- in force\n+++ planned\n@@ -1 +1 @@\n-a\n+b\n\nOperations, in order:\n  Change the weight.\n\nExpected transitions:\n  lb2 takes over VI_1.\n",
            server.Output.ToString());
        Assert.Equal("warning: Look here. (/x)\n", server.Error.ToString());
    }

    private async Task<int> ApplyAsync(ScriptedConsole server, string yaml, ApplyWish? wish = null)
    {
        string file = Path.Combine(_folder, "cluster.yaml");
        await File.WriteAllTextAsync(file, yaml);
        return await ApplyCommand.RunAsync(server.Settings, server.Console, (wish ?? new ApplyWish("", false, null, null)) with { File = file }, CancellationToken.None);
    }
}
