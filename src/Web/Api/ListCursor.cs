using System.Buffers.Text;
using System.Globalization;
using System.Text;
using KeepaliveConsole.Data;
using KeepaliveConsole.Engine;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>
/// Where a page of a list of definitions ended: place and key of its last object. When that object has gone meanwhile, the list goes on from its place.
/// Opaque to callers.
/// </summary>
internal static class ListCursor
{
    private const int Longest = 2048;

    /// <summary>What is wrong with <c>?limit=&amp;cursor=</c>; null = nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">Most objects, 1 to 500; null = 500.</param>
    /// <param name="cursor">Where to go on; null = at the start.</param>
    /// <param name="from">The last object of the page before; place −1 = there was none.</param>
    public static ProblemHttpResult? Check(HttpContext context, int? limit, string? cursor, out (int Place, string Key) from)
    {
        from = (-1, "");
        return PageRequest.Check(context, limit, isCursorKnown: cursor is null || TryRead(cursor, out from));
    }

    /// <summary>The page after <paramref name="from"/>.</summary>
    public static Page<T> Cut<T>(ValueArray<T> items, Func<T, string> keyOf, (int Place, string Key) from, int limit)
    {
        int first = 0;
        if (from.Place >= 0)
        {
            int last = from.Place < items.Count && keyOf(items[from.Place]) == from.Key ? from.Place : items.ToList().FindIndex(item => keyOf(item) == from.Key);
            first = last < 0 ? Math.Min(from.Place, items.Count) : last + 1;
        }

        int end = Math.Min(items.Count, first + limit);
        T[] page = [.. items.Skip(first).Take(end - first)];
        return new Page<T>(page, end < items.Count ? Write(end - 1, keyOf(items[end - 1])) : null);
    }

    private static string Write(int place, string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place}.{key}")));

    private static bool TryRead(string cursor, out (int Place, string Key) from)
    {
        from = (-1, "");
        if (cursor.Length is 0 or > Longest || !Base64Url.IsValid(cursor)) return false;
        string text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out int place)) return false;
        from = (place, text[(dot + 1)..]);
        return true;
    }
}
