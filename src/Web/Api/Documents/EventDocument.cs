using System.Text.Json.Nodes;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>Something that happened, as clients see it.</summary>
/// <param name="Sequence">1, 2, 3 … since the engine started; 0 = told by the console.</param>
/// <param name="At">When.</param>
/// <param name="Revision">Definition in force then.</param>
/// <param name="Type">Stable word, such as <c>vrrpTransitioned</c>.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Subject">What it is about: an instance, or service and real server; null = the engine.</param>
/// <param name="Sentence">In English.</param>
public sealed record EventDocument(long Sequence, DateTimeOffset At, long Revision, string Type, EventSeverity Severity, string? Subject, string Sentence)
{
    /// <summary>What only events of this kind have, as in the stream; null = it is in the picture.</summary>
    public JsonObject? Detail { get; init; }

    /// <summary>Writes an event down.</summary>
    public static EventDocument From(EngineEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        (string type, string? subject) = happened switch
        {
            VrrpTransitioned e => ("vrrpTransitioned", e.Transition.Instance),
            RealServerStateChanged e => ("realServerStateChanged", $"{e.Service} {e.Server}"),
            RealServerTableChanged e => ("realServerTableChanged", $"{e.Service} {e.Server}"),
            QuorumChanged e => ("quorumChanged", e.Service),
            ProbeCompleted e => ("probeCompleted", $"{e.Service} {e.Server}"),
            DriftRepaired e => ("driftRepaired", e.Subject),
            DefinitionApplied => ("definitionApplied", null),
            DefinitionRejected => ("definitionRejected", null),
            HeartbeatLineChanged e => ("heartbeatLineChanged", e.Instance),
            TrackChanged e => ("trackChanged", $"{e.Kind} {e.Target}"),
            SplitBrainStarted e => ("splitBrainStarted", e.SplitBrain.Instance),
            SplitBrainEnded e => ("splitBrainEnded", e.SplitBrain.Instance),
            ElectionProcessChanged => ("electionProcessChanged", null),
            EngineNotice e => ("engineNotice", e.Subject),
            _ => (JsonName(happened), null),
        };
        return new(happened.Sequence, happened.At, happened.Revision, type, happened.Severity, subject, happened.Sentence);
    }

    /// <summary>Writes down what the console tells.</summary>
    public static EventDocument From(StreamedEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return new(told.Sequence, told.At, told.Revision, told.Type, told.Severity, null, told.Sentence) { Detail = told.Detail };
    }

    private static string JsonName(EngineEvent happened) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name);
}
