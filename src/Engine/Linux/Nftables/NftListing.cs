namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>A rule as the kernel lists it.</summary>
/// <param name="Comment">Its comment; null = none.</param>
/// <param name="Expressions">Its instructions: name and encoded attributes.</param>
internal sealed record NftListedRule(string? Comment, IReadOnlyList<(string Name, byte[] Data)> Expressions)
{
    /// <summary>Does it do what <paramref name="rule"/> does?</summary>
    public bool Is(NftRule rule)
    {
        if (Comment != rule.Comment || Expressions.Count != rule.Expressions.Length) return false;
        for (int i = 0; i < Expressions.Count; i++)
            if (!rule.Expressions[i].IsListedAs(Expressions[i].Name, Expressions[i].Data)) return false;
        return true;
    }
}

/// <summary>What the kernel lists of an element's counter.</summary>
/// <param name="Key">Key of the element.</param>
/// <param name="Packets">Packets so far.</param>
/// <param name="Bytes">Bytes so far.</param>
internal readonly record struct NftElementCount(byte[] Key, long Packets, long Bytes);

/// <summary>What the kernel says about our table, unjudged.</summary>
internal sealed class NftListing
{
    /// <summary>Flags of the table. Ours never has any; 1 = dormant, which switches it off as a whole.</summary>
    public uint Flags { get; set; }

    /// <summary>Every chain with its hook; null = an ordinary chain.</summary>
    public Dictionary<string, NftHook?> Chains { get; } = [];

    /// <summary>The rules of each chain.</summary>
    public Dictionary<string, List<NftListedRule>> Rules { get; } = [];

    /// <summary>Every map and set with its flags.</summary>
    public Dictionary<string, uint> Sets { get; } = [];

    /// <summary>Elements of the maps and sets that rules do not write to.</summary>
    public Dictionary<string, List<NftElement>> Elements { get; } = [];
}
