using System.Globalization;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Times as people type them: <c>500ms</c>, <c>60s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class DurationText
{
    /// <summary>How it is written, for messages.</summary>
    public const string Form = "a number and its unit, such as 500ms, 60s, 5m, 2h or 1d, more than 0 and at most 366d";

    /// <summary>Reads one; false = it is none.</summary>
    public static bool TryRead(string? text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (text is null) return false;
        int letters = text.AsSpan().IndexOfAnyInRange('a', 'z');
        if (letters <= 0 || !decimal.TryParse(text.AsSpan(0, letters), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)) return false;
        long unit = text[letters..] switch { "ms" => 1, "s" => 1000, "m" => 60_000, "h" => 3_600_000, "d" => 86_400_000, _ => 0 };
        if (unit == 0 || number > 366L * 86_400_000 / unit) return false;
        time = TimeSpan.FromMilliseconds((long)(number * unit));
        return time > TimeSpan.Zero;
    }
}
