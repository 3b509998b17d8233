using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;
using KeepaliveConsole.Engine.KeepalivedConf.Syntax;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>Reads values out of directives. What is wrong is reported where it stands; the caller gets null and goes on.</summary>
internal sealed class ConfReader(ConfFindings findings)
{
    public ConfFindings Findings { get; } = findings;

    /// <summary>The argument at <paramref name="index"/>; null when it is missing (reported) or broken (reported before).</summary>
    public ConfWord? Word(ConfDirective directive, int index = 0)
    {
        if (index >= directive.Arguments.Count)
        {
            Findings.Error(directive.Keyword.Position, $"{directive.Keyword.Text} needs a value");
            return null;
        }

        ConfWord word = directive.Arguments[index];
        return word.IsBroken ? null : word;
    }

    /// <summary>Reports arguments that nothing reads, from <paramref name="first"/> on.</summary>
    public void NoMore(ConfDirective directive, int first)
    {
        foreach (ConfWord word in directive.Arguments.Skip(first))
            if (!word.IsBroken) Findings.NotUnderstood(word.Position, word.Text);
    }

    public string? Text(ConfDirective directive)
    {
        ConfWord? word = Word(directive);
        NoMore(directive, 1);
        if (word is { Text.Length: 0 }) Findings.Error(word.Position, $"{directive.Keyword.Text} is empty; give it a value");
        return word is { Text.Length: > 0 } ? word.Text : null;
    }

    public long? Integer(ConfDirective directive, long minimum, long maximum)
    {
        ConfWord? word = Word(directive);
        NoMore(directive, 1);
        return word is null ? null : Integer(word, Sentence.Verbatim(directive.Keyword.Text), minimum, maximum);
    }

    public long? Integer(ConfWord word, Sentence what, long minimum, long maximum)
    {
        if (word.IsBroken) return null;
        if (!long.TryParse(word.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            Findings.Error(word.Position, $"{what} must be a whole number, not \"{word.Text}\"");
        else if (number < minimum || number > maximum)
            Findings.Error(word.Position, $"{what} must be {minimum} to {maximum}, not {word.Text}");
        else
            return number;
        return null;
    }

    /// <summary>A time in seconds with decimals.</summary>
    public TimeSpan? Seconds(ConfDirective directive, decimal minimum, decimal maximum)
    {
        ConfWord? word = Word(directive);
        NoMore(directive, 1);
        if (word is null) return null;
        if (!decimal.TryParse(word.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            Findings.Error(word.Position, $"{directive.Keyword.Text} must be a number of seconds, not \"{word.Text}\"");
        else if (number < minimum || number > maximum)
            Findings.Error(word.Position, $"{directive.Keyword.Text} must be {minimum} to {maximum} seconds, not {word.Text}");
        else
            return new TimeSpan((long)decimal.Round(number * TimeSpan.TicksPerSecond));
        return null;
    }

    public IPAddress? Address(ConfWord word, Sentence what)
    {
        if (word.IsBroken) return null;
        if (AddressText.TryParse(word.Text, out IPAddress? address)) return address;
        Findings.Error(word.Position, $"{what} must be an IP address, not \"{word.Text}\"");
        return null;
    }

    public IPAddress? Address(ConfDirective directive)
    {
        ConfWord? word = Word(directive);
        NoMore(directive, 1);
        return word is null ? null : Address(word, Sentence.Verbatim(directive.Keyword.Text));
    }

    /// <summary>on, true, yes or nothing; off, false, no.</summary>
    public bool Flag(ConfDirective directive)
    {
        NoMore(directive, 1);
        if (directive.Arguments.Count == 0 || directive.Arguments[0].IsBroken) return true;
        switch (directive.Arguments[0].Text)
        {
            case "on" or "true" or "yes":
                return true;
            case "off" or "false" or "no":
                return false;
            default:
                Findings.Error(directive.Arguments[0].Position, $"{directive.Keyword.Text} takes on or off, not \"{directive.Arguments[0].Text}\"");
                return true;
        }
    }

    /// <summary>The value that a word stands for; an unknown word is an error that lists the known ones.</summary>
    public T? Choice<T>(ConfDirective directive, IReadOnlyDictionary<string, T> known)
        where T : struct
    {
        ConfWord? word = Word(directive);
        if (word is null) return null;
        if (known.TryGetValue(word.Text, out T value)) return value;
        Findings.Error(word.Position, $"{directive.Keyword.Text} must be {string.Join(", ", known.Keys)}, not \"{word.Text}\"");
        return null;
    }

    /// <summary>The lines of a block whose lines have no keyword, such as addresses.</summary>
    public IReadOnlyList<ConfDirective> Lines(ConfDirective directive)
    {
        foreach (ConfDirective line in directive.Children!)
            if (line.Children is not null) Findings.NotUnderstood(line.Keyword.Position, line.Keyword.Text);
        return [.. directive.Children.Where(line => line.Children is null)];
    }

    public void Error(ConfPosition position, Sentence message) => Findings.Error(position, message);
}
