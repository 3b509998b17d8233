namespace KeepaliveConsole.Data.Entities;

/// <summary>A script that instances track.</summary>
internal sealed class TrackScriptRow : OrderedRow
{
    public required string Name { get; set; }

    public required string Command { get; set; }

    public TimeSpan Interval { get; set; }

    public TimeSpan? Timeout { get; set; }

    public int Weight { get; set; }

    public int Rise { get; set; }

    public int Fall { get; set; }

    public bool Reverse { get; set; }

    public string? User { get; set; }

    public bool InitiallyFailing { get; set; }
}
