namespace KeepaliveConsole.Engine.Hosting;

/// <summary>The patterns of include lines: glob(7) with braces. Text in, text out; it never looks at the disk.</summary>
internal static class ConfGlob
{
    /// <summary>Does the segment need matching, or is it a plain name?</summary>
    public static bool HasWildcard(string segment)
    {
        for (int i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '\\') i++;
            else if (segment[i] is '*' or '?' or '[') return true;
        }

        return false;
    }

    /// <summary>The name without its backslashes.</summary>
    public static string Unescape(string segment)
    {
        if (!segment.Contains('\\', StringComparison.Ordinal)) return segment;
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '\\' && i + 1 < segment.Length) i++;
            text.Append(segment[i]);
        }

        return text.ToString();
    }

    /// <summary><c>a{b,c{d,e}}</c> → <c>ab</c>, <c>acd</c>, <c>ace</c>. A brace without its partner stands for itself.</summary>
    public static IReadOnlyList<string> ExpandBraces(string pattern)
    {
        for (int open = 0; open < pattern.Length; open++)
        {
            if (pattern[open] == '\\') { open++; continue; }
            if (pattern[open] != '{') continue;
            if (!TrySplit(pattern, open, out int close, out List<string> choices)) break;
            IReadOnlyList<string> rest = ExpandBraces(pattern[(close + 1)..]);
            return [.. choices.SelectMany(ExpandBraces).SelectMany(choice => rest.Select(tail => pattern[..open] + choice + tail))];
        }

        return [pattern];
    }

    /// <summary>Does one name match one segment? A leading dot must be written out.</summary>
    public static bool Matches(string segment, string name)
    {
        if (name.StartsWith('.') && !segment.StartsWith('.')) return false;
        return Matches(segment.AsSpan(), name.AsSpan());
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Only the latest star can need another try, so this is at worst pattern × name steps.
        int p = 0, n = 0, star = -1, starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern, ref p, name[n]))
            {
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int p, char c)
    {
        int at = p;
        switch (pattern[at])
        {
            case '?':
                p++;
                return true;
            case '[' when TryReadSet(pattern, at, c, out int end, out bool contained):
                if (contained) p = end;
                return contained;
            case '\\' when at + 1 < pattern.Length:
                at++;
                break;
        }

        if (pattern[at] != c) return false;
        p = at + 1;
        return true;
    }

    private static bool TryReadSet(ReadOnlySpan<char> pattern, int open, char c, out int end, out bool contained)
    {
        int i = open + 1;
        bool negated = i < pattern.Length && (pattern[i] is '!' or '^');
        if (negated) i++;
        contained = false;
        for (int first = i; i < pattern.Length; i++)
        {
            if (pattern[i] == ']' && i > first)
            {
                end = i + 1;
                contained ^= negated;
                return true;
            }

            if (i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']')
            {
                contained |= c >= pattern[i] && c <= pattern[i + 2];
                i += 2;
            }
            else
            {
                contained |= c == pattern[i];
            }
        }

        end = 0;
        return false;
    }

    private static bool TrySplit(string pattern, int open, out int close, out List<string> choices)
    {
        choices = [];
        int depth = 0, start = open + 1;
        for (close = open; close < pattern.Length; close++)
        {
            switch (pattern[close])
            {
                case '\\':
                    close++;
                    break;
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    choices.Add(pattern[start..close]);
                    start = close + 1;
                    break;
                case '}' when --depth == 0:
                    choices.Add(pattern[start..close]);
                    return true;
            }
        }

        return false;
    }
}
