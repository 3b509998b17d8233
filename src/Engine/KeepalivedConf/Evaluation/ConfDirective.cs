using System.Text;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>A statement as it is meant: conditions decided, variables put in, includes brought in.</summary>
/// <param name="Keyword">Its first word.</param>
/// <param name="Arguments">The words behind.</param>
/// <param name="Children">What its block holds; null = it has no block.</param>
internal sealed record ConfDirective(ConfWord Keyword, IReadOnlyList<ConfWord> Arguments, IReadOnlyList<ConfDirective>? Children)
{
    /// <summary>Keyword and arguments, for blocks whose lines have no keyword.</summary>
    public IReadOnlyList<ConfWord> Words => [Keyword, .. Arguments];
}

/// <summary>One word with its place.</summary>
/// <param name="Text">Without quotes and escapes.</param>
/// <param name="Position">Where it was written.</param>
/// <param name="IsBroken">It names an unknown variable; that was reported, so nobody should complain about its value again.</param>
internal sealed record ConfWord(string Text, ConfPosition Position, bool IsBroken)
{
    /// <summary>Stand for # and ! that come from ${_HASH} and ${_BANG}, which are no comments. From a range without meaning in Unicode.</summary>
    public const char Hash = '\uE000';

    /// <inheritdoc cref="Hash"/>
    public const char Bang = '\uE001';

    /// <summary>Takes quotes and escapes off.</summary>
    public static string Unquote(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        bool isQuoted = false;
        for (int at = 0; at < raw.Length; at++)
        {
            char letter = raw[at];
            if (letter == '"') isQuoted = !isQuoted;
            else if (letter == '\\' && at + 1 < raw.Length) at = Escape(raw, at, isQuoted, text);
            else text.Append(letter switch { Hash => '#', Bang => '!', _ => letter });
        }

        return text.ToString();
    }

    // Only quotes, backslashes and comment signs lose their backslash; regular expressions and Windows paths keep theirs.
    private static int Escape(ReadOnlySpan<char> raw, int at, bool isQuoted, StringBuilder text)
    {
        char next = raw[at + 1];
        if (next is '"' or '\\' || (!isQuoted && next is '#' or '!' or '$')) text.Append(next);
        else text.Append('\\').Append(next);
        return at + 1;
    }
}
