namespace KeepaliveConsole.Data;

/// <summary>Why the database is not open, for those who would use it meanwhile.</summary>
internal sealed class DatabaseState
{
    private volatile string? _closedBecause;

    /// <summary>One sentence; null = open, or nobody tried yet.</summary>
    public string? ClosedBecause
    {
        get => _closedBecause;
        set => _closedBecause = value;
    }
}
