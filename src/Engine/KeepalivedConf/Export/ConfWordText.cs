using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a value as one word, so that keepalived and the importer read the same value back.</summary>
internal static class ConfWordText
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:+=,%*()");

    /// <summary>The word; false when no way of writing means <paramref name="value"/>: it is empty, holds a control character, or the name of a built-in variable.</summary>
    /// <param name="value">What is meant.</param>
    /// <param name="quoted">Put it into quotes also where it could do without, as people write programs and expressions.</param>
    /// <param name="word">How it is written.</param>
    public static bool TryWrite(string value, bool quoted, [NotNullWhen(true)] out string? word)
    {
        word = null;
        if (value.Length == 0 || value.Contains("$_", StringComparison.Ordinal) || value.Contains("${_", StringComparison.Ordinal)) return false;
        foreach (char letter in value)
            if (char.IsControl(letter) || letter is ConfWord.Hash or ConfWord.Bang or '\u2028' or '\u2029') return false;
        word = !quoted && !value.AsSpan().ContainsAnyExcept(s_plain) ? value : Quote(value);
        return true;
    }

    // Both sides take a backslash before a quote or a backslash off again.
    private static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char letter in value)
        {
            if (letter is '"' or '\\') text.Append('\\');
            text.Append(letter);
        }

        return text.Append('"').ToString();
    }
}
