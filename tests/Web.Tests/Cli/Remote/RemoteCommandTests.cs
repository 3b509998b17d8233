using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Cli.Remote;

namespace KeepaliveConsole.Web.Tests.Cli.Remote;

public sealed class RemoteCommandTests
{
    private const string Status = """
        {"node":"lb1","revision":7,"engine":{"loadBalancer":"ipvs","vrrpNotPermitted":null,"loadBalancerProblem":"no ip_vs"},
         "vrrp":[{"name":"VI_1","state":"Master","effectivePriority":200,"owner":{"node":"lb1"},"virtualAddresses":["10.0.0.1/24","10.0.0.2/24"]},
                 {"name":"VI_22","state":"Fault","effectivePriority":0,"owner":null,"virtualAddresses":[]}],
         "virtualServices":[{"name":"web","quorumUp":false,"sorryServerActive":true,"aliveWeight":0,"quorum":1,
            "realServers":[{"address":"10.0.0.11:80","state":"Down","admin":"Drain","inTable":false,"weight":3,"effectiveWeight":0,"lastProbe":{"message":"refused\u001b[2J"}}]}]}
        """;

    [Fact]
    public async Task Status_IsATableOfInstancesServicesAndServers_AndCannotSteerTheTerminal()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, Status));
        Assert.Equal(0, await StatusCommand.RunAsync(server.Settings, server.Console, CancellationToken.None));
        Assert.Equal(
            """
            node lb1, revision 7, load balancer ipvs
            ! no ip_vs

            INSTANCE  STATE   PRIORITY  OWNER   ADDRESSES
            VI_1      Master  200       lb1     10.0.0.1/24 10.0.0.2/24
            VI_22     Fault   0         nobody  

            SERVICE  SERVER        STATE         ADMIN  IN TABLE  WEIGHT  LAST PROBE
            web                    sorry server                   0/1     
                     10.0.0.11:80  Down          Drain  no        0/3     refused�[2J

            """,
            server.Output.ToString());
    }

    [Fact]
    public async Task Status_WithColours_PaintsStates_AndJsonIsTheAnswerItself()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, Status));
        await StatusCommand.RunAsync(server.Settings, server.Console with { IsColoured = true }, CancellationToken.None);
        Assert.Contains("\u001b[32mMaster\u001b[0m", server.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u001b[31mFault\u001b[0m", server.Output.ToString(), StringComparison.Ordinal);
        server.Output.GetStringBuilder().Clear();
        await StatusCommand.RunAsync(server.Settings with { Json = true }, server.Console, CancellationToken.None);
        Assert.Equal(Status + "\n", server.Output.ToString());
    }

    [Fact]
    public async Task NobodyThere_SaysWhichAddress_AndHowToStart()
    {
        var error = new StringWriter();
        int port = ConsoleProcess.FreePort();
        int exit = await StatusCommand.RunAsync(new RemoteSettings(new Uri($"http://127.0.0.1:{port}/"), null, false), new RemoteConsole(TextWriter.Null, error, false, false), CancellationToken.None);
        Assert.Equal(1, exit);
        Assert.StartsWith($"keepalive-console: http://127.0.0.1:{port}: nobody answers there (connection refused); start the console (keepalive-console serve,", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(401, "kc-token", "the token is not known there, was revoked or has expired; this needs one of role operator")]
    [InlineData(401, null, "this needs a token of role operator; put one into a file and name it with --token-file")]
    [InlineData(403, "kc-token", "the token's role does not suffice; this needs operator. Sorry.")]
    public async Task Refusals_NameTheRole_AndExit3(int status, string? token, string sentence)
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, """{"detail":"Sorry.","errors":[]}""", status));
        int exit = await ActionCommand.InstanceAsync(server.Settings with { Token = token }, server.Console, "yield", "VI_1", null, CancellationToken.None);
        Assert.Equal(3, exit);
        Assert.Contains(sentence, server.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(token is null ? "" : "Bearer kc-token", server.Requests.Single().Authorization);
    }

    [Fact]
    public async Task AServerThatIsNoConsole_IsNamed()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, "<html>", 404));
        Assert.Equal(1, await StatusCommand.RunAsync(server.Settings, server.Console, CancellationToken.None));
        Assert.Contains("answered 404, and not as a console does; is --url right?", server.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_EscapesNames_AndSendsReasonAndTime()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, """{"status":"Done","message":"Draining."}"""));
        int exit = await ActionCommand.ServerAsync(server.Settings, server.Console, "drain", "10.0.0.1:80/tcp", "10.0.0.2:80", "new memory", TimeSpan.FromHours(1), CancellationToken.None);
        ScriptedConsole.Asked asked = server.Requests.Single();
        Assert.Equal((0, "Draining.\n"), (exit, server.Output.ToString()));
        Assert.Equal(("POST", """{"reason":"new memory","forMs":3600000}"""), (asked.Method, asked.Body));
        Assert.Contains("/real-servers/10.0.0.2:80/actions/drain", asked.Path, StringComparison.Ordinal);
        Assert.Contains("/virtual-services/10.0.0.1:80%2Ftcp/", asked.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollBack_SaysWhichDefinitionItSaw()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) =>
        {
            context.Response.Headers.ETag = "\"now\"";
            return ScriptedConsole.JsonAsync(context, """{"status":"Done","message":"Back."}""");
        });
        Assert.Equal(0, await ActionCommand.RollBackAsync(server.Settings, server.Console, 5, false, "bad idea", CancellationToken.None));
        Assert.Equal(("/api/v1/revisions/5/rollback?comment=bad%20idea", "\"now\""), (server.Requests.Last().Path, server.Requests.Last().IfMatch));
    }

    [Fact]
    public async Task Revisions_AreATable()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context,
            """{"items":[{"revision":12,"savedAt":"2026-01-31T12:00:00Z","author":"eve","action":"put-cluster","comment":null}],"nextCursor":null}"""));
        Assert.Equal(0, await ListCommand.RevisionsAsync(server.Settings, server.Console, 20, CancellationToken.None));
        Assert.Equal("REVISION  SAVED                 AUTHOR  ACTION       COMMENT\n12        2026-01-31T12:00:00Z  eve     put-cluster  \n", server.Output.ToString());
    }

    [Theory]
    [InlineData("500ms", 500L)]
    [InlineData("60s", 60_000L)]
    [InlineData("1.5m", 90_000L)]
    [InlineData("2h", 7_200_000L)]
    [InlineData("366d", 31_622_400_000L)]
    [InlineData("60", null)]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("367d", null)]
    [InlineData("5 s", null)]
    [InlineData("s", null)]
    [InlineData("99999999999999999999999999999s", null)]
    public void Times_HaveAUnit(string text, long? milliseconds) => Assert.Equal(milliseconds, DurationText.TryRead(text, out TimeSpan time) ? (long)time.TotalMilliseconds : null);

    [Fact]
    public void Settings_ComeFromOptions_ThenTheEnvironment_ThenTheUsual()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "from-file\n");
        try
        {
            var environment = new Dictionary<string, string> { [RemoteSettings.UrlVariable] = "https://lb1:8300", [RemoteSettings.TokenVariable] = "from-environment" };
            Assert.Null(RemoteSettings.TryCreate(null, null, false, environment.GetValueOrDefault, out RemoteSettings settings));
            Assert.Equal(("https://lb1:8300/", "from-environment"), (settings.Url.ToString(), settings.Token));
            Assert.Null(RemoteSettings.TryCreate("http://lb2/", file, false, environment.GetValueOrDefault, out settings));
            Assert.Equal(("http://lb2/", "from-file"), (settings.Url.ToString(), settings.Token));
            Assert.Null(RemoteSettings.TryCreate(null, null, true, _ => null, out settings));
            Assert.Equal(("http://127.0.0.1:8300/", null, true), (settings.Url.ToString(), settings.Token, settings.Json));
            Assert.Equal(2, RemoteSettings.TryCreate("lb1:8300", null, false, _ => null, out _)!.ExitCode);
            File.WriteAllText(file, "\n");
            Assert.Contains("holds no token", RemoteSettings.TryCreate(null, file, false, _ => null, out _)!.Line, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Confirm_AndRevert_ArePostsThatNeedAnAdmin()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => ScriptedConsole.JsonAsync(context, """{"detail":"No.","errors":[]}""", 403));
        Assert.Equal(3, await ActionCommand.EndAsync(server.Settings, server.Console, "confirm", "still here", CancellationToken.None));
        Assert.Equal("/api/v1/cluster/confirm?comment=still%20here", server.Requests.Single().Path);
        Assert.Contains($"this needs {Roles.Admin}", server.Error.ToString(), StringComparison.Ordinal);
    }
}
