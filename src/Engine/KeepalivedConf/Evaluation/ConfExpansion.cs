using System.Text.RegularExpressions;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>Finds references to variables in a piece of text and puts one level of values in.</summary>
internal static partial class ConfExpansion
{
    /// <summary>A reference that nothing is known about.</summary>
    public sealed record Unknown(string Name, int Offset, bool IsQuoted);

    /// <summary>The text with known references replaced; null when there was none. <paramref name="unknown"/> lists the others.</summary>
    public static ConfExpandedText? Expand(ConfText source, int start, int end, ConfScope scope, string file, out List<Unknown> unknown)
    {
        unknown = [];
        var builder = new ConfExpandedText.Builder();
        bool isChanged = false;
        int from = start;
        List<(int Start, int End)>? quotes = null;
        for (Match match = Reference().Match(source.Text, start, end - start); match.Success; match = match.NextMatch())
        {
            string name = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
            string? value = scope.Resolve(name, file);
            if (value is null)
            {
                quotes ??= Quotes(source.Text, start, end);
                unknown.Add(new Unknown(name, match.Index, quotes.Exists(quote => match.Index >= quote.Start && match.Index < quote.End)));
                continue;
            }

            isChanged = true;
            builder.AddLiteral(source, from, match.Index - from);
            builder.AddReplacement(value, source, match.Index);
            from = match.Index + match.Length;
        }

        if (!isChanged) return null;
        builder.AddLiteral(source, from, end - from);
        return builder.ToText();
    }

    private static List<(int Start, int End)> Quotes(string text, int start, int end)
    {
        var quotes = new List<(int Start, int End)>();
        for (int at = start; at < end; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '"')
            {
                int close = ConfLexer.EndOfQuote(text, at, out _);
                quotes.Add((at, close));
                at = close - 1;
            }
        }

        return quotes;
    }

    [GeneratedRegex(@"(?<!\\)\$(?:\{([A-Za-z_][^{}""\r\n]*)\}|([A-Za-z_][A-Za-z0-9_]*)(?=\s|\z))")]
    private static partial Regex Reference();
}
