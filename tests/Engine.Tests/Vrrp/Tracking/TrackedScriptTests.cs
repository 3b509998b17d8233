using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Tracking;

public sealed class TrackedScriptTests
{
    private static readonly TrackScriptDefinition s_script = new() { Name = "chk", Command = "/bin/true" };

    // + passed, - failed; expected: u up, d down, ? not known; capital where a change is reported.
    [Theory]
    [InlineData(1, 1, "+-+--+", "UDUDdU")]
    [InlineData(3, 1, "+-+++", "UDddU")]
    [InlineData(1, 3, "+--+---+", "UuuuuuDU")]
    [InlineData(2, 2, "--+-++-+--", "DddddUuuuD")]
    [InlineData(5, 5, "-", "D")]
    [InlineData(5, 5, "+", "U")]
    public void Results_InARow_DecideAndTheFirstDoesAlone(int rise, int fall, string results, string states)
    {
        var script = new TrackedScript(s_script with { Rise = rise, Fall = fall }, MonotonicTime.Zero);

        Assert.Equal(states, States(script, results));
    }

    [Fact]
    public void InitiallyFailing_IsDownUntilRiseSuccesses()
    {
        var script = new TrackedScript(s_script with { InitiallyFailing = true, Rise = 2 }, MonotonicTime.Zero);

        Assert.False(script.Reading.IsUp);
        Assert.Equal("dU", States(script, "++"));
    }

    [Fact]
    public void NoResultYet_IsNeitherUpNorDown()
    {
        var script = new TrackedScript(s_script, MonotonicTime.Zero);

        Assert.Equal(TrackReading.Unknown, script.Reading);
        Assert.False(script.Reading.IsKnown);
    }

    [Fact]
    public void Reason_SaysHowFarItIs()
    {
        var script = new TrackedScript(s_script with { Fall = 3 }, MonotonicTime.Zero);
        script.Ended(new ScriptResult(true, "exit code 0"));
        script.Ended(new ScriptResult(false, "exit code 1"));

        Assert.Equal("still up, 1 of 3 failures in a row: exit code 1", script.Reading.Reason);
    }

    [Fact]
    public void Runs_AreDueAtAFixedRateWhateverARunTook()
    {
        var script = new TrackedScript(s_script with { Interval = TimeSpan.FromSeconds(2) }, At(1000));

        Assert.True(script.TryStart(At(1000)));
        script.Ended(new ScriptResult(true, ""));
        Assert.False(script.TryStart(At(2999)));
        Assert.True(script.TryStart(At(3100)));
        script.Ended(new ScriptResult(true, ""));
        Assert.Equal(At(5000), script.NextRun);
    }

    [Fact]
    public void Run_ThatWouldOverlap_IsLeftOut()
    {
        var script = new TrackedScript(s_script, At(0));

        Assert.True(script.TryStart(At(0)));
        Assert.False(script.TryStart(At(1000)));
        Assert.False(script.TryStart(At(2000)));
        script.Ended(new ScriptResult(false, "no end within 1 s"));
        Assert.False(script.TryStart(At(2500)));
        Assert.True(script.TryStart(At(3000)));
    }

    [Fact]
    public void Runs_MissedInAPause_AreNotMadeUpFor()
    {
        var script = new TrackedScript(s_script, At(0));

        Assert.True(script.TryStart(At(7300)));
        Assert.Equal(At(8000), script.NextRun);
    }

    [Fact]
    public void Timeout_IsTheIntervalUnlessDefined()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), new TrackedScript(s_script, At(0)).Timeout);
        Assert.Equal(TimeSpan.FromSeconds(5), new TrackedScript(s_script with { Timeout = TimeSpan.FromSeconds(5) }, At(0)).Timeout);
    }

    private static MonotonicTime At(long milliseconds) => new(milliseconds * 1_000_000);

    private static string States(TrackedScript script, string results) => string.Concat(results.Select(result =>
    {
        bool changed = script.Ended(new ScriptResult(result == '+', ""));
        char state = script.Reading.IsUp switch { true => 'u', false => 'd', null => '?' };
        return changed ? char.ToUpperInvariant(state) : state;
    }));
}
