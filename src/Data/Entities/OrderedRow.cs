namespace KeepaliveConsole.Data.Entities;

/// <summary>A row of a list whose order means something: adverts name addresses in order, and a file reads back as it was.</summary>
internal abstract class OrderedRow
{
    public long Id { get; set; }

    /// <summary>Place in the list of its parent, 0-based, without gaps.</summary>
    public int Ordinal { get; set; }
}
