namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>Text to be read, that knows where each of its characters was written.</summary>
internal abstract class ConfText(string text)
{
    public string Text { get; } = text;

    /// <summary>Where the character at <paramref name="offset"/> was written; the text's length is allowed and means its end.</summary>
    public abstract ConfPosition Locate(int offset);
}

/// <summary>The text of a file.</summary>
internal sealed class ConfFileText : ConfText
{
    private readonly List<int> _lineStarts = [0];

    public ConfFileText(string path, string text)
        : base(text)
    {
        Path = path;
        for (int offset = 0; offset < text.Length; offset++)
            if (text[offset] == '\n') _lineStarts.Add(offset + 1);
    }

    public string Path { get; }

    public override ConfPosition Locate(int offset)
    {
        int line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new ConfPosition(Path, line + 1, offset - _lineStarts[line] + 1);
    }
}

/// <summary>
/// Text after a variable was put in. What the file itself says keeps its own places; what a variable brought has the place
/// where the variable was used, because that is where the reader of a message will look.
/// </summary>
internal sealed class ConfExpandedText : ConfText
{
    private readonly List<Segment> _segments;

    private ConfExpandedText(string text, List<Segment> segments)
        : base(text) => _segments = segments;

    public override ConfPosition Locate(int offset)
    {
        int index = _segments.FindLastIndex(segment => segment.Start <= offset);
        Segment found = _segments[Math.Max(index, 0)];
        return found.Source.Locate(found.IsLiteral ? found.SourceOffset + (offset - found.Start) : found.SourceOffset);
    }

    private readonly record struct Segment(int Start, ConfText Source, int SourceOffset, bool IsLiteral);

    /// <summary>Puts a text together piece by piece.</summary>
    public sealed class Builder
    {
        private readonly System.Text.StringBuilder _text = new();
        private readonly List<Segment> _segments = [];

        /// <summary>A piece as it stands in <paramref name="source"/>.</summary>
        public void AddLiteral(ConfText source, int start, int length)
        {
            if (length == 0 && _segments.Count > 0) return;
            _segments.Add(new Segment(_text.Length, source, start, true));
            _text.Append(source.Text, start, length);
        }

        /// <summary>A piece that stands for what is written at <paramref name="start"/> of <paramref name="source"/>.</summary>
        public void AddReplacement(string replacement, ConfText source, int start)
        {
            _segments.Add(new Segment(_text.Length, source, start, false));
            _text.Append(replacement);
        }

        public ConfExpandedText ToText() => new(_text.ToString(), _segments);
    }
}
