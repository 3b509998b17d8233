using System.Globalization;

namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>Spans of time as people read them: the two largest units, rounded down.</summary>
public static class Ages
{
    /// <summary><c>7 s</c>, <c>4 min 12 s</c>, <c>3 h 14 min</c>, <c>3 d 4 h</c>. Negative spans (clocks that differ) read <c>0 s</c>.</summary>
    public static string Text(TimeSpan age)
    {
        if (age < TimeSpan.Zero) age = TimeSpan.Zero;
        return age switch
        {
            { TotalSeconds: < 60 } => Invariant($"{age.Seconds} s"),
            { TotalMinutes: < 60 } => Invariant($"{age.Minutes} min {age.Seconds} s"),
            { TotalHours: < 24 } => Invariant($"{age.Hours} h {age.Minutes} min"),
            _ => Invariant($"{(int)age.TotalDays} d {age.Hours} h"),
        };
    }

    /// <summary>With a tenth below ten seconds, for freshness: <c>0.2 s</c>.</summary>
    public static string Precise(TimeSpan age) => age < TimeSpan.FromSeconds(10)
        ? Invariant($"{Math.Max(0, Math.Floor(age.TotalSeconds * 10) / 10):0.0} s")
        : Text(age);

    /// <summary>A latency: <c>1.2 ms</c>, <c>84 ms</c>, <c>3.0 s</c>.</summary>
    public static string Latency(TimeSpan duration) => duration.TotalMilliseconds switch
    {
        < 10 => Invariant($"{duration.TotalMilliseconds:0.0} ms"),
        < 1000 => Invariant($"{duration.TotalMilliseconds:0} ms"),
        _ => Invariant($"{duration.TotalSeconds:0.0} s"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
