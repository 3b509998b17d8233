using KeepaliveConsole.Data;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>A stored transition with the inputs that decided it.</summary>
internal sealed record StoredTransitionDocument(long Id, DateTimeOffset At, string Node, string Instance, VrrpState From, VrrpState To, TransitionCause Cause,
    string Sentence, string SentenceZh, int OwnPriority, string? PeerAddress, int? PeerPriority, double? SilentForMs, string? Detail, long Revision)
{
    /// <summary>Writes a transition down.</summary>
    public static StoredTransitionDocument Of(StoredTransition t) => new(t.Id, t.At, t.Node, t.Instance, t.From, t.To, t.Cause, t.Sentence, t.SentenceZh,
        t.OwnPriority, t.PeerAddress, t.PeerPriority, t.SilentFor?.TotalMilliseconds, t.Detail, t.Revision);
}

/// <summary><c>/transitions</c>, newest first.</summary>
internal static class HistoryEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/transitions", TransitionsAsync).WithName("listTransitions").WithSummary("Changes of state of VRRP instances, newest first.");
    }

    private static async Task<Results<Ok<Page<StoredTransitionDocument>>, ProblemHttpResult>> TransitionsAsync(HttpContext context, ITransitionHistory history,
        string? instance, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Check(context, limit, cursor) is { } bad) return bad;
        Page<StoredTransition> page = await history.QueryAsync(new TransitionQuery(instance, limit ?? PageRequest.DefaultLimit, cursor), cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new Page<StoredTransitionDocument>([.. page.Items.Select(StoredTransitionDocument.Of)], page.NextCursor));
    }
}
