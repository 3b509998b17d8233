using System.Text.RegularExpressions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>
/// Cuts text into tokens without losing a character. Takes any text: what is no language at all becomes words.
/// </summary>
internal sealed partial class ConfLexer
{
    private readonly ConfText _source;
    private readonly string _text;
    private readonly List<ConfToken> _tokens = [];
    private int _at;

    // Conditions, definitions and sequences are such only where a statement may begin.
    private bool _isStart = true;

    // The pattern of an include line may hold braces: {a,b}.conf.
    private bool _isInclude;

    private ConfLexer(ConfText source)
    {
        _source = source;
        _text = source.Text;
    }

    public static List<ConfToken> Read(ConfText source)
    {
        var lexer = new ConfLexer(source);
        while (lexer._at < lexer._text.Length) lexer.ReadToken();
        return lexer._tokens;
    }

    /// <summary>Is this the word that brings another file in?</summary>
    public static bool IsInclude(string word) => word is "include" or "includer" or "includem" or "includew" or "includeb" or "includea";

    private void ReadToken()
    {
        int start = _at;
        char first = _text[_at];
        if (IsNewLine(_at, out int length)) Add(ConfTokenKind.NewLine, start + length, isStart: true);
        else if (IsBlank(first)) Add(ConfTokenKind.Whitespace, EndOfBlanks(), _isStart);
        else if (first is '#' or '!') Add(ConfTokenKind.Comment, EndOfLine(_at), _isStart);
        else if (_isStart && first == '@' && _at + 1 < _text.Length && !IsBlank(_text[_at + 1]) && _text[_at + 1] is not ('\n' or '\r' or '{' or '}')) Add(ConfTokenKind.Condition, EndOfCondition(), isStart: true);
        else if (_isStart && SequenceStart().Match(_text, _at) is { Success: true } && EndOfSequence() is { } end) Add(ConfTokenKind.Sequence, end, isStart: true);
        else if (_isStart && DefinitionStart().Match(_text, _at) is { Success: true }) Add(ConfTokenKind.Definition, EndOfDefinition(), isStart: false);
        else if (first == '{' && !_isInclude) Add(ConfTokenKind.OpenBrace, start + 1, isStart: true);
        else if (first == '}' && !_isInclude) Add(ConfTokenKind.CloseBrace, start + 1, isStart: true);
        else ReadWord();
    }

    private void Add(ConfTokenKind kind, int end, bool isStart)
    {
        _tokens.Add(new ConfToken(kind, _source, _at, end - _at));
        _at = end;
        _isStart = isStart;
        if (kind == ConfTokenKind.NewLine) _isInclude = false;
    }

    private void ReadWord()
    {
        bool isFirst = _isStart;
        Add(ConfTokenKind.Word, EndOfWord(), isStart: false);
        if (isFirst && IsInclude(_tokens[^1].Text)) _isInclude = true;
    }

    private int EndOfWord()
    {
        int end = _at;
        while (end < _text.Length)
        {
            char letter = _text[end];
            if (letter == '"') end = EndOfQuote(_text, end, out _);
            else if (letter == '\\' && end + 1 < _text.Length && _text[end + 1] is not ('\n' or '\r')) end += 2;
            else if (letter == '$' && BracedName().Match(_text, end) is { Success: true } name) end += name.Length;
            else if (letter == '\n' || IsNewLine(end, out _) || IsBlank(letter) || letter is '#' or '!') break;
            else if (letter is '{' or '}' && !_isInclude) break;
            else end++;
        }

        // A token is never empty, so that reading always goes on.
        return Math.Max(end, _at + 1);
    }

    /// <summary>The offset behind the quote that opens at <paramref name="start"/>; a quote that never closes ends with its line.</summary>
    internal static int EndOfQuote(string text, int start, out bool isClosed)
    {
        int end = start + 1;
        isClosed = false;
        while (end < text.Length && text[end] is not ('\n' or '\r'))
        {
            if (text[end] == '\\' && end + 1 < text.Length && text[end + 1] is not ('\n' or '\r'))
            {
                end += 2;
                continue;
            }

            if (text[end++] != '"') continue;
            isClosed = true;
            break;
        }

        return end;
    }

    private bool IsNewLine(int offset, out int length)
    {
        length = _text[offset] == '\n' ? 1 : _text[offset] == '\r' && offset + 1 < _text.Length && _text[offset + 1] == '\n' ? 2 : 0;
        return length > 0;
    }

    // A carriage return alone is a blank; before a line feed it belongs to the end of the line.
    private static bool IsBlank(char letter) => letter is ' ' or '\t' or '\v' or '\f' or '\r';

    private int EndOfBlanks()
    {
        int end = _at;
        while (end < _text.Length && IsBlank(_text[end]) && !IsNewLine(end, out _)) end++;
        return end;
    }

    private int EndOfLine(int start)
    {
        int end = start;
        while (end < _text.Length && !IsNewLine(end, out _)) end++;
        return end;
    }

    private int EndOfCondition()
    {
        int end = _at;
        while (end < _text.Length && !IsBlank(_text[end]) && _text[end] is not ('\n' or '#' or '!' or '{' or '}')) end++;
        return end;
    }

    private int? EndOfSequence()
    {
        int depth = 0;
        for (int end = _at; end < _text.Length && _text[end] is not ('\n' or '\r'); end++)
        {
            if (_text[end] == '(') depth++;
            else if (_text[end] == ')' && --depth == 0) return end + 1;
        }

        return null;
    }

    // Goes on for as long as lines end in a backslash, comments left aside.
    private int EndOfDefinition()
    {
        int start = _at;
        while (true)
        {
            int end = EndOfLine(start);
            string line = ConfDefinition.WithoutComment(_text[start..end]);
            if (!line.EndsWith('\\') || end >= _text.Length) return end;
            IsNewLine(end, out int length);
            start = end + length;
            if (start >= _text.Length) return start;
        }
    }

    [GeneratedRegex(@"\G~(SEQx?|LST)\(")]
    private static partial Regex SequenceStart();

    [GeneratedRegex(@"\G\$[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex DefinitionStart();

    [GeneratedRegex(@"\G\$\{[A-Za-z_][^{}""\r\n]*\}")]
    private static partial Regex BracedName();
}
