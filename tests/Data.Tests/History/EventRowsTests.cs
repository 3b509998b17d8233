using System.Net;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.History;

public sealed class EventRowsTests
{
    private readonly EventRows _rows = new();

    [Fact]
    public void Transition_BecomesARowWithItsInputsAndBothSentences()
    {
        TransitionRow row = EventRows.ToTransition(new NodeEvent(Events.Takeover, "l2"))!;

        Assert.Equal(("l2", "VI_WEB", VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent), (row.Node, row.Instance, row.From, row.To, row.Cause));
        Assert.Equal((150, "10.88.0.11", 200, TimeSpan.FromMilliseconds(3414.0625), 4L), (row.OwnPriority, row.PeerAddress, row.PeerPriority, row.SilentFor, row.Revision));
        Assert.Equal(TransitionSentence.English(Events.Takeover.Transition), row.Sentence);
        Assert.Equal(TransitionSentence.Chinese(Events.Takeover.Transition), row.SentenceZh);
        Assert.Equal(ManualClock.Noon, row.At);
    }

    [Fact]
    public void Transition_IsAlsoAnAuditRowOfTheEngine()
    {
        AuditRow row = _rows.ToAudit(new NodeEvent(Events.Takeover, "l2"))!;

        Assert.Equal((ActorKind.Engine, "engine", "transition", "VI_WEB", true), (row.ActorKind, row.Actor, row.Action, row.Object, row.Succeeded));
        Assert.Equal("""{"node":"l2","state":"Backup"}""", row.Before);
        Assert.Equal("""{"node":"l2","state":"Master","cause":"MasterSilent"}""", row.After);
        Assert.Equal(Events.Takeover.Sentence, row.Reason);
        Assert.Equal(4, row.Revision);
    }

    [Fact]
    public void TableChanges_AreToldApartByWhatWasBefore()
    {
        string[] actions =
        [
            Action(new RealServerTableChanged("web", "10.88.0.101:80", true, 5, "Up"))!,
            Action(new RealServerTableChanged("web", "10.88.0.101:80", true, 0, "drained by operator"))!,
            Action(new RealServerTableChanged("web", "10.88.0.101:80", false, 0, "Down"))!,
            Action(new RealServerTableChanged("web", "10.88.0.102:80", false, 0, "Down"))!,
            Action(new RealServerTableChanged("web", "10.88.0.101:80", true, 5, "Up"))!,
        ];

        Assert.Equal(["put-back", "weight", "take-out", "take-out", "put-back"], actions);
    }

    [Fact]
    public void TableChange_SaysBeforeAndAfter()
    {
        _rows.ToAudit(new NodeEvent(new RealServerTableChanged("web", "10.88.0.101:80", true, 5, "Up"), "l1"));
        AuditRow row = _rows.ToAudit(new NodeEvent(new RealServerTableChanged("web", "10.88.0.101:80", false, 0, "Down"), "l1"))!;

        Assert.Equal("web 10.88.0.101:80", row.Object);
        Assert.Equal("""{"node":"l1","inTable":true,"weight":5}""", row.Before);
        Assert.Equal("""{"node":"l1","inTable":false,"weight":0}""", row.After);
        Assert.Equal("10.88.0.101:80 left the table of web: Down.", row.Reason);
        Assert.Null(row.Revision);
    }

    [Theory]
    [InlineData(RealServerState.GoingDown, RealServerState.Down, "server-down")]
    [InlineData(RealServerState.Unknown, RealServerState.Down, "server-down")]
    [InlineData(RealServerState.GoingUp, RealServerState.Up, "server-up")]
    [InlineData(RealServerState.Down, RealServerState.Up, "server-up")]
    [InlineData(RealServerState.Unknown, RealServerState.Up, "server-up")]
    [InlineData(RealServerState.GoingDown, RealServerState.Up, null)]
    [InlineData(RealServerState.Up, RealServerState.GoingDown, null)]
    [InlineData(RealServerState.Down, RealServerState.GoingUp, null)]
    public void ServerState_IsKeptWhereServingChanged(RealServerState from, RealServerState to, string? action)
    {
        var changed = new RealServerStateChanged("web", "10.88.0.101:80", from, to, "connection refused");

        Assert.Equal(action, Action(changed));
        Assert.Equal(action is not null, EventRows.IsKept(changed));
    }

