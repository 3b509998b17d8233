using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Tracking;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Runtime.Tracking;

public sealed class TrackBoardTests
{
    private static readonly DateTimeOffset s_utc = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TrackBoard _board = new("a");

    [Fact]
    public void FaultScript_NoResultYet_EffectIsAwaited()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }), At(0));
        Assert.Null(_board.EffectOf("VI_1"));

        ScriptTracker script = Assert.Single(_board.Due(At(0)));
        _board.Ended(script, new ScriptResult(true, "exit code 0"), s_utc);

        Assert.Equal(TrackEffect.None, _board.EffectOf("VI_1"));
        TrackChanges changes = _board.TakeChanges();
        Assert.Equal(["VI_1"], changes.Instances);
        Assert.Equal(new TrackChanged("script", "chk", true, "exit code 0"), Assert.Single(changes.Events));
    }

    [Fact]
    public void WeightedScript_NoResultYet_InstanceIsNotHeldUp()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk", Weight = -20 }), At(0));
        Assert.Equal(TrackEffect.None, _board.EffectOf("VI_1"));

        _board.Ended(_board.Due(At(0))[0], new ScriptResult(false, "exit code 1"), s_utc);

        Assert.Equal(new TrackEffect(-20, null), _board.EffectOf("VI_1"));
        Assert.Equal(new TrackStatus("script", "chk", false, -20, false, "exit code 1", s_utc), Assert.Single(_board.Status("VI_1")));
    }

    [Fact]
    public void SameFaultAgain_OtherWords_IsNoChange()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }), At(0));
        ScriptTracker script = _board.Due(At(0))[0];
        _board.Ended(script, new ScriptResult(false, "exit code 1"), s_utc);
        Assert.Equal("script chk is down: exit code 1", _board.EffectOf("VI_1")!.Value.Fault);
        _board.TakeChanges();

        Assert.Single(_board.Due(At(1000)));
        _board.Ended(script, new ScriptResult(false, "no end within 1 s"), s_utc);

        TrackChanges changes = _board.TakeChanges();
        Assert.Empty(changes.Instances);
        Assert.Empty(changes.Events);
        Assert.Equal("no end within 1 s", _board.Status("VI_1")[0].Reason);
    }

    [Fact]
    public void Apply_UnchangedOrOnlyAnotherWeight_TrackerGoesOn()
    {
        ClusterDefinition first = Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" });
        _board.Apply(first, At(0));
        ScriptTracker script = _board.Due(At(0))[0];

        _board.Apply(first with { TrackScripts = [first.TrackScripts[0] with { Weight = -40 }] }, At(100));

        Assert.Same(script, Assert.Single(_board.Trackers));
        Assert.Equal(At(1000), _board.Deadline);
        _board.Ended(script, new ScriptResult(false, "exit code 1"), s_utc);
        Assert.Equal(new TrackEffect(-40, null), _board.EffectOf("VI_1"));
    }

    [Fact]
    public void Apply_AnotherCommand_OldResultIsDropped()
    {
        ClusterDefinition first = Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" });
        _board.Apply(first, At(0));
        ScriptTracker old = _board.Due(At(0))[0];

        _board.Apply(first with { TrackScripts = [first.TrackScripts[0] with { Command = "/bin/false" }] }, At(100));
        _board.Ended(old, new ScriptResult(true, "exit code 0"), s_utc);

        Assert.Null(_board.EffectOf("VI_1"));
        Assert.NotSame(old, Assert.Single(_board.Due(At(100))));
    }

    [Fact]
    public void Apply_NothingTracksIt_NothingRuns()
    {
        _board.Apply(Cluster(), At(0));

        Assert.Empty(_board.Trackers);
        Assert.Null(_board.Deadline);
        Assert.Equal(TrackEffect.None, _board.EffectOf("VI_1"));
        Assert.Equal(TrackEffect.None, _board.EffectOf("unknown"));
    }

    [Fact]
    public void Process_DelayIsADeadlineOfTheBoard()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Process, Target = "web", Weight = -60 }), At(0));
        _board.Counted(_ => 1, At(0), s_utc);
        _board.TakeChanges();

        _board.Counted(_ => 0, At(500), s_utc);
        Assert.Equal(At(1500), _board.Deadline);
        Assert.Empty(_board.TakeChanges().Instances);

        _board.Elapsed(At(1500));
        Assert.Equal(new TrackEffect(-60, null), _board.EffectOf("VI_1"));
        TrackChanges changes = _board.TakeChanges();
        Assert.Equal(["VI_1"], changes.Instances);
        Assert.Equal("Tracked process web is down: 0 of 1 processes nginx.", Assert.Single(changes.Events).Sentence);
    }

    [Fact]
    public void File_EachNumberIsAnEvent_FaultHoldsTheInstance()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.File, Target = "load" }), At(0));
        FileTracker file = Assert.IsType<FileTracker>(Assert.Single(_board.Trackers));
        Assert.Null(_board.EffectOf("VI_1"));

        _board.Read(file, TrackReading.Number(-10, "value -10"), s_utc);
        Assert.Equal(new TrackEffect(-10, null), _board.EffectOf("VI_1"));
        _board.Read(file, TrackReading.Number(-254, "value -254"), s_utc);
        Assert.Equal("file load: value -254 times weight 1 is -254 or less", _board.EffectOf("VI_1")!.Value.Fault);
        _board.Read(file, TrackReading.Number(-254, "value -254"), s_utc);

        Assert.Equal([true, false], _board.TakeChanges().Events.Cast<TrackChanged>().Select(change => change.Up));
    }

    [Fact]
    public void Interface_DownIsAFaultAndUpAgainIsNone()
    {
        _board.Apply(Cluster(new TrackDefinition { Kind = TrackKind.Interface, Target = "eth1" }), At(0));
        InterfaceTracker link = Assert.IsType<InterfaceTracker>(Assert.Single(_board.Trackers));

        _board.Seen(link, TrackReading.Down("it has no carrier"), s_utc);
        Assert.Equal("interface eth1 is down: it has no carrier", _board.EffectOf("VI_1")!.Value.Fault);
        _board.Seen(link, TrackReading.Up("it is up, with carrier"), s_utc);
        Assert.Equal(TrackEffect.None, _board.EffectOf("VI_1"));
    }

    [Fact]
    public void Script_RunsAsTheNodeSaysUnlessItHasAUserOfItsOwn()
    {
        ClusterDefinition cluster = Cluster(new TrackDefinition { Kind = TrackKind.Script, Target = "chk" }) with
        {
            Nodes = [new NodeDefinition { Name = "a", ScriptUser = "daemon", ScriptSecurity = true }],
        };
        _board.Apply(cluster, At(0));
        ScriptTracker script = _board.Due(At(0))[0];
        Assert.Equal(("daemon", true, TimeSpan.FromSeconds(1)), (script.Request.User, script.Request.MustBeSafe, script.Request.Timeout));

        _board.Apply(cluster with { TrackScripts = [cluster.TrackScripts[0] with { User = "mail:mail", Timeout = TimeSpan.FromSeconds(3) }] }, At(0));
        script = _board.Due(At(0))[0];
        Assert.Equal(("mail:mail", TimeSpan.FromSeconds(3)), (script.Request.User, script.Request.Timeout));
    }

    private static ClusterDefinition Cluster(params TrackDefinition[] tracks) => new()
    {
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_1",
                VirtualRouterId = new VirtualRouterId(51),
                Participants = [new VrrpParticipantDefinition { Node = "a", Interface = "eth0", Tracks = tracks.ToValueArray() }],
            },
        ],
        TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = "/bin/true" }],
        TrackProcesses = [new TrackProcessDefinition { Name = "web", Process = "nginx", TerminateDelay = TimeSpan.FromSeconds(1) }],
        TrackFiles = [new TrackFileDefinition { Name = "load", Path = "/run/load" }],
    };

    private static MonotonicTime At(long milliseconds) => new(milliseconds * 1_000_000);
}
