using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>/cluster/window</c>, <c>/cluster/confirm</c> and <c>/cluster/revert</c>: the change on trial.</summary>
internal static class WindowEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/cluster/window", GetAsync).WithName("getWindow").WithSummary("The change that waits to be confirmed; asking is also a sign of life for the guard connection-lost");
        MapEnd(api, "/cluster/confirm", (operations, context, comment, ct) => operations.ConfirmAsync(context.User, comment, ct)).WithName("confirmChange").WithSummary("Keeps the change on trial");
        MapEnd(api, "/cluster/revert", (operations, context, comment, ct) => operations.RevertAsync(context.User, comment, ct)).WithName("revertChange").WithSummary("Takes the change on trial back at once");
    }

    private static RouteHandlerBuilder MapEnd(IEndpointRouteBuilder api, string path, Func<IDefinitionOperations, HttpContext, string?, CancellationToken, Task<DefinitionOutcome>> end)
        => api.MapPost(path, async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, IDefinitionOperations operations, TimeProvider time, string? comment, CancellationToken ct) =>
        {
            string? said = WriteQuery.OneLine(comment);
            if (said?.Length > WriteQuery.LongestComment)
            {
                string sentence = $"A comment has at most {WriteQuery.LongestComment} characters.";
                return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", sentence, [new("comment", "comment.long", sentence)]);
            }

            DefinitionOutcome outcome = await end(operations, context, said, ct).ConfigureAwait(false);
            if (WriteAnswers.IsDone(outcome)) return TypedResults.Ok(WriteAnswers.Done(context, outcome with { Tag = outcome.Stored?.ContentHash }, dryRun: false, time));
            return outcome.Result.Status == OperationStatus.NotNow
                ? Problems.Answer(context, StatusCodes.Status409Conflict, "window.none", outcome.Result.Message)
                : WriteAnswers.Refused(context, outcome);
        });

    private static async Task<Ok<WindowDocument>> GetAsync(IDefinitionOperations operations, CancellationToken cancellationToken)
        => TypedResults.Ok(await operations.FindWindowAsync(cancellationToken).ConfigureAwait(false) is (CommitWindow window, TimeSpan left) ? WindowDocument.Of(window, left) : WindowDocument.None);
}