    [Fact]
    public void DriftAndRefusal_AreKept()
    {
        AuditRow drift = _rows.ToAudit(new NodeEvent(new DriftRepaired("10.88.0.100/24 on eth0", "missing", "added again"), "l1"))!;
        AuditRow rejected = _rows.ToAudit(new NodeEvent(new DefinitionRejected(9, ["no node"]), "l1"))!;

        Assert.Equal(("drift-repair", "10.88.0.100/24 on eth0", "missing", "added again"), (drift.Action, drift.Object, drift.Before, drift.After));
        Assert.Equal(("definition-rejected", "cluster", false), (rejected.Action, rejected.Object, rejected.Succeeded));
        Assert.Equal("""{"node":"l1","rejectedRevision":9,"problems":["no node"]}""", rejected.After);
    }

    [Fact]
    public void QuorumAndRevisionInForce_AreKept()
    {
        AuditRow lost = _rows.ToAudit(new NodeEvent(new QuorumChanged("web", false, 0, 1), "l1"))!;
        AuditRow applied = _rows.ToAudit(new NodeEvent(new DefinitionApplied(9, ["node l1 added"]) { Revision = 9 }, "l1"))!;

        Assert.Equal(("quorum-lost", "web", """{"node":"l1","aliveWeight":0,"quorum":1}"""), (lost.Action, lost.Object, lost.After));
        Assert.Equal("quorum-gained", Action(new QuorumChanged("web", true, 2, 1)));
        Assert.Equal(("definition-applied", "cluster", """{"node":"l1","appliedRevision":9}""", 9L), (applied.Action, applied.Object, applied.After, applied.Revision));
        Assert.Equal("Revision 9 is in force: node l1 added.", applied.Reason);
        Assert.True(EventRows.IsKept(new QuorumChanged("web", false, 0, 1)) && EventRows.IsKept(new DefinitionApplied(1, [])));
    }

    [Fact]
    public void SplitBrain_IsKept_WithCauseRivalAndEnd()
    {
        AuditRow started = _rows.ToAudit(new NodeEvent(new SplitBrainStarted(Events.SplitBrain), "l1"))!;
        AuditRow ended = _rows.ToAudit(new NodeEvent(new SplitBrainEnded(Events.SplitBrain, TimeSpan.FromSeconds(12.5), "this node yielded to 10.88.0.12 (priority 250)"), "l1"))!;

        const string split = """{"node":"l1","cause":"AuthenticationMismatch","rival":"10.88.0.12","rivalPriority":250,"since":"2026-05-04T12:00:00Z","lastSeen":"2026-05-04T12:00:02Z"}""";
        Assert.Equal(("split-brain", "VI_WEB", null, split), (started.Action, started.Object, started.Before, started.After));
        Assert.Equal("Split brain of VI_WEB: Passwords differ. Make them the same.", started.Reason);
        Assert.Equal(("split-brain-over", "VI_WEB", split), (ended.Action, ended.Object, ended.Before));
        Assert.Equal("""{"node":"l1","how":"this node yielded to 10.88.0.12 (priority 250)","lastedMs":12500}""", ended.After);
        Assert.Equal("Split brain of VI_WEB ended after 12.5 s: this node yielded to 10.88.0.12 (priority 250).", ended.Reason);
    }

