namespace KeepaliveConsole.Data.Entities;

/// <summary>A file that instances track.</summary>
internal sealed class TrackFileRow : OrderedRow
{
    public required string Name { get; set; }

    public required string Path { get; set; }

    public int Weight { get; set; }

    public bool Reverse { get; set; }

    public int? InitialValue { get; set; }

    public bool OverwriteInitialValue { get; set; }
}
