using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary><c>GET /api/v1/vrrp-instances/{name}/explain</c>: why this node is Master now, or is not. Field names are promises.</summary>
/// <param name="Instance">Name.</param>
/// <param name="At">Of what moment.</param>
/// <param name="State">State on this node.</param>
/// <param name="Reason">Why, as a stable word.</param>
/// <param name="Sentence">Why, in English.</param>
/// <param name="SentenceZh">In Chinese.</param>
/// <param name="BasePriority">As defined.</param>
/// <param name="EffectivePriority">As advertised.</param>
/// <param name="Tracks">What is tracked, with what each adds to the priority.</param>
/// <param name="Owner">Who owns the addresses; null = nobody this node knows of.</param>
/// <param name="Preempts">May it preempt a lower master now?</param>
/// <param name="PreemptDelayMs">Wait before it preempts, milliseconds; 0 = none.</param>
/// <param name="Released">Did the operator take this node out of the election?</param>
/// <param name="SyncGroup">Null = none.</param>
/// <param name="FaultReason">Null unless in Fault.</param>
/// <param name="TakeoverAt">When it takes over unless an advert moves it; null = it waits for nothing.</param>
/// <param name="TakeoverInMs">The same from now, milliseconds, never below 0.</param>
/// <param name="LastTransition">Null before the first.</param>
/// <param name="Ways">What would make this node Master, or end its being so.</param>
public sealed record ExplanationDocument(string Instance, DateTimeOffset At, VrrpState State, ExplanationReason Reason, string Sentence, string SentenceZh, int BasePriority, int EffectivePriority,
    IReadOnlyList<TrackDocument> Tracks, VrrpOwnerDocument? Owner, bool Preempts, double PreemptDelayMs, bool Released, string? SyncGroup, string? FaultReason,
    DateTimeOffset? TakeoverAt, double? TakeoverInMs, TransitionDocument? LastTransition, IReadOnlyList<ExplanationWayDocument> Ways)
{
    /// <summary>Writes an explanation down.</summary>
    public static ExplanationDocument From(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return new(explanation.Instance, explanation.At, explanation.State, explanation.Reason, explanation.Sentence, explanation.SentenceZh,
            explanation.BasePriority, explanation.EffectivePriority, [.. explanation.Tracks.Select(TrackDocument.From)], VrrpOwnerDocument.From(explanation.Owner),
            explanation.Preempts, explanation.PreemptDelay.TotalMilliseconds, explanation.Released, explanation.SyncGroup, explanation.FaultReason, explanation.TakeoverAt,
            explanation.TakeoverAt is { } at ? Math.Max(0, (at - explanation.At).TotalMilliseconds) : null, TransitionDocument.Of(explanation.LastTransition),
            [.. explanation.Ways.Select(way => new ExplanationWayDocument(way.Text, way.TextZh))]);
    }
}

/// <summary>One way.</summary>
/// <param name="Text">In English.</param>
/// <param name="TextZh">In Chinese.</param>
public sealed record ExplanationWayDocument(string Text, string TextZh);
