namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Heights of the list in CSS pixels, as the browser says them.</summary>
/// <param name="Row">A row. 36 where there is room, more on a phone.</param>
/// <param name="Head">The heading of a group with the gap under the group.</param>
public readonly record struct ListHeights(int Row, int Head)
{
    /// <summary>Until the browser has said its own.</summary>
    public static ListHeights Default { get; } = new(36, 54);
}

/// <summary>A group of which rows are drawn.</summary>
/// <param name="Group">The group.</param>
/// <param name="RowsAbove">Rows of shown groups before it.</param>
/// <param name="HeadsAbove">Shown groups before it.</param>
/// <param name="First">First of its rows to draw.</param>
/// <param name="Count">How many.</param>
public readonly record struct DrawnGroup(BoardGroup Group, int RowsAbove, int HeadsAbove, int First, int Count)
{
    /// <summary>Rows of the group, the line that says "no real server" included.</summary>
    public int Lines => ServerWindow.LinesOf(Group);
}

/// <summary>What part of the list stands in the page: what the browser shows and as much again on both sides, so that scrolling meets rows.</summary>
public sealed class ServerWindow
{
    private int[] _linesAbove = [0];
    private IReadOnlyList<BoardGroup> _groups = [];
    private int _layout = -1;

    /// <summary>Place of the list's top edge in the browser, 0 and up, in pixels.</summary>
    public int Top { get; private set; }

    /// <summary>Visible height in pixels; 900 until the browser has said its own.</summary>
    public int Height { get; private set; } = 900;

    /// <summary>Heights of its parts.</summary>
    public ListHeights Heights { get; private set; } = ListHeights.Default;

    /// <summary>Rows of all groups.</summary>
    public int Lines => _linesAbove[^1];

    /// <summary>Lines a group takes: its rows, or one line that says that there are none.</summary>
    public static int LinesOf(BoardGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Math.Max(1, group.Shown.Count);
    }

    /// <summary>Takes the groups of a board; costs something only after its layout changed.</summary>
    public void Take(ServerBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        if (board.Layout == _layout) return;
        _layout = board.Layout;
        _groups = board.Groups;
        _linesAbove = new int[_groups.Count + 1];
        for (int i = 0; i < _groups.Count; i++) _linesAbove[i + 1] = _linesAbove[i] + LinesOf(_groups[i]);
    }

    /// <summary>What the browser shows now. Values that no browser can mean are ignored.</summary>
    public void Look(int top, int height, ListHeights heights)
    {
        if (top < 0 || height is < 0 or > 10_000 || heights.Row is < 20 or > 400 || heights.Head is < 20 or > 400) return;
        (Top, Height, Heights) = (top, Math.Max(height, heights.Row), heights);
    }

    /// <summary>The groups to draw, in order.</summary>
    public IEnumerable<DrawnGroup> Drawn()
    {
        int from = Math.Max(0, Top - Height), to = Top + (2 * Height);
        for (int i = FirstAt(from); i < _groups.Count && TopOf(i) < to; i++)
        {
            int rows = _groups[i].Shown.Count, begin = TopOf(i) + Heights.Head;
            int first = Math.Clamp((from - begin) / Heights.Row, 0, rows);
            int end = Math.Clamp(((to - begin) / Heights.Row) + 1, first, rows);
            yield return new DrawnGroup(_groups[i], _linesAbove[i], i, first, end - first);
        }
    }

    private int TopOf(int group) => (_linesAbove[group] * Heights.Row) + (group * Heights.Head);

    // The group that the place lies in.
    private int FirstAt(int place)
    {
        int low = 0, high = _groups.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (TopOf(middle + 1) <= place) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
