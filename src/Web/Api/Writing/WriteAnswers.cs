using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api.Writing;

/// <summary>What became of a write, as an answer.</summary>
internal static class WriteAnswers
{
    /// <summary>The document of a write that was carried out (or planned); its ETag is that of the object afterwards.</summary>
    public static WriteDocument Done(HttpContext context, DefinitionOutcome outcome, bool dryRun, TimeProvider time)
    {
        if (outcome.Tag is { } tag && (!dryRun || outcome.Result.Status == OperationStatus.Unchanged)) EntityTags.Set(context, tag);
        OperationResult result = outcome.Result with { Problems = Local(outcome.Result.Problems, outcome.Place) };
        WindowDocument? window = outcome.Window is { } open ? WindowDocument.Of(open, open.EndsAt - time.GetUtcNow()) : null;
        return WriteDocument.From(result, dryRun) with { Plan = outcome.Plan, Window = window };
    }

    /// <summary>Did it go well?</summary>
    public static bool IsDone(DefinitionOutcome outcome) => outcome.Result.Status is OperationStatus.Done or OperationStatus.Unchanged;

    /// <summary>The problem of a write that was not carried out, a stale one aside.</summary>
    public static ProblemHttpResult Refused(HttpContext context, DefinitionOutcome outcome)
    {
        if (outcome is { Window: { } window, Result.Status: OperationStatus.NotNow })
        {
            ProblemHttpResult held = Problems.Answer(context, StatusCodes.Status409Conflict, "window.open", outcome.Result.Message);
            held.ProblemDetails.Extensions["window"] = WindowDocument.Of(window, TimeSpan.Zero) with { RemainingMs = null };
            return held;
        }

        return Problems.From(context, outcome.Result with { Problems = Local(outcome.Result.Problems, outcome.Place) });
    }

    /// <summary>The problem of a write that saw something else than what is there: with what is there now, and how it differs.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">What is there; null = nothing is.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="seen">What the client saw, where that is known; null = it is not.</param>
    /// <param name="sent">What it sent; null = nothing.</param>
    public static ProblemHttpResult Stale<T>(HttpContext context, T? current, string? tag, T? seen, T? sent)
        where T : class
    {
        if (tag is not null) EntityTags.Set(context, tag);
        ProblemHttpResult stale = Problems.Answer(context, StatusCodes.Status412PreconditionFailed, "stale", current is null
            ? "There is no such object (any more); create it with If-None-Match: *."
            : "Someone else changed it meanwhile, or it is there already. Compare with what is there now, and repeat your change on top of it.");
        IDictionary<string, object?> more = stale.ProblemDetails.Extensions;
        more["current"] = current;
        more["etag"] = tag is null ? null : $"\"{tag}\"";
        more["comparedWith"] = current is null ? null : seen is not null ? "seen" : sent is not null ? "sent" : null;
        more["fields"] = current is not null && (seen ?? sent) is { } other ? FieldDifference.Between(other, current) : (ValueArray<FieldChange>)[];
        return stale;
    }

    /// <summary>What the writer saw: from the headers; refused when it says nothing.</summary>
    public static Precondition? Seen(HttpContext context, out ProblemHttpResult? missing)
    {
        Precondition? seen = EntityTags.Seen(context);
        missing = seen is not null ? null : Problems.Answer(context, StatusCodes.Status428PreconditionRequired, "if-match.missing",
            "Say which definition you saw: send its ETag as If-Match, or If-None-Match: * when there is none yet.", [new("If-Match", "if-match.missing", "Send the ETag of what you change.")]);
        return seen;
    }

    // Rules speak of the whole definition; what they say of the object that was sent points into that.
    private static ValueArray<DefinitionProblem> Local(ValueArray<DefinitionProblem> problems, string place)
        => place.Length == 0 ? problems : problems.Select(problem => problem.Pointer.StartsWith(place + "/", StringComparison.Ordinal) ? problem with { Pointer = problem.Pointer[place.Length..] } : problem).ToValueArray();
}

/// <summary>A change on trial.</summary>
/// <param name="Open">Is there one?</param>
/// <param name="Revision">The revision on trial.</param>
/// <param name="BackTo">The revision whose content comes back.</param>
/// <param name="OpenedAt">When it was made, UTC.</param>
/// <param name="EndsAt">When it goes back, UTC.</param>
/// <param name="RemainingMs">Time left to confirm.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Comment">Why.</param>
/// <param name="Guards">What takes it back earlier.</param>
internal sealed record WindowDocument(bool Open, long? Revision, long? BackTo, DateTimeOffset? OpenedAt, DateTimeOffset? EndsAt, long? RemainingMs, string? Actor, string? Comment, IReadOnlyList<string> Guards)
{
    /// <summary>No change is on trial.</summary>
    public static WindowDocument None { get; } = new(false, null, null, null, null, null, null, null, []);

    /// <summary>Writes a window down.</summary>
    public static WindowDocument Of(CommitWindow window, TimeSpan left) => new(true, window.Revision, window.BackTo, window.OpenedAt, window.EndsAt,
        Math.Max(0, (long)left.TotalMilliseconds), window.Actor.Name, window.Comment, Operations.Windows.WindowTerms.Read(window.Guards).Guards);
}
