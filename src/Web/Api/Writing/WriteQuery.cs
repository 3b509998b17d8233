using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Windows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KeepaliveConsole.Web.Api.Writing;

/// <summary>What every write of the definition takes beside its document.</summary>
/// <param name="DryRun">Only answer the plan. Default false.</param>
/// <param name="Comment">Why, one line of at most 1000 characters; kept with the revision. The header <c>Change-Comment</c> does the same.</param>
/// <param name="ConfirmWithinMs">Goes back unless confirmed within this time, 5,000 to 86,400,000 ms.</param>
/// <param name="Guards">What takes it back earlier: <c>two-masters</c>, <c>quorum-lost</c>, <c>servers-down:3</c>, <c>connection-lost</c>, separated by commas.</param>
/// <param name="IfMatch">ETag of what is changed.</param>
/// <param name="IfNoneMatch"><c>*</c> = it must not be there yet.</param>
/// <param name="ChangeComment">As <paramref name="Comment"/>.</param>
/// <param name="IdempotencyKey">The same request with the same key is carried out once.</param>
internal readonly record struct WriteQuery(
    [property: FromQuery(Name = "dryRun")] bool? DryRun,
    [property: FromQuery(Name = "comment")] string? Comment,
    [property: FromQuery(Name = "confirmWithinMs")] long? ConfirmWithinMs,
    [property: FromQuery(Name = "guards")] string? Guards,
    [property: FromHeader(Name = "If-Match")] string? IfMatch,
    [property: FromHeader(Name = "If-None-Match")] string? IfNoneMatch,
    [property: FromHeader(Name = "Change-Comment")] string? ChangeComment,
    [property: FromHeader(Name = IdempotencyKeys.Header)] string? IdempotencyKey)
{
    /// <summary>Longest comment: 1000 characters.</summary>
    public const int LongestComment = 1000;

    /// <summary>Shortest time to confirm: 5 s.</summary>
    public const long ShortestWindowMs = 5_000;

    /// <summary>Longest time to confirm: 24 h.</summary>
    public const long LongestWindowMs = 86_400_000;

    /// <summary>How the write is to be made.</summary>
    /// <param name="context">The request.</param>
    /// <param name="bad">What is wrong with it; null = nothing.</param>
    public WriteWish Wish(HttpContext context, out ProblemHttpResult? bad)
    {
        var errors = new List<ProblemEntry>();
        string? comment = OneLine(Comment ?? ChangeComment);
        if (comment?.Length > LongestComment) errors.Add(new("comment", "comment.long", $"A comment has at most {LongestComment} characters."));
        if (ConfirmWithinMs is < ShortestWindowMs or > LongestWindowMs)
            errors.Add(new("confirmWithinMs", "window.length", $"confirmWithinMs is {ShortestWindowMs} (5 s) to {LongestWindowMs} (24 h)."));
        var guards = WindowGuard.Read(Guards, out string? problem);
        if (problem is not null) errors.Add(new("guards", "window.guard", problem));
        else if (guards.Count > 0 && ConfirmWithinMs is null) errors.Add(new("guards", "window.guard", "Guards watch a change on trial; say with confirmWithinMs how long that is."));
        bad = errors.Count == 0 ? null : Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", errors[0].Message, errors);
        return new WriteWish
        {
            DryRun = DryRun ?? false,
            Comment = comment,
            ConfirmWithin = ConfirmWithinMs is { } length && bad is null ? TimeSpan.FromMilliseconds(length) : null,
            Guards = guards,
        };
    }

    /// <summary>A text on one line; null = it says nothing.</summary>
    public static string? OneLine(string? text) => string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
