using System.Globalization;

namespace KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

/// <summary>What <c>~SEQ</c>, <c>~SEQx</c> and <c>~LST</c> stand for: names and, for each round, their values.</summary>
internal sealed record ConfSequence(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Rounds)
{
    /// <summary>More rounds than any sensible file has.</summary>
    public const int MaximumRounds = 65536;

    /// <summary>Reads the text of the token; null with <paramref name="problem"/> set when it makes no sense.</summary>
    public static ConfSequence? Read(string text, out Sentence? problem)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        List<string> parts = Split(text[(open + 1)..^1]);
        return text[..open] == "~LST" ? ReadList(parts, out problem) : ReadNumbers(parts, text[..open] == "~SEQx", out problem);
    }

    private static ConfSequence? ReadNumbers(List<string> parts, bool isHexadecimal, out Sentence? problem)
    {
        problem = null;
        var numbers = new List<long>();
        foreach (string part in parts.Skip(1))
        {
            if (TryNumber(part, out long number)) numbers.Add(number);
            else problem = $"{part} is not a whole number; write ~SEQ(NAME, START, STEP, END)";
        }

        if (parts.Count is < 2 or > 4) problem = $"it needs a name and one to three numbers: ~SEQ(NAME, START, STEP, END)";
        if (problem is not null) return null;
        long end = numbers[^1];
        long start = numbers.Count > 1 ? numbers[0] : end > 0 ? 1 : -1;
        long step = numbers.Count == 3 ? numbers[1] : end >= start ? 1 : -1;
        if (step == 0 || (end - start) / step is < 0 or >= MaximumRounds)
        {
            problem = $"from {start} in steps of {step} it never reaches {end}, or only after more than {MaximumRounds} rounds; correct start, step or end";
            return null;
        }

        var rounds = new List<IReadOnlyList<string>>();
        for (long value = start; step > 0 ? value <= end : value >= end; value += step)
            rounds.Add([isHexadecimal ? (value < 0 ? "-" : "") + Math.Abs(value).ToString("x", CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture)]);
        return new ConfSequence([parts[0]], rounds);
    }

    private static ConfSequence? ReadList(List<string> parts, out Sentence? problem)
    {
        problem = null;
        if (parts.Count < 2)
        {
            problem = $"it needs a name and at least one value: ~LST(NAME, VALUE, ...)";
            return null;
        }

        List<List<string>> groups = parts.ConvertAll(Group);
        if (groups.Exists(group => group.Count != groups[0].Count))
        {
            problem = $"every group must have {groups[0].Count} values, as many as there are names";
            return null;
        }

        return new ConfSequence(groups[0], [.. groups.Skip(1)]);
    }

    private static List<string> Group(string part) => part.Length >= 2 && part[0] == '{' && part[^1] == '}' ? Split(part[1..^1]) : [part];

    // At commas, but not at those inside braces.
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && depth == 0))
            {
                parts.Add(text[start..at].Trim());
                start = at + 1;
            }
            else if (text[at] == '{')
            {
                depth++;
            }
            else if (text[at] == '}')
            {
                depth--;
            }
        }

        return parts;
    }

    private static bool TryNumber(string text, out long number)
    {
        bool isNegative = text.StartsWith('-');
        string digits = isNegative ? text[1..] : text;
        bool isRead = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? int.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        number = isNegative ? -(long)value : value;
        return isRead;
    }
}
