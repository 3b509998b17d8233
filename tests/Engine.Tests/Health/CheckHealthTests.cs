using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class CheckHealthTests
{
    private static readonly TcpCheckDefinition s_tcp = new()
    {
        Interval = TimeSpan.FromSeconds(10),
        RetryDelay = TimeSpan.FromSeconds(2),
        Retries = 3,
    };

    // p = passed, f = failed, l = this node could not try. After each: state, failures in a row, second the next probe is due.
    [Theory]
    [InlineData("one pass proves it", "p", "Up 0 @10")]
    [InlineData("one failure is enough before it is proven", "f", "Down 1 @10")]
    [InlineData("retries come every retry delay, then it is down and asked every interval", "p f f f f f", "Up 0 @10, GoingDown 1 @12, GoingDown 2 @14, GoingDown 3 @16, Down 4 @26, Down 5 @36")]
    [InlineData("a pass in between starts the count anew", "p f f f p f f f f", "Up 0 @10, GoingDown 1 @12, GoingDown 2 @14, GoingDown 3 @16, Up 0 @26, GoingDown 1 @28, GoingDown 2 @30, GoingDown 3 @32, Down 4 @42")]
    [InlineData("one pass brings it back", "p f f f f p p", "Up 0 @10, GoingDown 1 @12, GoingDown 2 @14, GoingDown 3 @16, Down 4 @26, Up 0 @36, Up 0 @46")]
    [InlineData("recovered is proven, so retries count again", "f p f", "Down 1 @10, Up 0 @20, GoingDown 1 @22")]
    [InlineData("what this node could not try proves nothing", "l l f", "Unknown 0 @10, Unknown 0 @20, Down 1 @30")]
    [InlineData("nor does it count as a retry or as a pass", "p f l f l f f", "Up 0 @10, GoingDown 1 @12, GoingDown 1 @14, GoingDown 2 @16, GoingDown 2 @18, GoingDown 3 @20, Down 4 @30")]
    [InlineData("nor does it bring a server back", "f l p", "Down 1 @10, Down 1 @20, Up 0 @30")]
    public void Tcp_Results_LeadTo(string _, string results, string expected) => Assert.Equal(expected, Run(s_tcp, results));

    [Theory]
    [InlineData(0, "p f", "Up 0 @10, Down 1 @20")]
    [InlineData(1, "p f f", "Up 0 @10, GoingDown 1 @12, Down 2 @22")]
    [InlineData(-5, "p f", "Up 0 @10, Down 1 @20")]
    public void Retries_Number_IsFailuresMinusOne(int retries, string results, string expected) =>
        Assert.Equal(expected, Run(s_tcp with { Retries = retries }, results));

    [Fact]
    public void Check_EveryFailingOutcome_Counts()
    {
        foreach (ProbeOutcome outcome in Enum.GetValues<ProbeOutcome>())
        {
            CheckHealth health = default(CheckHealth).Step(MonotonicTime.Zero, Result(outcome), s_tcp).Health;
            RealServerState wanted = outcome switch
            {
                ProbeOutcome.Passed => RealServerState.Up,
                ProbeOutcome.LocalError => RealServerState.Unknown,
                _ => RealServerState.Down,
            };
            Assert.Equal(wanted, health.State);
        }
    }

    // u0, u1, u2 after each result: the url to ask next.
    [Theory]
    [InlineData("urls take turns, and all must pass before it is proven", "p p p p", "Unknown 0 @10 u1, Unknown 0 @20 u2, Up 0 @30 u0, Up 0 @40 u1")]
    [InlineData("a failure before all passed is enough", "p f", "Unknown 0 @10 u1, Down 1 @20 u1")]
    [InlineData("the failed url is asked again, and its pass ends the retries", "p p p p f p", "Unknown 0 @10 u1, Unknown 0 @20 u2, Up 0 @30 u0, Up 0 @40 u1, GoingDown 1 @42 u1, Up 0 @52 u2")]
    [InlineData("while down the failed url comes first, then all others must pass, an interval apart", "p p p f f f p p p", "Unknown 0 @10 u1, Unknown 0 @20 u2, Up 0 @30 u0, GoingDown 1 @32 u0, Down 2 @42 u0, Down 3 @52 u0, GoingUp 0 @62 u1, GoingUp 0 @72 u2, Up 0 @82 u0")]
    [InlineData("a failure on the way back starts over from that url", "f p f p p p", "Down 1 @10 u0, GoingUp 0 @20 u1, Down 1 @30 u1, GoingUp 0 @40 u2, GoingUp 0 @50 u0, Up 0 @60 u1")]
    public void Http_ThreeUrls_LeadTo(string _, string results, string expected)
    {
        var http = new HttpCheckDefinition
        {
            Interval = TimeSpan.FromSeconds(10),
            RetryDelay = TimeSpan.FromSeconds(2),
            Retries = 1,
            Urls = [new() { Path = "/a" }, new() { Path = "/b" }, new() { Path = "/c" }],
        };
        Assert.Equal(expected, Run(http, results, showUrl: true));
    }

    [Theory]
    [InlineData("three passes in a row bring it back, a failure starts the count anew", "f p p f p p p p", "Down 1 @10, GoingUp 0 @20, GoingUp 0 @30, Down 1 @40, GoingUp 0 @50, GoingUp 0 @60, Up 0 @70, Up 0 @80")]
    [InlineData("what this node could not try breaks no row", "f p l p p", "Down 1 @10, GoingUp 0 @20, GoingUp 0 @30, GoingUp 0 @40, Up 0 @50")]
    [InlineData("the first proof needs one", "p", "Up 0 @10")]
    public void Rise_Three_LeadsTo(string _, string results, string expected) => Assert.Equal(expected, Run(s_tcp with { Rise = 3 }, results));

    [Fact]
    public void FastInterval_WhileTheStateIsChanging_TakesTheIntervalsPlace() => Assert.Equal(
        "Up 0 @10, GoingDown 1 @11, GoingDown 2 @12, Up 0 @22, GoingDown 1 @23, GoingDown 2 @24, GoingDown 3 @25, Down 4 @35, GoingUp 0 @36, Up 0 @46",
        Run(s_tcp with { FastInterval = TimeSpan.FromSeconds(1), Rise = 2 }, "p f f p f f f f p p"));

    [Theory]
    [InlineData(1, "p p", "Up 0 @10, Up 0 @20")]
    [InlineData(2, "p f p p", "GoingUp 0 @10, Down 1 @20, GoingUp 0 @30, Up 0 @40")]
    public void InitiallyDown_UntilItPasses(int rise, string results, string expected)
    {
        TcpCheckDefinition check = s_tcp with { InitiallyDown = true, Rise = rise };
        Assert.False(CheckHealth.Start(check).IsUp);
        Assert.True(CheckHealth.Start(check).IsUnproven);
        Assert.Equal(expected, Run(check, results));
    }

    [Theory]
    [InlineData(1, "f p", "Down 1 @10 u0, Up 0 @20 u1")]
    [InlineData(2, "f p p", "Down 1 @10 u0, GoingUp 0 @20 u1, Up 0 @30 u2")]
    public void FastRecovery_OneUrlIsEnough(int rise, string results, string expected)
    {
        var http = new HttpCheckDefinition
        {
            Interval = TimeSpan.FromSeconds(10),
            FastRecovery = true,
            Rise = rise,
            Urls = [new() { Path = "/a" }, new() { Path = "/b" }, new() { Path = "/c" }],
        };
        Assert.Equal(expected, Run(http, results, showUrl: true));
    }

    [Theory]
    [InlineData(null, 900, ProbeOutcome.Passed, ProbeOutcome.Passed)]
    [InlineData(200, 200, ProbeOutcome.Passed, ProbeOutcome.Passed)]
    [InlineData(200, 201, ProbeOutcome.Passed, ProbeOutcome.TooSlow)]
    [InlineData(200, 900, ProbeOutcome.Refused, ProbeOutcome.Refused)]
    public void ResponseTimeLimit_Exceeded_IsAFailure(int? limit, int took, ProbeOutcome outcome, ProbeOutcome expected)
    {
        TcpCheckDefinition check = s_tcp with { ResponseTimeLimit = limit is { } ms ? TimeSpan.FromMilliseconds(ms) : null };
        ProbeResult result = ResponseLimit.Applied(check, Result(outcome) with { Duration = TimeSpan.FromMilliseconds(took) });
        Assert.Equal(expected, result.Outcome);
        if (expected == ProbeOutcome.TooSlow) Assert.Equal("said, but after 201 ms; 200 ms are allowed", result.Message);
    }

    [Theory]
    [InlineData(ProbeOutcome.Refused, RealServerState.Up)]
    [InlineData(ProbeOutcome.TimedOut, RealServerState.Up)]
    [InlineData(ProbeOutcome.ProtocolError, RealServerState.Up)]
    [InlineData(ProbeOutcome.UnexpectedStatus, RealServerState.GoingDown)]
    public void Agent_ThatDoesNotAnswer_ChangesNothing(ProbeOutcome outcome, RealServerState expected)
    {
        var agent = new AgentCheckDefinition();
        CheckHealth up = default(CheckHealth).Step(MonotonicTime.Zero, Result(ProbeOutcome.Passed), agent).Health;
        Assert.Equal(expected, up.Step(MonotonicTime.Zero, Result(outcome), agent).Health.State);
    }

    [Theory]
    [InlineData(3, 1, RealServerState.GoingDown, 1)]
    [InlineData(3, 9, RealServerState.GoingDown, 3)]
    [InlineData(0, 9, RealServerState.Up, 0)]
    public void Suspect_HoweverOften_NeverTakesOut(int retries, int times, RealServerState state, int failures)
    {
        TcpCheckDefinition check = s_tcp with { Retries = retries };
        CheckHealth health = default(CheckHealth).Step(MonotonicTime.Zero, Result(ProbeOutcome.Passed), check).Health;
        for (int i = 0; i < times; i++) health = health.Suspect(check);
        Assert.Equal((state, failures, true), (health.State, health.FailuresInARow, health.IsUp));
        Assert.Equal(default, default(CheckHealth).Suspect(check));
    }

    [Fact]
    public void Suspect_ThenOneFailedProbe_IsOneFailureMore()
    {
        TcpCheckDefinition check = s_tcp with { Retries = 1 };
        CheckHealth health = default(CheckHealth).Step(MonotonicTime.Zero, Result(ProbeOutcome.Passed), check).Health.Suspect(check);
        Assert.Equal(RealServerState.Down, health.Step(MonotonicTime.Zero, Result(ProbeOutcome.Refused), check).Health.State);
        Assert.Equal(RealServerState.Up, health.Step(MonotonicTime.Zero, Result(ProbeOutcome.Passed), check).Health.State);
    }

    [Fact]
    public void UnprovenDown_OnePass_IsUp()
    {
        Assert.False(CheckHealth.UnprovenDown.IsUp);
        Assert.Equal(RealServerState.Up, CheckHealth.UnprovenDown.Step(MonotonicTime.Zero, Result(ProbeOutcome.Passed), s_tcp).Health.State);
    }

    [Fact]
    public void Defaults_WhenNothingIsSaid_AreKeepaliveds()
    {
        var tcp = new TcpCheckDefinition();
        var http = new HttpCheckDefinition();
        Assert.Equal((60, 1, 1, 5), (tcp.Interval.TotalSeconds, tcp.RetryDelay.TotalSeconds, tcp.Retries, tcp.ConnectTimeout.TotalSeconds));
        Assert.Equal((60, 3, 1, 5), (http.Interval.TotalSeconds, http.RetryDelay.TotalSeconds, http.Retries, http.ConnectTimeout.TotalSeconds));
    }

    private static string Run(CheckDefinition check, string results, bool showUrl = false)
    {
        CheckHealth health = CheckHealth.Start(check);
        MonotonicTime now = MonotonicTime.Zero;
        var seen = new List<string>();
        foreach (string result in results.Split(' '))
        {
            CheckStep step = health.Step(now, Result(result switch { "p" => ProbeOutcome.Passed, "f" => ProbeOutcome.Refused, _ => ProbeOutcome.LocalError }), check);
            health = step.Health;
            now = step.NextProbeAt;
            seen.Add($"{health.State} {health.FailuresInARow} @{now.Nanoseconds / 1_000_000_000}" + (showUrl ? $" u{health.Url}" : ""));
        }

        return string.Join(", ", seen);
    }

    private static ProbeResult Result(ProbeOutcome outcome) => new() { Outcome = outcome, At = default, Duration = default, Message = "said" };
}
