using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>Which events go into the stored stream, and how they are told there.</summary>
internal static class StreamRows
{
    private const string Kind = "type";

    // Told for every event beside its detail.
    private static readonly string[] s_common = [Kind, "sequence", "at", "revision", "sentence", "severity"];

    /// <summary>All but probes: those come by the thousand, and a reader wants the changes they make.</summary>
    public static bool IsStreamed(EngineEvent engineEvent) => engineEvent is not ProbeCompleted;

    /// <summary>The row of an engine's event.</summary>
    public static EventRow ToRow(NodeEvent item)
    {
        EngineEvent happened = item.Event;
        JsonObject detail = JsonSerializer.SerializeToNode(happened, DefinitionJson.MaskedOptions)!.AsObject();
        string kind = detail[Kind]!.GetValue<string>();
        foreach (string common in s_common) detail.Remove(common);
        (string? instance, string? service, string? server) = About(happened);
        return ToRow(new StreamedEvent(kind, item.Node, happened.At, happened.Sequence, happened.Revision, happened.Severity, instance, service, server, happened.Sentence, detail));
    }

    /// <summary>The row of an event.</summary>
    public static EventRow ToRow(StreamedEvent told) => new()
    {
        At = told.At,
        Node = told.Node,
        Kind = told.Type,
        Json = JsonSerializer.Serialize(told, DefinitionJson.MaskedOptions),
    };

    private static (string? Instance, string? Service, string? Server) About(EngineEvent happened) => happened switch
    {
        VrrpTransitioned e => (e.Transition.Instance, null, null),
        HeartbeatLineChanged e => (e.Instance, null, null),
        SplitBrainStarted e => (e.SplitBrain.Instance, null, null),
        SplitBrainEnded e => (e.SplitBrain.Instance, null, null),
        RealServerStateChanged e => (null, e.Service, e.Server),
        RealServerTableChanged e => (null, e.Service, e.Server),
        QuorumChanged e => (null, e.Service, null),
        _ => (null, null, null),
    };
}
