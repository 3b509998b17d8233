using System.Text.Encodings.Web;
using System.Text.Json;

namespace KeepaliveConsole.Web.Features.Audit;

/// <summary>Compares the state before and after a change, line by line. JSON is laid out first, so that one field is one line.</summary>
public static class BeforeAfter
{
    /// <summary>Unchanged lines shown around a change: 3.</summary>
    public const int Context = 3;

    // Lines that differ are aligned by a table of their product; past this many, aligning costs more than it tells.
    private const int MostAligned = 1500;

    // The page encodes what it shows, so the layout may keep letters of every language as they are.
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rows for two columns; empty when both sides are missing.</summary>
    public static IReadOnlyList<DiffLine> Compare(string? before, string? after)
    {
        return Fold(Pair(Rows(Lines(before), Lines(after))));
    }

    /// <summary>The lines of both sides in order, each the same, removed or added.</summary>
    internal static List<DiffLine> Rows(string[] left, string[] right)
    {
        int head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head]) head++;
        int tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)]) tail++;

        var rows = new List<DiffLine>(left.Length + right.Length);
        rows.AddRange(left.Take(head).Select(Same));
        Align(left.AsSpan(head, left.Length - head - tail), right.AsSpan(head, right.Length - head - tail), rows);
        rows.AddRange(left.Skip(left.Length - tail).Select(Same));
        return rows;
    }

    private static void Align(ReadOnlySpan<string> left, ReadOnlySpan<string> right, List<DiffLine> rows)
    {
        int[,]? common = left.Length <= MostAligned && right.Length <= MostAligned ? CommonSuffixes(left, right) : null;
        int l = 0, r = 0;
        while (l < left.Length || r < right.Length)
        {
            if (common is not null && l < left.Length && r < right.Length && left[l] == right[r])
            {
                rows.Add(Same(left[l]));
                l++;
                r++;
            }
            else if (l < left.Length && (r == right.Length || common is null || common[l + 1, r] >= common[l, r + 1]))
            {
                rows.Add(new DiffLine(LineChange.Removed, left[l++], null));
            }
            else
            {
                rows.Add(new DiffLine(LineChange.Added, null, right[r++]));
            }
        }
    }

    // common[l, r] = length of the longest common subsequence of left[l..] and right[r..].
    private static int[,] CommonSuffixes(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (int l = left.Length - 1; l >= 0; l--)
            for (int r = right.Length - 1; r >= 0; r--)
                common[l, r] = left[l] == right[r] ? common[l + 1, r + 1] + 1 : Math.Max(common[l + 1, r], common[l, r + 1]);
        return common;
    }

    // Lines that went and lines that came at the same place stand side by side.
    private static List<DiffLine> Pair(List<DiffLine> rows)
    {
        var paired = new List<DiffLine>(rows.Count);
        for (int i = 0; i < rows.Count;)
        {
            int removed = Run(rows, i, LineChange.Removed), added = Run(rows, i + removed, LineChange.Added);
            if (removed == 0)
            {
                paired.Add(rows[i++]);
                continue;
            }
            for (int n = 0; n < Math.Max(removed, added); n++)
            {
                string? before = n < removed ? rows[i + n].Before : null, after = n < added ? rows[i + removed + n].After : null;
                paired.Add(new DiffLine(after is null ? LineChange.Removed : before is null ? LineChange.Added : LineChange.Changed, before, after));
            }
            i += removed + added;
        }
        return paired;
    }

    private static int Run(List<DiffLine> rows, int from, LineChange change)
    {
        int end = from;
        while (end < rows.Count && rows[end].Change == change) end++;
        return end - from;
    }

    private static List<DiffLine> Fold(List<DiffLine> rows)
    {
        var folded = new List<DiffLine>(rows.Count);
        for (int i = 0; i < rows.Count;)
        {
            int end = i;
            while (end < rows.Count && rows[end].Change == LineChange.Same) end++;
            int keepBefore = i == 0 ? 0 : Context, keepAfter = end == rows.Count ? 0 : Context;
            int skipped = end - i - keepBefore - keepAfter;
            // One hidden line would need a line to say so; and when nothing changed, everything is worth showing.
            if (skipped > 1 && end - i < rows.Count)
            {
                folded.AddRange(rows.Skip(i).Take(keepBefore));
                folded.Add(new DiffLine(LineChange.Skipped, $"{skipped} unchanged lines", $"{skipped} unchanged lines"));
                folded.AddRange(rows.Skip(end - keepAfter).Take(keepAfter));
            }
            else
            {
                folded.AddRange(rows.Skip(i).Take(end - i));
            }
            if (end < rows.Count) folded.Add(rows[end]);
            i = end + 1;
        }
        return folded;
    }

    private static DiffLine Same(string line) => new(LineChange.Same, line, line);

    private static string[] Lines(string? text)
    {
        if (string.IsNullOrEmpty(text)) return [];
        string laidOut = text;
        if (text[0] is '{' or '[')
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                laidOut = JsonSerializer.Serialize(document.RootElement, s_indented);
            }
            catch (JsonException)
            {
                // Not JSON after all: shown as it is.
            }
        }
        return laidOut.ReplaceLineEndings("\n").Split('\n');
    }
}
