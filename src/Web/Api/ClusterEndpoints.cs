using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Operations;
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
    /// <summary>Writes a result down.</summary>
    public static WriteDocument From(OperationResult result, bool dryRun)
        => new(result.Status, dryRun, result.Message, result.Revision, result.Changes, [.. Problems.Entries(result.Problems)]);
}

/// <summary><c>/cluster</c> and the definitions in it.</summary>
internal static class ClusterEndpoints
{
    /// <summary>Longest definition, in bytes: 8 MiB.</summary>
    public const int LargestBody = 8 * 1024 * 1024;

    private static readonly string s_nothing = DefinitionJson.Hash(ClusterDefinition.Empty);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster", (HttpContext context, IDefinitionStore store, CancellationToken ct) => PartAsync(context, store, cluster => cluster, ct));
        api.MapGet("/vrrp-instances", (HttpContext context, IDefinitionStore store, CancellationToken ct) => PartAsync(context, store, Instances, ct));
        api.MapGet("/virtual-services", (HttpContext context, IDefinitionStore store, CancellationToken ct) => PartAsync(context, store, Services, ct));
        api.MapPut("/cluster", PutAsync);
    }

    private static Listed<VrrpInstanceDefinition> Instances(ClusterDefinition cluster) => new(cluster.VrrpInstances);

    private static Listed<VirtualServiceDefinition> Services(ClusterDefinition cluster) => new(cluster.VirtualServices);

    private static async Task<Results<Ok<T>, StatusCodeHttpResult>> PartAsync<T>(HttpContext context, IDefinitionStore store, Func<ClusterDefinition, T> part, CancellationToken cancellationToken)
    {
        StoredDefinition? stored = await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false);
        string hash = stored?.ContentHash ?? s_nothing;
        EntityTags.Set(context, hash);
        if (EntityTags.IsKnown(context, hash)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(part(stored?.Definition ?? ClusterDefinition.Empty));
    }

    private static async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> PutAsync(HttpContext context, IDefinitionStore store, IClusterOperations operations, bool? dryRun, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
            return Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", "Send the definition as application/json.");
        string json = await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        if (!DefinitionJson.TryRead(json, out ClusterDefinition? definition, out string? unreadable))
            return Problems.Answer(context, StatusCodes.Status400BadRequest, "json", "The definition cannot be read; nothing was changed.", [new("", "json", unreadable!)]);

        StoredDefinition? stored = await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false);
        if (EntityTags.Refuse(context, stored?.ContentHash ?? s_nothing, s_nothing, out string? expected) is { } refused) return refused;

        OperationResult result = await operations.PutClusterAsync(context.User, definition!, expected, dryRun ?? false, cancellationToken).ConfigureAwait(false);
        if (result.ContentHash is { } hash && (dryRun != true || result.Status == OperationStatus.Unchanged)) EntityTags.Set(context, hash);
        if (result.Status is not (OperationStatus.Done or OperationStatus.Unchanged)) return Problems.From(context, result);
        return TypedResults.Ok(WriteDocument.From(result, dryRun ?? false));
    }

    /// <summary>A list that is never cut: definitions are small.</summary>
    /// <param name="Items">All of them.</param>
    /// <param name="NextCursor">Always null: there is no more.</param>
    internal sealed record Listed<T>(ValueArray<T> Items, string? NextCursor = null);
}
