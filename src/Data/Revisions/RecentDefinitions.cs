namespace KeepaliveConsole.Data.Revisions;

/// <summary>The last definitions that were read or saved, by number and content: whoever asks again gets the same object.</summary>
internal sealed class RecentDefinitions
{
    /// <summary>How many are kept; they share what they have in common.</summary>
    public const int Capacity = 16;

    /// <summary>Most characters of JSON that one search may read: 4 Mi.</summary>
    public const long MostCharacters = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<StoredDefinition> _kept = [];

    /// <summary>The definition of revision <paramref name="number"/> with content <paramref name="hash"/> (null = any); null = not kept.</summary>
    public StoredDefinition? Find(long number, string? hash)
    {
        lock (_gate) return _kept.Find(each => each.Revision == number && (hash is null || each.ContentHash == hash));
    }

    /// <summary>Keeps it; one of the same number, else the oldest, makes room.</summary>
    public void Add(StoredDefinition stored)
    {
        lock (_gate)
        {
            _kept.RemoveAll(each => each.Revision == stored.Revision);
            _kept.Add(stored);
            if (_kept.Count > Capacity) _kept.Remove(_kept.MinBy(each => each.Revision)!);
        }
    }
}
