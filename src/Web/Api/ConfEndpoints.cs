using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Web.Operations;
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
    IReadOnlyList<ProblemEntry> Warnings, ClusterDefinition? Definition);

/// <summary><c>/keepalived-conf</c>.</summary>
internal static class ConfEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/keepalived-conf", ImportAsync);

    private static async Task<Results<Ok<ImportDocument>, ProblemHttpResult>> ImportAsync(HttpContext context, IClusterOperations operations, string? node, bool? dryRun, CancellationToken cancellationToken)
    {
        if (context.Request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", "Send the file as text/plain.");
        string text = await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        ImportOutcome outcome = await operations.ImportAsync(context.User, text, node, dryRun ?? false, cancellationToken).ConfigureAwait(false);
        OperationResult result = outcome.Result;
        if (result.Status is OperationStatus.Done or OperationStatus.Unchanged)
            return TypedResults.Ok(new ImportDocument(result.Status, dryRun ?? false, result.Message, result.Revision, result.Changes, outcome.Diagnostics, [.. Problems.Entries(result.Problems)], outcome.Definition));
        if (result.Status == OperationStatus.Refused)
            return Problems.Answer(context, StatusCodes.Status422UnprocessableEntity, "refused", result.Message, [.. outcome.Diagnostics.Select(Entry), .. Problems.Entries(result.Problems)]);
        return Problems.From(context, result);
    }

    private static ProblemEntry Entry(ConfDiagnostic found) => new($"{found.File}:{found.Line}:{found.Column}", found.Severity.ToString().ToLowerInvariant(), found.Message);
}
