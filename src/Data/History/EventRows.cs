using System.Text.Json;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>An event and the node it happened on.</summary>
internal readonly record struct NodeEvent(EngineEvent Event, string Node);

/// <summary>Which events are kept, and as what. Remembers the last place of each real server, so that an entry can say what was before.</summary>
internal sealed class EventRows
{
    private readonly Dictionary<(string Node, string Service, string Server), TablePlace> _places = [];

    /// <summary>Is there anything to store for this event? Probe results come by the thousand and live in memory only.</summary>
    public static bool IsKept(EngineEvent engineEvent) => engineEvent switch
    {
        VrrpTransitioned or RealServerTableChanged or QuorumChanged or DriftRepaired or DefinitionApplied or DefinitionRejected => true,
        SplitBrainStarted or SplitBrainEnded or HeartbeatLineChanged or TrackChanged or ElectionProcessChanged => true,
        RealServerStateChanged changed => ActionOf(changed) is not null,
        _ => false,
    };

    /// <summary>The row of <c>/transitions</c>, or null when the event is none.</summary>
    public static TransitionRow? ToTransition(NodeEvent item) => item.Event is not VrrpTransitioned { Transition: { } transition } happened ? null : new TransitionRow
    {
        At = happened.At,
        Node = item.Node,
        Instance = transition.Instance,
        From = transition.From,
        To = transition.To,
        Cause = transition.Cause,
        Sentence = TransitionSentence.English(transition),
        SentenceZh = TransitionSentence.Chinese(transition),
        OwnPriority = transition.OwnPriority,
        PeerAddress = transition.PeerAddress?.ToString(),
        PeerPriority = transition.PeerPriority,
        SilentFor = transition.SilentFor,
        Detail = transition.Detail,
        Revision = happened.Revision,
    };

    /// <summary>The audit row, or null when the event has none. Call in order of events, once each.</summary>
    public AuditRow? ToAudit(NodeEvent item) => item.Event switch
    {
        VrrpTransitioned happened => Row(item, "transition", happened.Transition.Instance,
            Json(new { item.Node, State = happened.Transition.From }),
            Json(new { item.Node, State = happened.Transition.To, happened.Transition.Cause })),
        RealServerTableChanged changed => TableRow(item, changed),
        RealServerStateChanged changed when ActionOf(changed) is { } action => Row(item, action, $"{changed.Service} {changed.Server}",
            Json(new { item.Node, State = changed.From }),
            Json(new { item.Node, State = changed.To })),
        SplitBrainStarted started => Row(item, "split-brain", started.SplitBrain.Instance, null, SplitBrain(item, started.SplitBrain)),
        SplitBrainEnded ended => Row(item, "split-brain-over", ended.SplitBrain.Instance, SplitBrain(item, ended.SplitBrain), Json(new { item.Node, ended.How, ended.Lasted })),
        HeartbeatLineChanged line => Row(item, line.Ok ? "line-back" : "line-lost", $"{line.Instance} {line.Interface}",
            Json(new { item.Node, Ok = !line.Ok }),
            Json(new { item.Node, line.Ok, line.LinesLeft })),
        TrackChanged track => Row(item, track.Up ? "track-up" : "track-down", $"{track.Kind} {track.Target}", null, Json(new { item.Node, track.Up })),
        ElectionProcessChanged process => Row(item, "election-process", "election process", null, Json(new { item.Node, process.ProcessId, process.Change })),
        QuorumChanged quorum => Row(item, quorum.Gained ? "quorum-gained" : "quorum-lost", quorum.Service, null, Json(new { item.Node, quorum.AliveWeight, quorum.Quorum })),
        DriftRepaired repaired => Row(item, "drift-repair", repaired.Subject, repaired.Found, repaired.Done),
        DefinitionApplied applied => Row(item, "definition-applied", "cluster", null, Json(new { item.Node, applied.AppliedRevision })),
        DefinitionRejected rejected => Row(item, "definition-rejected", "cluster", null, Json(new { item.Node, rejected.RejectedRevision, rejected.Problems }), succeeded: false),
        _ => null,
    };

    /// <summary>A server that only trembled (going down, then up again) never stopped serving.</summary>
    private static string? ActionOf(RealServerStateChanged changed) => (changed.From, changed.To) switch
    {
        (_, RealServerState.Down) => "server-down",
        (not RealServerState.GoingDown, RealServerState.Up) => "server-up",
        _ => null,
    };

    private static AuditRow Row(NodeEvent item, string action, string subject, string? before, string? after, bool succeeded = true)
        => AuditRows.ToRow(new AuditEntry
        {
            At = item.Event.At,
            Actor = Actor.Engine,
            Action = action,
            Object = subject,
            Before = before,
            After = after,
            Reason = item.Event.Sentence,
            Revision = item.Event.Revision == 0 ? null : item.Event.Revision,
            Succeeded = succeeded,
        }, item.Event.At);

    private static string SplitBrain(NodeEvent item, SplitBrainDiagnosis split) =>
        Json(new { item.Node, split.Cause, Rival = split.Rival?.ToString() ?? split.RivalHardwareAddress, split.RivalPriority, split.Since, split.LastSeen });

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DefinitionJson.Options);

    private AuditRow TableRow(NodeEvent item, RealServerTableChanged changed)
    {
        (string, string, string) key = (item.Node, changed.Service, changed.Server);
        var now = new TablePlace(item.Node, changed.InTable, changed.Weight);
        TablePlace? was = _places.TryGetValue(key, out TablePlace? known) ? known : null;
        _places[key] = now;
        string action = (was, now) switch
        {
            (_, { InTable: false }) => "take-out",
            ({ InTable: true }, _) => "weight",
            _ => "put-back",
        };
        return Row(item, action, $"{changed.Service} {changed.Server}", was is null ? null : Json(was), Json(now));
    }

    private sealed record TablePlace(string Node, bool InTable, int Weight);
}
