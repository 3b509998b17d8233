using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Tests.Checks;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class ServerHealthTests
{
    private static readonly RealServerDefinition s_two = Web.Server(101, Web.Tcp with { Retries = 1 }, Web.Http("/h"));

    [Fact]
    public void Server_WithoutChecks_IsUp()
    {
        ServerHealth health = ServerHealth.Start(Web.Server(101));
        Assert.Equal((RealServerState.Up, true, "no checks"), (health.State, health.IsUp, health.Reason));
    }

    // 1p = check 1 passed, 2f = check 2 failed, 2l = could not be tried.
    [Theory]
    [InlineData("unknown until every check is proven", "1p 2p", "Unknown+, Up+")]
    [InlineData("down as soon as one is down", "1p 2p 2f 2f", "Unknown+, Up+, GoingDown+, Down-")]
    [InlineData("one failing at its start takes the server down at once", "1p 2f", "Unknown+, Down-")]
    [InlineData("a second failing check while retries of the first run", "1p 2p 1f 2f 1f 2f", "Unknown+, Up+, GoingDown+, GoingDown+, Down-, Down-")]
    [InlineData("going up while some but not all are back", "1f 2f 1p 2p", "Down-, Down-, GoingUp-, Up+")]
    [InlineData("falling again before it was up", "1f 2f 1p 1f 1f 2p 1p", "Down-, Down-, GoingUp-, GoingUp-, Down-, GoingUp-, Up+")]
    [InlineData("a check that goes on passing changes nothing", "1p 2p 2f 2f 1p 1p", "Unknown+, Up+, GoingDown+, Down-, Down-, Down-")]
    [InlineData("what could not be tried changes nothing", "1l 2l 1p 2p 2f 2l 2f 2l", "Unknown+, Unknown+, Unknown+, Up+, GoingDown+, GoingDown+, Down-, Down-")]
    public void TwoChecks_Results_LeadTo(string _, string results, string expected)
    {
        ServerHealth health = ServerHealth.Start(s_two);
        var seen = new List<string>();
        foreach (string result in results.Split(' '))
        {
            RealServerState before = health.State;
            ServerStep step = Step(health, result);
            health = step.Health;
            Assert.Equal(health.State != before, step.StateChanged);
            seen.Add($"{health.State}{(health.IsUp ? '+' : '-')}");
        }

        Assert.Equal(expected, string.Join(", ", seen));
    }

    [Theory]
    [InlineData("1p", "no result yet")]
    [InlineData("1f", "TCP: failed before it had ever passed: it said no")]
    [InlineData("1p 2p", "HTTP GET /h: passed for the first time: it said yes")]
    [InlineData("1p 2p 2f", "HTTP GET /h: 1 of 2 attempts failed, last: it said no")]
    [InlineData("1p 2p 2f 2f", "HTTP GET /h: 2 of 2 attempts failed, last: it said no")]
    [InlineData("1p 2p 2f 2f 1f", "HTTP GET /h: 2 of 2 attempts failed, last: it said no")]
    [InlineData("1p 2p 2f 2f 2f", "HTTP GET /h: 3 attempts in a row failed, last: it said no")]
    [InlineData("1p 2p 2f 2p", "HTTP GET /h: passed after 1 failed attempt: it said yes")]
    [InlineData("1p 2p 2f 2f 2p", "HTTP GET /h: passed after 2 failed attempts: it said yes")]
    [InlineData("1f 2f 2p", "1 of 2 checks pass")]
    public void TwoChecks_Reason_TellsTheOneThatMatters(string results, string expected)
    {
        ServerHealth health = ServerHealth.Start(s_two);
        foreach (string result in results.Split(' ')) health = Step(health, result).Health;
        Assert.Equal(expected, health.Reason);
    }

    [Theory]
    [InlineData("p", "1 of 3 urls passed so far")]
    [InlineData("p p p", "passed for the first time: it said yes")]
    [InlineData("f p", "1 of 3 urls of HTTP GET /a and 2 more pass again")]
    [InlineData("f p p", "2 of 3 urls of HTTP GET /a and 2 more pass again")]
    [InlineData("f p f", "failed again: it said no")]
    [InlineData("f p p p", "passed: it said yes")]
    public void ThreeUrls_Reason_TellsHowFarItIs(string results, string expected)
    {
        RealServerDefinition server = Web.Server(101, Web.Http("/a", "/b", "/c"));
        ServerHealth health = ServerHealth.Start(server);
        foreach (string result in results.Split(' ')) health = health.Step(MonotonicTime.Zero, 0, Result(result), server).Health;
        Assert.Equal(expected, health.Reason);
    }

    [Fact]
    public void Redefine_NewCheckOfAServerThatIsDown_DoesNotBringItBack()
    {
        ServerHealth health = Step(ServerHealth.Start(s_two), "1f").Health.Redefine([null, null]);
        Assert.Equal((RealServerState.Down, false), (health.State, health.IsUp));

        health = Step(health, "1p").Health;
        Assert.Equal(RealServerState.GoingUp, health.State);
        Assert.Equal(RealServerState.Up, Step(health, "2p").Health.State);
    }

    [Fact]
    public void Redefine_NewCheckOfAServerThatServes_LetsItServe()
    {
        ServerHealth health = ServerHealth.Start(s_two);
        foreach (string result in (string[])["1p", "2p"]) health = Step(health, result).Health;
        ServerHealth next = health.Redefine([health.Checks[0], null]);
        Assert.Equal((RealServerState.Unknown, true), (next.State, next.IsUp));
        Assert.Equal(RealServerState.Up, next.Checks[0].State);
    }

    [Fact]
    public void Redefine_WithoutTheCheckThatFailed_IsUp()
    {
        ServerHealth health = ServerHealth.Start(s_two);
        foreach (string result in (string[])["1p", "2p", "2f", "2f"]) health = Step(health, result).Health;
        ServerHealth next = health.Redefine([health.Checks[0]]);
        Assert.Equal((RealServerState.Up, "the definition changed"), (next.State, next.Reason));
    }

    private static ServerStep Step(ServerHealth health, string result) =>
        health.Step(MonotonicTime.Zero, result[0] - '1', Result(result[1..]), s_two);

    private static ProbeResult Result(string word) => new()
    {
        Outcome = word switch { "p" => ProbeOutcome.Passed, "f" => ProbeOutcome.UnexpectedStatus, _ => ProbeOutcome.LocalError },
        At = default,
        Duration = default,
        Message = word == "p" ? "it said yes" : "it said no",
    };
}
