using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>Stored changes of state of VRRP instances.</summary>
public interface ITransitionHistory
{
    /// <summary>Newest first.</summary>
    Task<Page<StoredTransition>> QueryAsync(TransitionQuery query, CancellationToken cancellationToken);
}

/// <summary>A stored transition with the inputs that decided it.</summary>
public sealed record StoredTransition(long Id, DateTimeOffset At, string Node, string Instance, VrrpState From, VrrpState To, TransitionCause Cause,
    string Sentence, string SentenceZh, int OwnPriority, string? PeerAddress, int? PeerPriority, TimeSpan? SilentFor, string? Detail, long Revision);

/// <summary>Which transitions.</summary>
/// <param name="Instance">Only this instance; null = all.</param>
/// <param name="Limit">At most this many, 1 to 500.</param>
/// <param name="Cursor">Continue after a page.</param>
public sealed record TransitionQuery(string? Instance = null, int Limit = 50, string? Cursor = null);
