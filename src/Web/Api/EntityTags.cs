using KeepaliveConsole.Web.Operations.Editing;
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

    /// <summary>What a write says it saw: from If-Match, or from <c>If-None-Match: *</c> that there is nothing; null = it does not say.</summary>
    public static Precondition? Seen(HttpContext context)
    {
        if (Parse(context.Request.Headers.IfNoneMatch).Any(tag => tag.Equals(EntityTagHeaderValue.Any))) return Precondition.Absent;
        if (StringValues.IsNullOrEmpty(context.Request.Headers.IfMatch)) return null;
        IList<EntityTagHeaderValue> seen = Parse(context.Request.Headers.IfMatch);
        if (seen.Any(tag => tag.Equals(EntityTagHeaderValue.Any))) return Precondition.Present;
        // Strong comparison: a weak tag never matches (RFC 9110 §13.1.1), and neither does what is no tag at all.
        return Precondition.OneOf(seen.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value!.Trim('"')));
    }

    private static IList<EntityTagHeaderValue> Parse(StringValues header)
        => EntityTagHeaderValue.TryParseList(header, out IList<EntityTagHeaderValue>? tags) ? tags : [];
}
