using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace KeepaliveConsole.Data;

/// <summary>
/// The place where a page ended: time and number of its last row. Rows that arrive while someone pages do not shift it. Opaque to callers.
/// </summary>
public static class PageCursor
{
    /// <summary>Largest page.</summary>
    public const int MaxLimit = 500;

    /// <summary>May <paramref name="cursor"/> be used? Check what came from outside; a query with anything else throws <see cref="ArgumentException"/>.</summary>
    public static bool IsValid(string? cursor) => cursor is null || TryRead(cursor, out _, out _);

    /// <summary>The time the page reached, UTC; rows before it are still to come.</summary>
    public static DateTimeOffset TimeOf(string cursor)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        return Read(cursor)!.Value.At;
    }

    internal static string Write(DateTimeOffset at, long id)
        => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{id}")));

    /// <summary>The place; null for the start.</summary>
    internal static (DateTimeOffset At, long Id)? Read(string? cursor)
    {
        if (cursor is null) return null;
        return TryRead(cursor, out DateTimeOffset at, out long id)
            ? (at, id)
            : throw new ArgumentException("The cursor is not one this list handed out; start again without it.", nameof(cursor));
    }

    /// <summary>1 to <see cref="MaxLimit"/>, whatever was asked for.</summary>
    internal static int Clamp(int limit) => Math.Clamp(limit, 1, MaxLimit);

    /// <summary>Cuts a list that was read with one row more than <paramref name="limit"/> and says where it goes on.</summary>
    internal static Page<T> Cut<T>(List<T> rows, int limit, Func<T, (DateTimeOffset At, long Id)> place)
    {
        if (rows.Count <= limit) return new Page<T>(rows, null);
        rows.RemoveRange(limit, rows.Count - limit);
        (DateTimeOffset at, long id) = place(rows[^1]);
        return new Page<T>(rows, Write(at, id));
    }

    private static bool TryRead(string cursor, out DateTimeOffset at, out long id)
    {
        at = default;
        id = 0;
        if (cursor.Length is 0 or > 128 || !Base64Url.IsValid(cursor)) return false;
        string[] parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out id)) return false;
        at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
