using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Events;

/// <summary>What an event of the engine says, in the language of the person in front of it. What a program or the kernel said stands in it word for word.</summary>
public static class EventSentence
{
    /// <summary>One sentence; events of a kind that has no translation are told in English.</summary>
    public static string In(EngineEvent happened, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Language != Language.Chinese) return happened.Sentence;
        return happened switch
        {
            VrrpTransitioned e => TransitionSentence.Chinese(e.Transition),
            HeartbeatLineChanged { Ok: true } e => text["Heartbeat line {0} of {1} works again: {2}; lines that work: {3}.", e.Interface, e.Instance, text.Told(e.Reason), e.LinesLeft],
            HeartbeatLineChanged e => text["Heartbeat line {0} of {1} is lost: {2}; lines that work: {3}.", e.Interface, e.Instance, text.Told(e.Reason), e.LinesLeft],
            TrackChanged { Up: true } e => text["Tracked {0} {1} is up: {2}.", Tracked(text, e.Kind), e.Target, text.Told(e.Reason)],
            TrackChanged e => text["Tracked {0} {1} is down: {2}.", Tracked(text, e.Kind), e.Target, text.Told(e.Reason)],
            SplitBrainStarted e => text["Split brain of {0}: {1}{2}", e.SplitBrain.Instance, e.SplitBrain.ExplanationZh, e.SplitBrain.RemedyZh],
            SplitBrainEnded e => text["Split brain of {0} ended after {1:0.##} s: {2}.", e.SplitBrain.Instance, e.Lasted.TotalSeconds, text.Told(e.How)],
            RealServerStateChanged e => text["Real server {0} of {1} went from {2} to {3}: {4}.", e.Server, e.Service, State(text, e.From), State(text, e.To), text.Told(e.Reason)],
            RealServerTableChanged { InTable: true } e => text["{0} is in the table of {1} with weight {2}: {3}.", e.Server, e.Service, e.Weight, text.Told(e.Reason)],
            RealServerTableChanged e => text["{0} left the table of {1}: {2}.", e.Server, e.Service, text.Told(e.Reason)],
            QuorumChanged { Gained: true } e => text["Virtual service {0} gained its quorum: weight {1} alive, {2} wanted.", e.Service, e.AliveWeight, e.Quorum],
            QuorumChanged e => text["Virtual service {0} lost its quorum: weight {1} alive, {2} wanted.", e.Service, e.AliveWeight, e.Quorum],
            DriftRepaired e => text["{0} was changed by someone else: {1}; {2}.", text.Told(e.Subject), text.Told(e.Found), text.Told(e.Done)],
            DefinitionApplied { Changes.Count: 0 } e => text["Revision {0} is in force; nothing changed.", e.AppliedRevision],
            DefinitionApplied e => text["Revision {0} is in force: {1} changes.", e.AppliedRevision, e.Changes.Count],
            DefinitionRejected e => text["Revision {0} was refused by the engine: {1}.", e.RejectedRevision, string.Join("; ", e.Problems.Select(text.Told))],
            ElectionProcessChanged { ProcessId: 0 } e => text["Election process: {0}.", text.Told(e.Change)],
            ElectionProcessChanged e => text["Election process {0}: {1}.", e.ProcessId, text.Told(e.Change)],
            EngineNotice e => text["Notice about {0}: {1}", text.Told(e.Subject), text.Told(e.Message)],
            _ => happened.Sentence,
        };
    }

    private static string Tracked(ConsoleText text, string kind) => kind switch
    {
        "interface" => text["network interface"],
        "script" => text["script"],
        "process" => text["process"],
        "file" => text["file"],
        _ => kind,
    };

    private static string State(ConsoleText text, RealServerState state) => state switch
    {
        RealServerState.Up => text["Up"],
        RealServerState.Down => text["Down"],
        RealServerState.GoingDown => text["Going down"],
        RealServerState.GoingUp => text["Going up"],
        _ => text["Unknown"],
    };
}
