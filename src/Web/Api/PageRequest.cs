using KeepaliveConsole.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>?limit=&amp;cursor=</c> of a list.</summary>
internal static class PageRequest
{
    /// <summary>Rows when nobody says: 50.</summary>
    public const int DefaultLimit = 50;

    /// <summary>What is wrong with them; null = nothing.</summary>
    public static ProblemHttpResult? Check(HttpContext context, int? limit, string? cursor) => Check(context, limit, PageCursor.IsValid(cursor));

    /// <summary>The same for lists whose cursors are of another form.</summary>
    public static ProblemHttpResult? Check(HttpContext context, int? limit, bool isCursorKnown)
    {
        var errors = new List<ProblemEntry>();
        if (limit is < 1 or > PageCursor.MaxLimit) errors.Add(new("limit", "limit.range", $"limit is 1 to {PageCursor.MaxLimit}."));
        if (!isCursorKnown) errors.Add(new("cursor", "cursor.unknown", "The cursor is not one this list handed out; start again without it."));
        return errors.Count == 0 ? null : Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", errors[0].Message, errors);
    }
}
