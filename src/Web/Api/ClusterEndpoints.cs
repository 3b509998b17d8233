using System.Text.Json.Nodes;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What a write answers.</summary>
/// <param name="Status"><c>Done</c> or <c>Unchanged</c>.</param>
/// <param name="DryRun">True: only the plan; nothing was changed.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Revision">In force afterwards (in a dry run: would be); null = not known.</param>
/// <param name="Changes">What differs, one short line each.</param>
/// <param name="Warnings">What to look at although it was accepted.</param>
internal sealed record WriteDocument(OperationStatus Status, bool DryRun, string Message, long? Revision, IReadOnlyList<string> Changes, IReadOnlyList<ProblemEntry> Warnings)
{
    /// <summary>What would happen; only in a dry run.</summary>
    public ChangePlan? Plan { get; init; }

    /// <summary>The window in which the change must be confirmed; null = it is final.</summary>
    public WindowDocument? Window { get; init; }

    /// <summary>Writes a result down.</summary>
    public static WriteDocument From(OperationResult result, bool dryRun)
        => new(result.Status, dryRun, result.Message, result.Revision, result.Changes, [.. Problems.Entries(result.Problems)]);
}

/// <summary><c>/cluster</c>: the whole definition as one document.</summary>
internal static class ClusterEndpoints
{
    /// <summary>Longest definition, in bytes: 8 MiB.</summary>
    public const int LargestBody = 8 * 1024 * 1024;

    private static readonly string s_nothing = DefinitionJson.Hash(ClusterDefinition.Empty);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster", GetAsync).WithName("getCluster").WithSummary("The whole definition");
        api.MapPut("/cluster", PutAsync).Accepts<ClusterDefinition>("application/json").WithName("putCluster").WithSummary("Replaces the whole definition");
        api.MapPatch("/cluster", PatchAsync).Accepts<JsonObject>(MergePatch.MediaType).WithName("patchCluster").WithSummary("Changes members of the definition (JSON merge patch)");
    }

    /// <summary>A write of the whole definition.</summary>
    public static DefinitionWrite Write(string action, Func<ClusterDefinition, EditResult> edit, Precondition seen, WriteWish wish) => new()
    {
        Action = action,
        Object = "cluster",
        Edit = edit,
        TagOf = stored => stored.ContentHash,
        IsAbsent = stored => stored.ContentHash == s_nothing,
        Seen = seen,
        Wish = wish,
    };

    private static async Task<Results<Ok<ClusterDefinition>, StatusCodeHttpResult>> GetAsync(HttpContext context, IDefinitionStore store, CancellationToken cancellationToken)
    {
        StoredDefinition? stored = await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false);
        string hash = stored?.ContentHash ?? s_nothing;
        EntityTags.Set(context, hash);
        if (EntityTags.IsKnown(context, hash)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(stored?.Definition ?? ClusterDefinition.Empty);
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> PutAsync(HttpContext context, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time,
        [AsParameters] WriteQuery query, CancellationToken cancellationToken)
    {
        const string action = "put-cluster";
        if (await operations.RefuseAsync(context.User, action, "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return Problems.From(context, denied);
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        (ClusterDefinition? definition, bad) = await JsonBodies.ReadAsync<ClusterDefinition>(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        if (WriteAnswers.Seen(context, out bad) is not { } seen) return bad!;
        DefinitionWrite write = Write(action, _ => new EditResult(definition), seen, wish);
        return await AnswerAsync(context, store, write, await operations.WriteAsync(context.User, write, cancellationToken).ConfigureAwait(false), definition, time, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> PatchAsync(HttpContext context, IDefinitionStore store, IDefinitionOperations operations, TimeProvider time,
        [AsParameters] WriteQuery query, CancellationToken cancellationToken)
    {
        const string action = "patch-cluster";
        if (await operations.RefuseAsync(context.User, action, "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return Problems.From(context, denied);
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        (JsonObject? patch, bad) = await JsonBodies.ReadPatchAsync(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return bad;
        if (WriteAnswers.Seen(context, out bad) is not { } seen) return bad!;
        DefinitionWrite write = Write(action, current => JsonBodies.Patched(current, patch!, out OperationResult? refusal) is { } next ? new EditResult(next) : EditResult.Refuse(refusal!), seen, wish);
        DefinitionOutcome outcome = await operations.WriteAsync(context.User, write, cancellationToken).ConfigureAwait(false);
        ClusterDefinition? sent = outcome is { Result.Status: OperationStatus.Conflict, Stored: { } stored } ? JsonBodies.Patched(stored.Definition, patch!, out _) : null;
        return await AnswerAsync(context, store, write, outcome, sent, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer to a write of the whole definition.</summary>
    public static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> AnswerAsync(HttpContext context, IDefinitionStore store, DefinitionWrite write, DefinitionOutcome outcome,
        ClusterDefinition? sent, TimeProvider time, CancellationToken cancellationToken)
    {
        if (WriteAnswers.IsDone(outcome)) return TypedResults.Ok(WriteAnswers.Done(context, outcome, write.Wish.DryRun, time));
        if (outcome.Result.Status != OperationStatus.Conflict) return WriteAnswers.Refused(context, outcome);
        StoredDefinition? seen = write.Seen.Tags.Count == 0 ? null
            : await store.FindRecentAsync(each => write.Seen.Tags.Contains(each.ContentHash), cancellationToken).ConfigureAwait(false);
        return WriteAnswers.Stale(context, outcome.Stored!.Definition, outcome.Tag, seen?.Definition, sent);
    }
}
