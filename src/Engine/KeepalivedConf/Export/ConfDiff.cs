using System.Globalization;
using System.Text;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>The difference of two texts, line by line, in the unified form that <c>diff -u</c> and <c>patch</c> know.</summary>
public static class ConfDiff
{
    // With more changed lines than this the search would cost more than the answer is worth; all lines between the first and the last change count as changed.
    private const int MostChanges = 1000;

    /// <summary>The difference; empty when the texts are the same.</summary>
    /// <param name="before">The text as it was.</param>
    /// <param name="after">The text as it is to be.</param>
    /// <param name="beforeName">Its name in the heading.</param>
    /// <param name="afterName">The other's.</param>
    /// <param name="context">Unchanged lines shown around each change, 0 and up.</param>
    public static string Unified(string before, string after, string beforeName = "before", string afterName = "after", int context = 3)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        if (before == after) return "";
        string[] old = Lines(before);
        string[] now = Lines(after);
        var text = new StringBuilder().Append("--- ").Append(beforeName).Append("\n+++ ").Append(afterName).Append('\n');
        List<Edit> edits = Edits(old, now);
        int index = 0;
        while (true)
        {
            int first = edits.FindIndex(index, edit => edit.Kind != ' ');
            if (first < 0) return text.ToString();
            int last = first;
            for (int at = first; at < edits.Count && at <= last + (2 * context) + 1; at++)
                if (edits[at].Kind != ' ') last = at;
            index = Math.Min(last + context + 1, edits.Count);
            WriteHunk(edits, Math.Max(0, first - context), index, old, now, text);
        }
    }

    private static void WriteHunk(List<Edit> edits, int start, int end, string[] old, string[] now, StringBuilder text)
    {
        int removed = 0;
        int added = 0;
        for (int at = start; at < end; at++)
        {
            if (edits[at].Kind != '+') removed++;
            if (edits[at].Kind != '-') added++;
        }

        text.Append("@@ -").Append(Range(edits[start].Old, removed)).Append(" +").Append(Range(edits[start].New, added)).Append(" @@\n");
        for (int at = start; at < end; at++)
            text.Append(edits[at].Kind).Append(edits[at].Kind == '+' ? now[edits[at].New] : old[edits[at].Old]).Append('\n');
    }

    // An empty range is named by the line before it.
    private static string Range(int start, int count)
    {
        string first = (count == 0 ? start : start + 1).ToString(CultureInfo.InvariantCulture);
        return count == 1 ? first : string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }

    private static string[] Lines(string text)
    {
        if (text.Length == 0) return [];
        string[] lines = text.Split('\n');
        return text.EndsWith('\n') ? lines[..^1] : lines;
    }

    private static List<Edit> Edits(string[] old, string[] now)
    {
        int head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head]) head++;
        int tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        var edits = new List<Edit>(old.Length + now.Length);
        for (int at = 0; at < head; at++) edits.Add(new Edit(' ', at, at));
        edits.AddRange(Middle(old, now, head, old.Length - tail, now.Length - tail));
        for (int at = tail; at > 0; at--) edits.Add(new Edit(' ', old.Length - at, now.Length - at));
        return edits;
    }

    // E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986): the greedy form.
    private static List<Edit> Middle(string[] old, string[] now, int start, int oldEnd, int newEnd)
    {
        int oldCount = oldEnd - start;
        int newCount = newEnd - start;
        int most = Math.Min(oldCount + newCount, MostChanges);
        var reached = new List<int[]>();
        int[] furthest = new int[(2 * most) + 3];
        int middle = most + 1;
        for (int changes = 0; changes <= most; changes++)
        {
            for (int diagonal = -changes; diagonal <= changes; diagonal += 2)
            {
                int x = IsDown(furthest, middle, diagonal, changes) ? furthest[middle + diagonal + 1] : furthest[middle + diagonal - 1] + 1;
                int y = x - diagonal;
                while (x < oldCount && y < newCount && old[start + x] == now[start + y]) (x, y) = (x + 1, y + 1);
                furthest[middle + diagonal] = x;
                if (x < oldCount || y < newCount) continue;
                reached.Add(furthest[(middle - changes)..(middle + changes + 1)]);
                return Walk(reached, start, oldCount, newCount);
            }

            reached.Add(furthest[(middle - changes)..(middle + changes + 1)]);
        }

        return [.. Enumerable.Range(start, oldCount).Select(at => new Edit('-', at, start)), .. Enumerable.Range(start, newCount).Select(at => new Edit('+', oldEnd, at))];
    }

    private static bool IsDown(int[] furthest, int middle, int diagonal, int changes) =>
        diagonal == -changes || (diagonal != changes && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1]);

    // From the end back to the start, one change per round.
    private static List<Edit> Walk(List<int[]> reached, int start, int x, int y)
    {
        var edits = new List<Edit>();
        for (int changes = reached.Count - 1; changes > 0; changes--)
        {
            int diagonal = x - y;
            int[] before = reached[changes - 1];
            int middle = changes - 1;
            bool isDown = diagonal == -changes || (diagonal != changes && At(before, middle + diagonal - 1) < At(before, middle + diagonal + 1));
            int fromX = isDown ? At(before, middle + diagonal + 1) : At(before, middle + diagonal - 1);
            int fromY = fromX - (isDown ? diagonal + 1 : diagonal - 1);
            int changedX = isDown ? fromX : fromX + 1;
            int changedY = isDown ? fromY + 1 : fromY;
            while (x > changedX && y > changedY) edits.Add(new Edit(' ', start + --x, start + --y));
            edits.Add(isDown ? new Edit('+', start + fromX, start + fromY) : new Edit('-', start + fromX, start + fromY));
            (x, y) = (fromX, fromY);
        }

        while (x > 0 && y > 0) edits.Add(new Edit(' ', start + --x, start + --y));
        edits.Reverse();
        return edits;
    }

    private static int At(int[] values, int index) => index >= 0 && index < values.Length ? values[index] : -1;

    /// <summary>One line of the answer.</summary>
    /// <param name="Kind"><c>' '</c> kept, <c>'-'</c> removed, <c>'+'</c> added.</param>
    /// <param name="Old">Place in the text as it was, or where it would be.</param>
    /// <param name="New">Place in the other.</param>
    private readonly record struct Edit(char Kind, int Old, int New);
}
