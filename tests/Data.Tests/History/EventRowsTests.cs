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
    public void OtherEvents_AreNotKept()
    {
        Assert.False(EventRows.IsKept(Events.Probe));
        Assert.False(EventRows.IsKept(new QuorumChanged("web", false, 0, 1)));
        Assert.False(EventRows.IsKept(new EngineNotice("loop", "late", EventSeverity.Warning)));
        Assert.False(EventRows.IsKept(new DefinitionApplied(1, [])));
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

        public static ProbeCompleted Probe { get; } = new("web", "10.88.0.101:80", 0, new ProbeResult
        {
            Outcome = ProbeOutcome.Passed,
            At = ManualClock.Noon,
            Duration = TimeSpan.FromMilliseconds(1),
            Message = "200 OK",
        });
    }
}
