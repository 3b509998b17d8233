using System.Net;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A virtual address of an instance.</summary>
internal sealed class VirtualAddressRow : OrderedRow
{
    public long VrrpInstanceId { get; set; }

    public required IPAddress Address { get; set; }

    public int PrefixLength { get; set; }

    public string? Interface { get; set; }

    public string? Label { get; set; }

    public bool Excluded { get; set; }

    public string? Scope { get; set; }

    public string? Broadcast { get; set; }

    public bool NoTrack { get; set; }
}
