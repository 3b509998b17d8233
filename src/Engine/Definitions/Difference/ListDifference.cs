namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>Compares two lists of named things.</summary>
internal static class ListDifference
{
    /// <summary>Adds a line per removed and added thing, lets <paramref name="compare"/> add lines for each kept one, and says when only the order changed.</summary>
    public static void Add<T>(ValueArray<T> before, ValueArray<T> after, string subject, Func<T, string> nameOf, Action<T, T> compare, DifferenceLines lines)
    {
        if (before == after) return;
        Dictionary<string, T> old = ByName(before, nameOf);
        Dictionary<string, T> now = ByName(after, nameOf);
        foreach (T item in before)
            if (!now.ContainsKey(nameOf(item))) lines.Remove($"{subject} {nameOf(item)}");
        foreach (T item in after)
        {
            if (old.TryGetValue(nameOf(item), out T? previous)) compare(previous, item);
            else lines.Add($"{subject} {nameOf(item)}");
        }

        IEnumerable<string> keptBefore = before.Select(nameOf).Where(now.ContainsKey);
        IEnumerable<string> keptAfter = after.Select(nameOf).Where(old.ContainsKey);
        if (!keptBefore.SequenceEqual(keptAfter)) lines.Reorder(subject, after.Select(nameOf));
    }

    // A definition with a duplicate name breaks a rule, but its difference must still be shown.
    private static Dictionary<string, T> ByName<T>(ValueArray<T> items, Func<T, string> nameOf)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (T item in items) byName.TryAdd(nameOf(item), item);
        return byName;
    }
}
