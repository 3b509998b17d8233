using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace KeepaliveConsole.Web.Api;

/// <summary>Strong ETags of the definition: reads carry its hash, a write says which one it saw.</summary>
internal static class EntityTags
{
    /// <summary>Puts the hash of the definition into the answer.</summary>
    public static void Set(HttpContext context, string hash) => context.Response.Headers.ETag = $"\"{hash}\"";

    /// <summary>Does the client already have what <paramref name="hash"/> names (If-None-Match)?</summary>
    public static bool IsKnown(HttpContext context, string hash)
    {
        foreach (EntityTagHeaderValue tag in Parse(context.Request.Headers.IfNoneMatch))
            if (tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Value == $"\"{hash}\"") return true;
        return false;
    }

    /// <summary>Which hash a write saw: from If-Match, or from <c>If-None-Match: *</c> the one of nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">Hash in force.</param>
    /// <param name="nothing">Hash of an empty store.</param>
    /// <param name="expected">The hash it saw; meaningful when null is returned.</param>
    /// <returns>The refusal: 428 when it does not say, 412 when it saw something else; null = go on.</returns>
    public static ProblemHttpResult? Refuse(HttpContext context, string current, string nothing, out string? expected)
    {
        expected = null;
        if (Parse(context.Request.Headers.IfNoneMatch).Any(tag => tag.Equals(EntityTagHeaderValue.Any)))
        {
            expected = nothing;
        }
        else
        {
            IList<EntityTagHeaderValue> seen = Parse(context.Request.Headers.IfMatch);
            if (seen.Count == 0)
                return Problems.Answer(context, StatusCodes.Status428PreconditionRequired, "if-match.missing",
                    "Say which definition you saw: send its ETag as If-Match, or If-None-Match: * when there is none yet.");
            // Strong comparison: a weak tag never matches (RFC 9110 §13.1.1).
            bool matches = seen.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Value == $"\"{current}\""));
            if (matches) expected = current;
        }

        if (expected == current) return null;
        Set(context, current);
        return Problems.Answer(context, StatusCodes.Status412PreconditionFailed, "stale", "Someone else changed it meanwhile. Read it again and repeat your change.");
    }

    private static IList<EntityTagHeaderValue> Parse(StringValues header)
        => EntityTagHeaderValue.TryParseList(header, out IList<EntityTagHeaderValue>? tags) ? tags : [];
}
