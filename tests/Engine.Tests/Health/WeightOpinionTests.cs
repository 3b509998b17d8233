using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class WeightOpinionTests
{
    // a = absolute, p = percent, o = offset, d = drain, - = no say; one word per check. Defined weight 10.
    [Theory]
    [InlineData("-", 10, null)]
    [InlineData("a12", 12, "script exit code 14")]
    [InlineData("a0", 0, "script exit code 2")]
    [InlineData("a10", 10, null)]
    [InlineData("a12 a15", 17, "script exit code 14, script exit code 17")]
    [InlineData("a8 a15", 13, "script exit code 10, script exit code 17")]
    [InlineData("a2 a3", 0, "script exit code 4, script exit code 5")]
    [InlineData("- a12 -", 12, "script exit code 14")]
    [InlineData("p75", 8, "agent 75 %")]
    [InlineData("p1", 1, "agent 1 %")]
    [InlineData("p0", 0, "agent 0 %")]
    [InlineData("p200", 20, "agent 200 %")]
    [InlineData("o+5", 15, "file load +5")]
    [InlineData("o-30", 0, "file load -30")]
    [InlineData("o+65535", 65535, "file load +65535")]
    [InlineData("p50 o+3 a11", 9, "agent 50 %, file load +3, script exit code 13")]
    [InlineData("d", 0, "agent drain")]
    [InlineData("d a12", 0, "agent drain, script exit code 14")]
    public void Checks_Say_MakeTheWeight(string says, int expected, string? reason)
    {
        string[] words = says.Split(' ');
        RealServerDefinition server = Server(words);
        CheckHealth[] checks = [.. words.Select((word, i) => Said(server.Checks[i], Advice(word)))];
        Assert.Equal(expected, WeightOpinion.Of(server, checks, out string? told));
        Assert.Equal(reason, told);
    }

    [Theory]
    [InlineData("p50 d", 0)]
    [InlineData("p50 d r", 5)]
    [InlineData("p50 d p80", 8)]
    [InlineData("d r", 10)]
    [InlineData("p50 -", 5)]
    public void Agent_SaysInTurn_KeepsItsNumber(string says, int expected)
    {
        RealServerDefinition server = Server(["p50"]);
        CheckHealth health = default;
        foreach (string word in says.Split(' ')) health = health.Step(MonotonicTime.Zero, Result(Advice(word)), server.Checks[0]).Health;
        Assert.Equal(expected, WeightOpinion.Of(server, [health], out _));
    }

    [Fact]
    public void FailedAttempt_WithoutAWord_KeepsTheWeight()
    {
        RealServerDefinition server = Server(["a12"]);
        CheckHealth health = Said(server.Checks[0], Advice("a12"));
        health = health.Step(MonotonicTime.Zero, Result(null) with { Outcome = ProbeOutcome.ProgramFailed }, server.Checks[0]).Health;
        Assert.Equal(12, WeightOpinion.Of(server, [health], out _));
    }

    private static RealServerDefinition Server(string[] words) => new()
    {
        Address = IPAddress.Parse("10.88.0.101"),
        Port = 80,
        Weight = 10,
        Checks = [.. words.Select<string, CheckDefinition>(word => word[0] switch
        {
            'p' or 'd' => new AgentCheckDefinition(),
            'o' => new FileCheckDefinition { TrackFile = "load" },
            _ => new ScriptCheckDefinition { Command = "/bin/true" },
        })],
    };

    private static WeightAdvice? Advice(string word) => word[0] switch
    {
        'a' => new WeightAdvice { Absolute = Number(word) },
        'p' => new WeightAdvice { Percent = Number(word) },
        'o' => new WeightAdvice { Offset = Number(word) },
        'd' => new WeightAdvice { Drain = true },
        'r' => new WeightAdvice(),
        _ => null,
    };

    private static int Number(string word) => int.Parse(word[1..], System.Globalization.CultureInfo.InvariantCulture);

    private static CheckHealth Said(CheckDefinition check, WeightAdvice? advice) => default(CheckHealth).Step(MonotonicTime.Zero, Result(advice), check).Health;

    private static ProbeResult Result(WeightAdvice? advice) => new() { Outcome = ProbeOutcome.Passed, At = default, Duration = default, Message = "said", Weight = advice };
}
