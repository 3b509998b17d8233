using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>A tunnel ↔ three columns of which the kind says whether there is one.</summary>
internal static class TunnelMapping
{
    public static TunnelDefinition? ToItem(TunnelKind? kind, int? port, TunnelChecksum? checksum)
        => kind is { } known ? new TunnelDefinition { Kind = known, Port = port, Checksum = checksum ?? TunnelChecksum.None } : null;
}
