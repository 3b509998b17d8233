using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Lists with a meaningful order ↔ rows with an ordinal.</summary>
internal static class OrderedLists
{
    public static List<TRow> RowsOf<T, TRow>(ValueArray<T> items, Func<T, TRow> map)
        where TRow : OrderedRow
    {
        var rows = new List<TRow>(items.Count);
        foreach (T item in items)
        {
            TRow row = map(item);
            row.Ordinal = rows.Count;
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Sorts by ordinal first: a database hands out children in any order.</summary>
    public static ValueArray<T> ItemsOf<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> map)
        where TRow : OrderedRow
        => rows.OrderBy(row => row.Ordinal).Select(map).ToValueArray();
}
