using System.Text;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>How a cell is coloured.</summary>
internal enum Tone
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>Green.</summary>
    Good,

    /// <summary>Yellow.</summary>
    Warning,

    /// <summary>Red.</summary>
    Bad,

    /// <summary>Bold.</summary>
    Heading,
}

/// <summary>Columns as wide as their widest cell, for terminals.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<(string Text, Tone Tone)[]> _rows = [];

    /// <summary>Adds a row; as many cells as there are headings.</summary>
    public void Add(params (string Text, Tone Tone)[] cells) => _rows.Add(cells);

    /// <summary>Writes it; nothing when there is no row.</summary>
    public void Write(TextWriter output, bool isColoured)
    {
        if (_rows.Count == 0) return;
        int[] widths = [.. headings.Select((heading, column) => Math.Max(heading.Length, _rows.Max(row => row[column].Text.Length)))];
        WriteRow([.. headings.Select(heading => (heading, Tone.Heading))], widths, output, isColoured);
        foreach ((string, Tone)[] row in _rows) WriteRow(row, widths, output, isColoured);
    }

    /// <summary>A text in its colour.</summary>
    public static string Paint(string text, Tone tone, bool isColoured)
    {
        string code = tone switch { Tone.Good => "32", Tone.Warning => "33", Tone.Bad => "31", Tone.Heading => "1", _ => "" };
        return isColoured && code.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
    }

    private static void WriteRow((string Text, Tone Tone)[] cells, int[] widths, TextWriter output, bool isColoured)
    {
        var line = new StringBuilder();
        for (int column = 0; column < cells.Length; column++)
        {
            if (column > 0) line.Append("  ");
            line.Append(Paint(cells[column].Text, cells[column].Tone, isColoured));
            if (column < cells.Length - 1) line.Append(' ', widths[column] - cells[column].Text.Length);
        }

        output.WriteLine(line.ToString());
    }
}
