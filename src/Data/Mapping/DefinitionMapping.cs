using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Rows ↔ the definition, without loss in either direction. The only code that knows both.</summary>
internal static class DefinitionMapping
{
    public static DefinitionRows ToRows(ClusterDefinition definition) => new()
    {
        Nodes = RowsOf(definition.Nodes, NodeMapping.ToRow),
        VrrpInstances = RowsOf(definition.VrrpInstances, VrrpMapping.ToRow),
        SyncGroups = RowsOf(definition.SyncGroups, ToRow),
        TrackScripts = RowsOf(definition.TrackScripts, TrackMapping.ToRow),
        TrackProcesses = RowsOf(definition.TrackProcesses, TrackMapping.ToRow),
        TrackFiles = RowsOf(definition.TrackFiles, TrackMapping.ToRow),
        VirtualServices = RowsOf(definition.VirtualServices, ServiceMapping.ToRow),
    };

    public static ClusterDefinition ToDefinition(DefinitionRows rows) => new()
    {
        Nodes = ItemsOf(rows.Nodes, NodeMapping.ToItem),
        VrrpInstances = ItemsOf(rows.VrrpInstances, VrrpMapping.ToItem),
        SyncGroups = ItemsOf(rows.SyncGroups, ToItem),
        TrackScripts = ItemsOf(rows.TrackScripts, TrackMapping.ToItem),
        TrackProcesses = ItemsOf(rows.TrackProcesses, TrackMapping.ToItem),
        TrackFiles = ItemsOf(rows.TrackFiles, TrackMapping.ToItem),
        VirtualServices = ItemsOf(rows.VirtualServices, ServiceMapping.ToItem),
    };

    public static SyncGroupRow ToRow(SyncGroupDefinition group) => new()
    {
        Name = group.Name,
        Members = RowsOf(group.Members, member => new SyncGroupMemberRow { Instance = member }),
        Tracks = RowsOf(group.Tracks, TrackMapping.ToSyncGroupRow),
        TrackingWeight = group.TrackingWeight,
        Alert = group.Alert,
        Notify = NotifyMapping.ToRows<SyncGroupNotifyRow>(group.Notify),
    };

    private static SyncGroupDefinition ToItem(SyncGroupRow row) => new()
    {
        Name = row.Name,
        Members = ItemsOf(row.Members, member => member.Instance),
        Tracks = ItemsOf(row.Tracks, TrackMapping.ToItem),
        TrackingWeight = row.TrackingWeight,
        Alert = row.Alert,
        Notify = NotifyMapping.ToItem(row.Notify),
    };
}
