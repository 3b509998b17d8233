using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>What a write says it saw, so that nobody's change is overwritten unseen.</summary>
public sealed record Precondition
{
    private Precondition()
    {
    }

    /// <summary>Nothing is said; the write goes on whatever there is.</summary>
    public static Precondition None { get; } = new() { Asks = false };

    /// <summary>There must be one, whichever (<c>If-Match: *</c>).</summary>
    public static Precondition Present { get; } = new() { Asks = true, IsAny = true };

    /// <summary>There must be none yet (<c>If-None-Match: *</c>).</summary>
    public static Precondition Absent { get; } = new() { Asks = true, MustBeAbsent = true };

    /// <summary>Is anything asked?</summary>
    public bool Asks { get; private init; }

    /// <summary>Must there be none yet?</summary>
    public bool MustBeAbsent { get; private init; }

    /// <summary>Tags of which one must be that of what is there.</summary>
    public ValueArray<string> Tags { get; private init; }

    private bool IsAny { get; init; }

    /// <summary>One of these tags (hashes, without quotes) must be that of what is there. None at all = it never holds, which is what a weak tag means.</summary>
    public static Precondition OneOf(IEnumerable<string> tags) => new() { Asks = true, Tags = tags.ToValueArray() };

    /// <summary>Does it hold?</summary>
    /// <param name="tag">Tag of what is there; null = nothing is.</param>
    /// <param name="isAbsent">Is nothing there, or only what stands in for nothing?</param>
    public bool Holds(string? tag, bool isAbsent)
    {
        if (!Asks) return true;
        if (MustBeAbsent) return isAbsent;
        return tag is not null && (IsAny || Tags.Contains(tag));
    }
}
