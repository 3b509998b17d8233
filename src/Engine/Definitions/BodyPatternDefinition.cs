namespace KeepaliveConsole.Engine.Definitions;

/// <summary>A regular expression the body must match (keepalived's <c>regex</c>).</summary>
public sealed record BodyPatternDefinition
{
    /// <summary>The expression. It is run without backtracking where it can be, and always within the check's time.</summary>
    public required string Expression { get; init; }

    /// <summary>The body must not match (keepalived's <c>regex_no_match</c>). Default false.</summary>
    public bool MustNotMatch { get; init; }

    /// <summary>keepalived's names of the options: <c>caseless multiline dotall extended anchored dollar_endonly firstline ungreedy utf …</c>.</summary>
    public ValueArray<string> Options { get; init; }

    /// <summary>A match must begin at this byte or later. Default 0.</summary>
    public int MinimumOffset { get; init; }

    /// <summary>A match must begin before this byte; null = anywhere.</summary>
    public int? MaximumOffset { get; init; }
}
