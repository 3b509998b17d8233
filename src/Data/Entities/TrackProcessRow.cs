namespace KeepaliveConsole.Data.Entities;

/// <summary>A process that instances track.</summary>
internal sealed class TrackProcessRow : OrderedRow
{
    public required string Name { get; set; }

    public required string Process { get; set; }

    public int Weight { get; set; }

    public int Quorum { get; set; }

    public TimeSpan Delay { get; set; }
}
