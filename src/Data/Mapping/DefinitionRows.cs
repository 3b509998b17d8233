using KeepaliveConsole.Data.Entities;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>All rows of one definition, each list in order.</summary>
internal sealed class DefinitionRows
{
    public List<NodeRow> Nodes { get; init; } = [];

    public List<VrrpInstanceRow> VrrpInstances { get; init; } = [];

    public List<SyncGroupRow> SyncGroups { get; init; } = [];

    public List<TrackScriptRow> TrackScripts { get; init; } = [];

    public List<TrackProcessRow> TrackProcesses { get; init; } = [];

    public List<TrackFileRow> TrackFiles { get; init; } = [];

    public List<VirtualServiceRow> VirtualServices { get; init; } = [];
}
