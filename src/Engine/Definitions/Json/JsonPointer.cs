using System.Text;

namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>The serializer's paths (<c>$.a[0]['b c']</c>) as JSON pointers (<c>/a/0/b c</c>, RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>The pointer; empty for the whole text or without a path.</summary>
    public static string OfPath(string? path)
    {
        if (path is null) return "";
        var pointer = new StringBuilder(path.Length);
        int at = path.StartsWith('$') ? 1 : 0;
        while (at < path.Length)
        {
            int end;
            if (path[at] == '.')
            {
                end = path.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var length ? at + 1 + length : path.Length;
                Append(pointer, path.AsSpan(at + 1, end - at - 1));
                at = end;
            }
            else if (path.AsSpan(at).StartsWith("['"))
            {
                end = path.IndexOf("']", at, StringComparison.Ordinal) is >= 0 and var close ? close : path.Length;
                Append(pointer, path.AsSpan(at + 2, end - at - 2));
                at = end + 2;
            }
            else
            {
                end = path.IndexOf(']', at) is >= 0 and var close ? close : path.Length;
                Append(pointer, path.AsSpan(at + 1, end - at - 1));
                at = end + 1;
            }
        }

        return pointer.ToString();
    }

    /// <summary>A member's name as a step of a pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static void Append(StringBuilder pointer, ReadOnlySpan<char> name) => pointer.Append('/').Append(Escape(name.ToString()));
}
