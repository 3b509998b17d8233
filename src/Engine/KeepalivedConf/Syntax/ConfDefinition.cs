namespace KeepaliveConsole.Engine.KeepalivedConf.Syntax;

/// <summary>A variable as the file defines it.</summary>
/// <param name="Name">Without the dollar.</param>
/// <param name="Value">Its text, several lines where the file continues them; comments left out.</param>
internal sealed record ConfDefinition(string Name, string Value)
{
    /// <summary>Reads the token of kind <see cref="ConfTokenKind.Definition"/>.</summary>
    public static ConfDefinition Read(ConfToken token)
    {
        string text = token.Text;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string[] lines = text[(equals + 1)..].Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = WithoutComment(lines[index].TrimEnd('\r'));
            lines[index] = line.EndsWith('\\') ? line[..^1] : line;
        }

        return new ConfDefinition(text[1..equals], string.Join('\n', lines).Trim(' ', '\t', '\n'));
    }

    /// <summary>The line without its comment and without blanks at the end.</summary>
    public static string WithoutComment(string line)
    {
        for (int at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"':
                    at = ConfLexer.EndOfQuote(line, at, out _) - 1;
                    break;
                case '\\':
                    at++;
                    break;
                case '#' or '!':
                    return line[..at].TrimEnd();
            }
        }

        return line.TrimEnd();
    }
}