    [Fact]
    public void SplitBrain_WithoutAnAddress_NamesTheMacAddress()
    {
        SplitBrainDiagnosis unnamed = Events.SplitBrain with { Rival = null, RivalPriority = null, RivalHardwareAddress = "02:42:0a:00:00:02" };

        Assert.Contains("\"rival\":\"02:42:0a:00:00:02\"", _rows.ToAudit(new NodeEvent(new SplitBrainStarted(unnamed), "l1"))!.After, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesAndTracks_AreKept_BothWays()
    {
        AuditRow lost = _rows.ToAudit(new NodeEvent(new HeartbeatLineChanged("VI_WEB", "eth1", false, "interface eth1 has no carrier", 1), "l1"))!;
        AuditRow down = _rows.ToAudit(new NodeEvent(new TrackChanged("script", "chk_nginx", false, "exit code 1"), "l1"))!;

        Assert.Equal(("line-lost", "VI_WEB eth1", """{"node":"l1","ok":true}""", """{"node":"l1","ok":false,"linesLeft":1}"""), (lost.Action, lost.Object, lost.Before, lost.After));
        Assert.Equal("Heartbeat line eth1 of VI_WEB is lost: interface eth1 has no carrier; 1 line works.", lost.Reason);
        Assert.Equal("line-back", Action(new HeartbeatLineChanged("VI_WEB", "eth1", true, "interface eth1 is up", 2)));
        Assert.Equal(("track-down", "script chk_nginx", null, """{"node":"l1","up":false}"""), (down.Action, down.Object, down.Before, down.After));
        Assert.Equal("Tracked script chk_nginx is down: exit code 1.", down.Reason);
        Assert.Equal("track-up", Action(new TrackChanged("script", "chk_nginx", true, "exit code 0")));
    }

    [Fact]
    public void ElectionProcess_IsKept()
    {
        AuditRow row = _rows.ToAudit(new NodeEvent(new ElectionProcessChanged(4711, "adopted; it has run for 3 days", EventSeverity.Info), "l1"))!;

        Assert.Equal(("election-process", "election process", """{"node":"l1","processId":4711,"change":"adopted; it has run for 3 days"}"""), (row.Action, row.Object, row.After));
        Assert.Equal("Election process 4711 adopted; it has run for 3 days.", row.Reason);
    }

    [Fact]
    public void FactsAboutTheElection_AreAuditOnly_AndTakeAPlaceInTheQueue()
    {
        EngineEvent[] facts =
        [
            new SplitBrainStarted(Events.SplitBrain), new SplitBrainEnded(Events.SplitBrain, TimeSpan.Zero, "over"), new HeartbeatLineChanged("VI_WEB", "eth1", true, "up", 2),
            new TrackChanged("process", "mysqld", true, "1 of 1"), new ElectionProcessChanged(0, "is gone", EventSeverity.Critical),
        ];

        Assert.All(facts, fact => Assert.True(EventRows.IsKept(fact)));
        Assert.All(facts, fact => Assert.Null(EventRows.ToTransition(new NodeEvent(fact, "l1"))));
    }

    [Fact]
    public void OtherEvents_AreNotKept()
    {
        Assert.False(EventRows.IsKept(Events.Probe));
        Assert.False(EventRows.IsKept(new EngineNotice("loop", "late", EventSeverity.Warning)));
        Assert.Null(_rows.ToAudit(new NodeEvent(Events.Probe, "l1")));
        Assert.Null(EventRows.ToTransition(new NodeEvent(Events.Probe, "l1")));
    }

    private string? Action(EngineEvent engineEvent) => _rows.ToAudit(new NodeEvent(engineEvent, "l1"))?.Action;

    internal static class Events
    {
        public static VrrpTransitioned Takeover { get; } = new(new VrrpTransition
        {
            Instance = "VI_WEB",
            From = VrrpState.Backup,
            To = VrrpState.Master,
            Cause = TransitionCause.MasterSilent,
            OwnPriority = 150,
            PeerAddress = IPAddress.Parse("10.88.0.11"),
            PeerPriority = 200,
            SilentFor = TimeSpan.FromMilliseconds(3414.0625),
            Detail = "eth0",
        })
        {
            Sequence = 1,
            At = ManualClock.Noon,
            Revision = 4,
        };

        public static SplitBrainDiagnosis SplitBrain { get; } = new()
        {
            Instance = "VI_WEB",
            Cause = SplitBrainCause.AuthenticationMismatch,
            Since = ManualClock.Noon,
            LastSeen = ManualClock.Noon.AddSeconds(2),
            Rival = IPAddress.Parse("10.88.0.12"),
            RivalPriority = 250,
            Explanation = "Passwords differ.",
            ExplanationZh = "密码不同。",
            Remedy = "Make them the same.",
            RemedyZh = "请统一密码。",
        };

        public static ProbeCompleted Probe { get; } = new("web", "10.88.0.101:80", 0, new ProbeResult
        {
            Outcome = ProbeOutcome.Passed,
            At = ManualClock.Noon,
            Duration = TimeSpan.FromMilliseconds(1),
            Message = "200 OK",
        });
    }
}
