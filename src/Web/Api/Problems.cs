using System.Diagnostics;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KeepaliveConsole.Web.Api;

/// <summary>One entry of <c>errors[]</c> in a problem document.</summary>
/// <param name="Pointer">JSON pointer to the field, or where in the text: <c>FILE:LINE:COL</c>.</param>
/// <param name="Code">Stable short name.</param>
/// <param name="Message">What, why and the way out.</param>
internal sealed record ProblemEntry(string Pointer, string Code, string Message);

/// <summary>Answers of kind <c>application/problem+json</c> (RFC 9457) with <c>code</c>, <c>traceId</c> and <c>errors[]</c>.</summary>
internal static class Problems
{
    /// <summary>A problem with one sentence for people and a stable code for programs.</summary>
    public static ProblemHttpResult Answer(HttpContext context, int status, string code, string detail, IEnumerable<ProblemEntry>? errors = null)
        => TypedResults.Problem(Document(context, status, code, detail, errors));

    /// <summary>The same as a document, for places that write answers themselves.</summary>
    public static ProblemDetails Document(HttpContext context, int status, string code, string detail, IEnumerable<ProblemEntry>? errors = null)
    {
        var problem = new ProblemDetails { Status = status, Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        Complete(context, problem, code, errors);
        return problem;
    }

    /// <summary>Adds what every problem carries; a framework's own problem gets its code from the status.</summary>
    public static void Complete(HttpContext context, ProblemDetails problem, string? code = null, IEnumerable<ProblemEntry>? errors = null)
    {
        problem.Extensions["code"] = code ?? CodeOf(problem.Status ?? StatusCodes.Status500InternalServerError);
        Name(context, problem);
        problem.Extensions["errors"] = errors?.ToArray() ?? [];
    }

    /// <summary>Names the request as the audit trail does. Also after the framework has put a longer form of its own there.</summary>
    public static void Name(HttpContext context, ProblemDetails problem) => problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>How an operation that did not work is answered.</summary>
    public static ProblemHttpResult From(HttpContext context, OperationResult result) => result.Status switch
    {
        OperationStatus.Forbidden => Answer(context, StatusCodes.Status403Forbidden, "forbidden", result.Message),
        OperationStatus.NotFound => Answer(context, StatusCodes.Status404NotFound, "not-found", result.Message),
        OperationStatus.NotNow => Answer(context, StatusCodes.Status409Conflict, "not-now", result.Message),
        OperationStatus.Conflict => Answer(context, StatusCodes.Status412PreconditionFailed, "stale", result.Message),
        OperationStatus.Refused => Answer(context, StatusCodes.Status422UnprocessableEntity, "refused", result.Message, Entries(result.Problems)),
        OperationStatus.Unavailable => Answer(context, StatusCodes.Status503ServiceUnavailable, "storage", result.Message),
        _ => throw new ArgumentException($"{result.Status} is not a problem.", nameof(result)),
    };

    /// <summary>Broken rules as entries.</summary>
    public static IEnumerable<ProblemEntry> Entries(ValueArray<DefinitionProblem> problems)
        => problems.Select(problem => new ProblemEntry(problem.Pointer, problem.Code, problem.Message));

    /// <summary>The code of a problem that has none of its own.</summary>
    public static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "bad-request",
        StatusCodes.Status401Unauthorized => "unauthenticated",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "media-type",
        StatusCodes.Status429TooManyRequests => "too-many-attempts",
        _ => "failed",
    };
}
