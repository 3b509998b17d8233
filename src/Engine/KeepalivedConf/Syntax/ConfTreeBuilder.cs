namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>Nests tokens into statements and blocks. Keeps its own stack: a file of a million braces must not end the process.</summary>
internal sealed class ConfTreeBuilder(ConfText source)
{
    /// <summary>Deepest nesting that is read; keepalived's own language needs five.</summary>
    private const int MaximumDepth = 64;

    private readonly List<ConfToken> _tokens = ConfLexer.Read(source);
    private readonly List<ConfSyntaxProblem> _problems = [];
    private readonly Stack<Frame> _open = new();
    private List<ConfElement> _elements = [];
    private int _at;
    private int _ignoredDepth;

    public ConfSyntaxTree Build()
    {
        while (_at < _tokens.Count)
        {
            ConfToken token = _tokens[_at];
            if (token.IsTrivia) _elements.Add(Take());
            else if (token.Kind == ConfTokenKind.CloseBrace) ReadCloseBrace();
            else ReadStatement();
        }

        while (_open.Count > 0)
        {
            _problems.Add(new(_open.Peek().Open.Position, $"this {{ is never closed; add the missing }}"));
            EndBlock(null);
        }

        return new ConfSyntaxTree(source, _elements, _problems);
    }

    private ConfToken Take() => _tokens[_at++];

    private void ReadCloseBrace()
    {
        if (_ignoredDepth > 0)
        {
            _ignoredDepth--;
            _elements.Add(Take());
        }
        else if (_open.Count > 0)
        {
            EndBlock(Take());
        }
        else
        {
            _problems.Add(new(_tokens[_at].Position, $"this }} closes nothing; remove it or add the missing {{"));
            _elements.Add(Take());
        }
    }

    private void ReadStatement()
    {
        var parts = new List<ConfElement>();
        bool hasWord = false;
        bool endsHere = false;
        while (_at < _tokens.Count && !endsHere)
        {
            ConfToken token = _tokens[_at];
            switch (token.Kind)
            {
                case ConfTokenKind.OpenBrace:
                    BeginBlock(parts, hasWord);
                    return;
                case ConfTokenKind.Whitespace:
                    parts.Add(Take());
                    break;
                case ConfTokenKind.NewLine or ConfTokenKind.Comment:
                    if (hasWord && BraceFollows()) while (_tokens[_at].IsTrivia) parts.Add(Take());
                    else endsHere = true;
                    break;
                case ConfTokenKind.CloseBrace:
                    endsHere = true;
                    break;
                case ConfTokenKind.Definition:
                    parts.Add(Take());
                    endsHere = true;
                    break;
                default:
                    hasWord |= token.Kind == ConfTokenKind.Word;
                    CheckQuote(token);
                    parts.Add(Take());
                    break;
            }
        }

        _elements.Add(new ConfStatement(parts));
    }

    // A block may open on a later line than its keyword; an include never has one.
    private bool BraceFollows()
    {
        int ahead = _at;
        while (ahead < _tokens.Count && _tokens[ahead].IsTrivia) ahead++;
        return ahead < _tokens.Count && _tokens[ahead].Kind == ConfTokenKind.OpenBrace;
    }

    private void CheckQuote(ConfToken token)
    {
        string text = token.Text;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == '"') at = CheckQuote(token, text, at);
        }
    }

    private int CheckQuote(ConfToken token, string text, int at)
    {
        int end = ConfLexer.EndOfQuote(text, at, out bool isClosed);
        if (!isClosed) _problems.Add(new(token.Source.Locate(token.Start + at), $"this quote is never closed on its line; add the missing \""));
        return end - 1;
    }

    private void BeginBlock(List<ConfElement> parts, bool hasWord)
    {
        ConfToken open = Take();
        if (_open.Count >= MaximumDepth)
        {
            if (_ignoredDepth++ == 0) _problems.Add(new(open.Position, $"blocks are nested deeper than {MaximumDepth}; is a }} missing above?"));
            parts.Add(open);
            _elements.Add(new ConfStatement(parts));
            return;
        }

        if (!hasWord) _problems.Add(new(open.Position, $"this {{ has no keyword in front; add one or remove the braces"));
        _open.Push(new Frame(_elements, parts, open));
        _elements = [];
    }

    private void EndBlock(ConfToken? close)
    {
        Frame frame = _open.Pop();
        frame.Parts.Add(new ConfBlock(frame.Open, _elements, close));
        _elements = frame.Outer;
        _elements.Add(new ConfStatement(frame.Parts));
    }

    private sealed record Frame(List<ConfElement> Outer, List<ConfElement> Parts, ConfToken Open);
}
