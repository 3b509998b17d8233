namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Options of a regular expression, by keepalived's names, which are PCRE's.</summary>
internal static class PatternOptions
{
    /// <summary>Those that change what matches.</summary>
    private static readonly HashSet<string> s_effective = new(StringComparer.Ordinal)
    {
        "caseless", "multiline", "dotall", "extended", "no_auto_capture", "utf", "utf8", "anchored", "dollar_endonly", "firstline",
    };

    /// <summary>Those that only change how a match is found, or that are always so here.</summary>
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "ungreedy", "no_auto_possess", "no_auto_possessify", "no_start_optimize", "no_dotstar_anchor", "auto_callout", "use_offset_limit", "dupnames", "ucp", "never_utf", "never_ucp",
        "never_backslash_c",
    };

    /// <summary>Does <paramref name="option"/> change what matches?</summary>
    public static bool IsEffective(string option) => s_effective.Contains(option);

    /// <summary>May it be given?</summary>
    public static bool IsKnown(string option) => s_effective.Contains(option) || s_harmless.Contains(option);
}
