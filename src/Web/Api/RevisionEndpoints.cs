using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>One revision.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="SavedAt">When, UTC.</param>
/// <param name="Author">Who.</param>
/// <param name="Action">What for, as a stable word.</param>
/// <param name="Comment">Why; null = not said.</param>
/// <param name="ContentHash">ETag of <c>/cluster</c> while it was in force.</param>
/// <param name="Changes">What it changed, one short line each.</param>
/// <param name="Fields">The same field by field.</param>
/// <param name="Definition">The whole definition, secrets masked.</param>
internal sealed record RevisionDocument(long Revision, DateTimeOffset SavedAt, string Author, string Action, string? Comment, string ContentHash,
    IReadOnlyList<string> Changes, IReadOnlyList<FieldChange> Fields, ClusterDefinition Definition);

/// <summary>What differs between two revisions.</summary>
/// <param name="From">The one.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">One short line each.</param>
/// <param name="Fields">Field by field.</param>
/// <param name="Conf">As keepalived.conf, for each node whose text differs.</param>
internal sealed record RevisionDiffDocument(long From, long To, IReadOnlyList<string> Changes, IReadOnlyList<FieldChange> Fields, IReadOnlyList<NodeConfDiff> Conf);

/// <summary><c>/revisions</c>: every change of the definition, numbered.</summary>
internal static class RevisionEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder revisions = api.MapGroup("/revisions");
        revisions.MapGet("", ListAsync).WithName("listRevisions").WithSummary("Every revision, newest first");
        revisions.MapGet("/{revision:long:min(0)}", GetAsync).WithName("getRevision").WithSummary("One revision with what it changed");
        revisions.MapGet("/{revision:long:min(0)}/diff", DiffAsync).WithName("diffRevisions").WithSummary("What differs between two revisions");
        revisions.MapPost("/{revision:long:min(0)}/rollback", RollBackAsync).WithName("rollBack").WithSummary("Makes an earlier definition a new revision");
    }

    private static async Task<Results<Ok<Page<RevisionSummary>>, ProblemHttpResult>> ListAsync(HttpContext context, IDefinitionStore store, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (PageRequest.Check(context, limit, cursor) is { } bad) return bad;
        return TypedResults.Ok(await store.PageRevisionsAsync(limit ?? PageRequest.DefaultLimit, cursor, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<RevisionDocument>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(HttpContext context, IDefinitionStore store, long revision, CancellationToken cancellationToken)
    {
        (StoredRevision? found, ProblemHttpResult? bad) = await FindAsync(context, store, revision, "", cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        RevisionSummary summary = found!.Summary;
        EntityTags.Set(context, summary.ContentHash);
        if (EntityTags.IsKnown(context, summary.ContentHash)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        ClusterDefinition before = revision == 0 ? ClusterDefinition.Empty
            : (await store.FindRevisionAsync(revision - 1, cancellationToken).ConfigureAwait(false))?.Definition ?? ClusterDefinition.Empty;
        return TypedResults.Ok(new RevisionDocument(revision, summary.SavedAt, summary.Author, summary.Action, summary.Comment, summary.ContentHash,
            DefinitionDifference.Between(before, found.Definition!), FieldDifference.Between(before, found.Definition!), found.Definition!));
    }

    private static async Task<Results<Ok<RevisionDiffDocument>, ProblemHttpResult>> DiffAsync(HttpContext context, IDefinitionStore store, long revision, long? to, CancellationToken cancellationToken)
    {
        (StoredRevision? from, ProblemHttpResult? bad) = await FindAsync(context, store, revision, "", cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        long other = to ?? (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false))?.Revision ?? 0;
        (StoredRevision? then, bad) = await FindAsync(context, store, other, "to", cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        ClusterDefinition before = from!.Definition!, after = then!.Definition!;
        return TypedResults.Ok(new RevisionDiffDocument(revision, other, DefinitionDifference.Between(before, after), FieldDifference.Between(before, after),
            ConfDiffs.Between(before, after, $"revision {revision}", $"revision {other}")));
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> RollBackAsync(HttpContext context, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time, long revision,
        [AsParameters] WriteQuery query, CancellationToken cancellationToken)
    {
        if (await operations.RefuseAsync(context.User, "rollback", $"revision {revision}", cancellationToken).ConfigureAwait(false) is { } denied) return Problems.From(context, denied);
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        Precondition seen = EntityTags.Seen(context) ?? Precondition.None;
        DefinitionOutcome outcome = await operations.RollBackAsync(context.User, revision, seen, wish, cancellationToken).ConfigureAwait(false);
        DefinitionWrite write = ClusterEndpoints.Write("rollback", current => new EditResult(current), seen, wish);
        return await ClusterEndpoints.AnswerAsync(context, store, write, outcome, null, time, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(StoredRevision? Found, ProblemHttpResult? Bad)> FindAsync(HttpContext context, IDefinitionStore store, long revision, string pointer, CancellationToken cancellationToken)
    {
        StoredRevision? found = revision < 0 ? null : await store.FindRevisionAsync(revision, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            string none = $"There is no revision {revision}.";
            IEnumerable<ProblemEntry> errors = pointer.Length == 0 ? [] : [new(pointer, "revision.unknown", none)];
            return (null, Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", none, errors));
        }

        if (found.Definition is not null) return (found, null);
        return (null, Problems.Answer(context, StatusCodes.Status409Conflict, "revision.unreadable", $"Revision {revision} cannot be read any more: {found.Unreadable}"));
    }
}
