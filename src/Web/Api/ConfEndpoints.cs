using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What an import answers.</summary>
/// <param name="Status"><c>Done</c> or <c>Unchanged</c>.</param>
/// <param name="DryRun">True: only the plan; nothing was changed.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Revision">In force afterwards (in a dry run: would be).</param>
/// <param name="Changes">What differs, one short line each.</param>
/// <param name="Diagnostics">Findings in the text, by line and column.</param>
/// <param name="Warnings">What the rules say of the whole definition.</param>
/// <param name="Definition">What the text means.</param>
internal sealed record ImportDocument(OperationStatus Status, bool DryRun, string Message, long? Revision, IReadOnlyList<string> Changes, IReadOnlyList<ConfDiagnostic> Diagnostics,
    IReadOnlyList<ProblemEntry> Warnings, ClusterDefinition? Definition)
{
    /// <summary>What would happen; only in a dry run.</summary>
    public ChangePlan? Plan { get; init; }

    /// <summary>The window in which the import must be confirmed; null = it is final.</summary>
    public WindowDocument? Window { get; init; }
}

/// <summary><c>/keepalived-conf</c>.</summary>
internal static class ConfEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/keepalived-conf", ImportAsync).Accepts<string>("text/plain").WithName("importKeepalivedConf").WithSummary("Brings a keepalived.conf into the definition");
        api.MapGet("/keepalived-conf", ExportAsync).Produces<string>(StatusCodes.Status200OK, "text/plain").WithName("exportKeepalivedConf").WithSummary("The keepalived.conf of a node");
    }

    /// <summary>Header with the number of things that the file cannot say; each is a comment in it.</summary>
    public const string LossesHeader = "Keepalived-Conf-Losses";

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ExportAsync(HttpContext context, IClusterOperations operations, string? node, bool? secrets, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(node)) return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", "Name the node whose file it is: ?node=NAME.", [new("node", "node.missing", "Name the node whose file it is.")]);
        (OperationResult result, ConfExport? export) = await operations.ExportAsync(context.User, node, secrets ?? false, cancellationToken).ConfigureAwait(false);
        if (result.Status == OperationStatus.NotFound) return Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", result.Message, [new("node", "node.unknown", result.Message)]);
        if (export is null) return Problems.From(context, result);
        context.Response.Headers[LossesHeader] = export.Losses.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (secrets == true) context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(export.Text, "text/plain", System.Text.Encoding.UTF8);
    }

    private static async Task<Results<Ok<ImportDocument>, ProblemHttpResult>> ImportAsync(HttpContext context, IDefinitionOperations definitions, IClusterOperations operations, IDefinitionStore store,
        TimeProvider time, string? node, [AsParameters] WriteQuery query, CancellationToken cancellationToken)
    {
        if (await definitions.RefuseAsync(context.User, "import", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return Problems.From(context, denied);
        if (context.Request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", "Send the file as text/plain.");
        WriteWish wish = query.Wish(context, out ProblemHttpResult? bad);
        if (bad is not null) return bad;
        Precondition seen = EntityTags.Seen(context) ?? Precondition.None;
        string text = await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        ImportOutcome outcome = await operations.ImportAsync(context.User, text, node, seen, wish, cancellationToken).ConfigureAwait(false);
        OperationResult result = outcome.Result;
        if (outcome.Written is { } written && WriteAnswers.IsDone(written))
        {
            WriteDocument done = WriteAnswers.Done(context, written, wish.DryRun, time);
            return TypedResults.Ok(new ImportDocument(result.Status, wish.DryRun, result.Message, result.Revision, done.Changes, outcome.Diagnostics, done.Warnings, outcome.Definition) { Plan = done.Plan, Window = done.Window });
        }

        if (result.Status == OperationStatus.Refused)
            return Problems.Answer(context, StatusCodes.Status422UnprocessableEntity, "refused", result.Message, [.. outcome.Diagnostics.Select(Entry), .. Problems.Entries(result.Problems)]);
        if (outcome.Written is not { } tried) return Problems.From(context, result);
        if (result.Status != OperationStatus.Conflict) return WriteAnswers.Refused(context, tried);
        StoredDefinition? before = seen.Tags.Count == 0 ? null : await store.FindRecentAsync(each => seen.Tags.Contains(each.ContentHash), cancellationToken).ConfigureAwait(false);
        return WriteAnswers.Stale(context, tried.Stored!.Definition, tried.Tag, before?.Definition, null);
    }

    private static ProblemEntry Entry(ConfDiagnostic found) => new($"{found.File}:{found.Line}:{found.Column}", found.Severity.ToString().ToLowerInvariant(), found.Message);
}
