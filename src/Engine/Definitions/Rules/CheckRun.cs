using System.Text.RegularExpressions;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>One run of the rules over all checks: what they refer to, and what was found out once already.</summary>
/// <param name="trackFiles">Names of the track files.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class CheckRun(HashSet<string> trackFiles, ProblemList problems)
{
    // Thousands of checks share an expression, and each costs more to read than all other rules of a check.
    private readonly Dictionary<string, Sentence?> _patterns = new(StringComparer.Ordinal);

    public HashSet<string> TrackFiles { get; } = trackFiles;

    public ProblemList Problems { get; } = problems;

    /// <summary>Why <paramref name="expression"/> cannot be a regular expression; null = it can.</summary>
    public Sentence? WhyNoPattern(string expression)
    {
        if (!_patterns.TryGetValue(expression, out Sentence? reason)) _patterns[expression] = reason = Read(expression);
        return reason;
    }

    private static Sentence? Read(string expression)
    {
        if (expression.Length is 0 or > 4096) return $"it must have 1 to 4096 characters";
        try
        {
            // PCRE's older spelling of a named group.
            _ = new Regex(expression.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (RegexParseException error)
        {
            return $"{error.Error} at character {error.Offset}";
        }
    }
}
