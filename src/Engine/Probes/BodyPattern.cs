using System.Text;
using System.Text.RegularExpressions;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// The regular expression of an HTTP check, with PCRE's options as .NET knows them. Run without backtracking where the
/// expression allows it, so that no body can make it slow; else under a time limit. Bytes are matched as they are
/// (one byte, one character) unless <c>utf</c> is given. Any thread.
/// </summary>
internal sealed class BodyPattern
{
    /// <summary>Longest an expression that must backtrack may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    private readonly BodyPatternDefinition _definition;
    private readonly Regex _regex;
    private readonly bool _isUtf8;
    private readonly bool _isFirstLine;

    private BodyPattern(BodyPatternDefinition definition, Regex regex)
    {
        _definition = definition;
        _regex = regex;
        _isUtf8 = definition.Options.Any(option => option is "utf" or "utf8");
        _isFirstLine = definition.Options.Contains("firstline");
    }

    /// <summary>Is it run without backtracking?</summary>
    public bool NeverBacktracks => _regex.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>Compiles it; null when it cannot be, and <paramref name="problem"/> then says why.</summary>
    public static BodyPattern? Of(BodyPatternDefinition definition, out string? problem)
    {
        var options = RegexOptions.CultureInvariant;
        string expression = definition.Expression;
        bool isUtf8 = false;
        foreach (string option in definition.Options)
        {
            switch (option)
            {
                case "caseless": options |= RegexOptions.IgnoreCase; break;
                case "multiline": options |= RegexOptions.Multiline; break;
                case "dotall": options |= RegexOptions.Singleline; break;
                case "extended": options |= RegexOptions.IgnorePatternWhitespace; break;
                case "no_auto_capture": options |= RegexOptions.ExplicitCapture; break;
                case "utf" or "utf8": isUtf8 = true; break;
                // Applied to what was found, or to the expression below.
                case "anchored" or "dollar_endonly" or "firstline": break;
                // These change how long a match is or how fast it is found, never where it begins.
                case "ungreedy" or "no_auto_possess" or "no_auto_possessify" or "no_start_optimize" or "no_dotstar_anchor" or "auto_callout" or "use_offset_limit": break;
                // Allowed or default in .NET.
                case "dupnames" or "ucp" or "never_utf" or "never_ucp" or "never_backslash_c": break;
                default:
                    problem = Sentence.Text($"option {option} of the regular expression is not supported; leave it out");
                    return null;
            }
        }

        if (definition.Options.Contains("dollar_endonly") && !options.HasFlag(RegexOptions.Multiline)) expression = DollarAtTheEndOnly(expression);
        expression = expression.Replace("(?P<", "(?<", StringComparison.Ordinal);
        // The body is matched byte by byte, so the expression's own characters beyond ASCII become their bytes, too.
        if (!isUtf8) expression = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(expression));
        if (definition.Options.Contains("anchored")) expression = $@"\G(?:{expression})";
        try
        {
            problem = null;
            return new BodyPattern(definition, Compile(expression, options));
        }
        catch (ArgumentException exception)
        {
            problem = Sentence.Text($"the regular expression is not valid: {exception.Message}");
            return null;
        }
    }

    /// <summary>Judges a body; null = as wanted, else what is wrong.</summary>
    public string? Judge(ReadOnlySpan<byte> body)
    {
        string text = (_isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(body);
        int from = Position(text, _definition.MinimumOffset);
        int before = _definition.MaximumOffset is { } most ? Position(text, most) : int.MaxValue;
        if (_isFirstLine && text.IndexOf('\n', Math.Min(from, text.Length)) is >= 0 and var line) before = Math.Min(before, line + 1);
        try
        {
            Match match = from <= text.Length ? _regex.Match(text, from) : Match.Empty;
            // The first match begins before all others, so one look is enough.
            bool found = match.Success && match.Index < before;
            return found != _definition.MustNotMatch ? null
                : _definition.MustNotMatch ? Sentence.Text($"body matches \"{_definition.Expression}\" at {match.Index}, and must not")
                : Sentence.Text($"body does not match \"{_definition.Expression}\"");
        }
        catch (RegexMatchTimeoutException)
        {
            return Sentence.Text($"matching \"{_definition.Expression}\" took longer than {TimeLimit.TotalSeconds:0} s; simplify it");
        }
    }

    private static Regex Compile(string expression, RegexOptions options)
    {
        try
        {
            return new Regex(expression, options | RegexOptions.NonBacktracking, TimeLimit);
        }
        catch (NotSupportedException)
        {
            // Backreferences, lookarounds, \G: these need backtracking.
            return new Regex(expression, options, TimeLimit);
        }
    }

    // Offsets are bytes; with utf a character may be several.
    private int Position(string text, int bytes)
    {
        if (!_isUtf8 || bytes <= 0) return Math.Max(bytes, 0);
        int at = 0;
        for (int used = 0; at < text.Length && used < bytes; at++)
            used += char.IsHighSurrogate(text[at]) ? 4 : char.IsLowSurrogate(text[at]) ? 0 : text[at] < 0x80 ? 1 : text[at] < 0x800 ? 2 : 3;
        return at < text.Length ? at : Math.Max(at, bytes);
    }

    private static string DollarAtTheEndOnly(string expression)
    {
        var text = new StringBuilder(expression.Length + 8);
        bool inClass = false;
        for (int i = 0; i < expression.Length; i++)
        {
            char letter = expression[i];
            if (letter == '\\' && i + 1 < expression.Length)
            {
                text.Append(letter).Append(expression[++i]);
                continue;
            }

            if (letter == '[') inClass = true;
            else if (letter == ']') inClass = false;
            if (letter == '$' && !inClass) text.Append(@"\z");
            else text.Append(letter);
        }

        return text.ToString();
    }
}
