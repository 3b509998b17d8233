namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>The form of a path into JSON: <c>$</c>, then <c>.name</c>, <c>['name']</c> or <c>[0]</c> as often as needed.</summary>
internal static class JsonPathText
{
    public static bool IsValid(string path)
    {
        if (!path.StartsWith('$')) return false;
        int at = 1;
        while (at < path.Length)
        {
            int end = path[at] switch
            {
                '.' => EndOfName(path, at + 1),
                '[' => EndOfBracket(path, at + 1),
                _ => -1,
            };
            if (end < 0) return false;
            at = end;
        }

        return true;
    }

    private static int EndOfName(string path, int start)
    {
        int end = start;
        while (end < path.Length && path[end] is not ('.' or '[' or ']' or '\'' or '"') && !char.IsWhiteSpace(path[end]) && !char.IsControl(path[end])) end++;
        return end > start ? end : -1;
    }

    private static int EndOfBracket(string path, int start)
    {
        int end;
        if (start < path.Length && path[start] is '\'' or '"')
        {
            int quote = path.IndexOf(path[start], start + 1);
            end = quote > start + 1 ? quote + 1 : -1;
        }
        else
        {
            end = start;
            while (end < path.Length && char.IsAsciiDigit(path[end])) end++;
            if (end == start || end - start > 9) end = -1;
        }

        return end > 0 && end < path.Length && path[end] == ']' ? end + 1 : -1;
    }
}
