using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// Splits a program line into its words as keepalived does, without a shell: words are parted by blanks, '…' keeps everything
/// as it is, "…" keeps blanks, a backslash keeps the next character. Nothing is expanded: no $, *, ~, &gt; or |.
/// </summary>
internal static class CommandLine
{
    /// <summary>The words; null when a quote is not closed or there is no word, and <paramref name="problem"/> then says so.</summary>
    public static string[]? Split(string line, out string? problem)
    {
        List<string> words = [];
        var word = new StringBuilder();
        bool inWord = false;
        char quote = '\0';
        for (int at = 0; at < line.Length; at++)
        {
            char letter = line[at];
            if (quote == '\0' && letter is ' ' or '\t' or '\n' or '\r')
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }

            inWord = true;
            if (letter == quote) quote = '\0';
            else if (quote == '\0' && letter is '"' or '\'') quote = letter;
            else if (letter == '\\' && quote != '\'' && at + 1 < line.Length) word.Append(line[++at]);
            else word.Append(letter);
        }

        if (inWord) words.Add(word.ToString());
        problem = quote != '\0' ? $"the quote {quote} in '{line}' is not closed" : words.Count == 0 ? "it names no program" : null;
        return problem is null ? [.. words] : null;
    }
}
