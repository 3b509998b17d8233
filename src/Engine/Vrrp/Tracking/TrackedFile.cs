
namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>The number in a tracked file, as keepalived reads it (C's strtol with base 0).</summary>
public static class TrackedFile
{
    /// <summary>Only so many characters at the start of the file are looked at.</summary>
    public const int MaximumLength = 128;

    /// <summary>What the file says; null = there is no file, or it cannot be read (<paramref name="problem"/> says why).</summary>
    public static TrackReading Read(string? text, string? problem)
    {
        if (text is null) return TrackReading.Number(0, problem ?? Sentence.Text($"there is no file, which counts as 0"));
        long value = Parse(text, out bool isNumber);
        return TrackReading.Number(value, isNumber ? Sentence.Text($"value {value}") : Sentence.Text($"the file does not begin with a number, which counts as 0"));
    }

    /// <summary>
    /// Blanks, a sign, then a decimal number, a hexadecimal one after 0x or an octal one after 0; whatever follows is ignored.
    /// No number is 0. A number beyond 32 bits is the nearest one within.
    /// </summary>
    public static long Parse(ReadOnlySpan<char> text, out bool isNumber)
    {
        ReadOnlySpan<char> rest = text.TrimStart(" \t\r\n\v\f");
        bool isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..]) rest = rest[1..];
        int numberBase = 10;
        if (rest is ['0', 'x' or 'X', var digit, ..] && Digit(digit) < 16)
        {
            numberBase = 16;
            rest = rest[2..];
        }
        else if (rest is ['0', ..])
        {
            numberBase = 8;
        }

        long value = 0;
        isNumber = false;
        foreach (char letter in rest)
        {
            int next = Digit(letter);
            if (next >= numberBase) break;
            isNumber = true;
            value = Math.Min((value * numberBase) + next, int.MaxValue + 1L);
        }

        return isNegative ? -value : Math.Min(value, int.MaxValue);
    }

    private static int Digit(char letter) => letter switch
    {
        >= '0' and <= '9' => letter - '0',
        >= 'a' and <= 'f' => letter - 'a' + 10,
        >= 'A' and <= 'F' => letter - 'A' + 10,
        _ => int.MaxValue,
    };
}
