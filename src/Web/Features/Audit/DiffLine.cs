namespace KeepaliveConsole.Web.Features.Audit;

/// <summary>What became of one line.</summary>
public enum LineChange
{
    /// <summary>On both sides.</summary>
    Same,

    /// <summary>Only before.</summary>
    Removed,

    /// <summary>Only after.</summary>
    Added,

    /// <summary>On both sides, but different.</summary>
    Changed,

    /// <summary>Stands for lines that are the same and not shown; the text says how many.</summary>
    Skipped,
}

/// <summary>One row of the two columns.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Before">Text on the left; null = nothing there.</param>
/// <param name="After">Text on the right; null = nothing there.</param>
public sealed record DiffLine(LineChange Change, string? Before, string? After);
