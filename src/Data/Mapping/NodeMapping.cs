using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Data.Mapping.OrderedLists;

namespace KeepaliveConsole.Data.Mapping;

/// <summary>Nodes ↔ rows.</summary>
internal static class NodeMapping
{
    public static NodeRow ToRow(NodeDefinition node) => new()
    {
        Name = node.Name,
        RouterId = node.RouterId,
        ScriptUser = node.ScriptUser,
        ScriptSecurity = node.ScriptSecurity,
        StartupDelay = node.StartupDelay,
        NotifyFifos = RowsOf(node.NotifyFifos, ToRow<NotifyFifoRow>),
        ServiceNotifyFifos = RowsOf(node.ServiceNotifyFifos, ToRow<ServiceNotifyFifoRow>),
        BalancerFlushOnStart = node.LoadBalancer?.FlushOnStart,
        BalancerTcpTimeout = node.LoadBalancer?.TcpTimeout,
        BalancerTcpFinTimeout = node.LoadBalancer?.TcpFinTimeout,
        BalancerUdpTimeout = node.LoadBalancer?.UdpTimeout,
        BalancerOnStop = node.LoadBalancer?.OnStop,
        SyncDaemonInterface = node.LoadBalancer?.SyncDaemon?.Interface,
        SyncDaemonInstance = node.LoadBalancer?.SyncDaemon?.Instance,
        SyncDaemonSyncId = node.LoadBalancer?.SyncDaemon?.SyncId ?? 0,
        SyncDaemonMaximumLength = node.LoadBalancer?.SyncDaemon?.MaximumLength,
        SyncDaemonPort = node.LoadBalancer?.SyncDaemon?.Port,
        SyncDaemonTimeToLive = node.LoadBalancer?.SyncDaemon?.TimeToLive,
        SyncDaemonGroup = node.LoadBalancer?.SyncDaemon?.Group,
    };

    public static NodeDefinition ToItem(NodeRow row) => new()
    {
        Name = row.Name,
        RouterId = row.RouterId,
        ScriptUser = row.ScriptUser,
        ScriptSecurity = row.ScriptSecurity,
        StartupDelay = row.StartupDelay,
        NotifyFifos = ItemsOf(row.NotifyFifos, ToItem),
        ServiceNotifyFifos = ItemsOf(row.ServiceNotifyFifos, ToItem),
        LoadBalancer = LoadBalancer(row),
    };

    private static LoadBalancerDefinition? LoadBalancer(NodeRow row) => row.BalancerFlushOnStart is not { } flush
        ? null
        : new LoadBalancerDefinition
        {
            FlushOnStart = flush,
            TcpTimeout = row.BalancerTcpTimeout,
            TcpFinTimeout = row.BalancerTcpFinTimeout,
            UdpTimeout = row.BalancerUdpTimeout,
            OnStop = row.BalancerOnStop,
            SyncDaemon = SyncDaemon(row),
        };

    private static SyncDaemonDefinition? SyncDaemon(NodeRow row) => row.SyncDaemonInterface is not { } name
        ? null
        : new SyncDaemonDefinition
        {
            Interface = name,
            Instance = row.SyncDaemonInstance,
            SyncId = row.SyncDaemonSyncId,
            MaximumLength = row.SyncDaemonMaximumLength,
            Port = row.SyncDaemonPort,
            TimeToLive = row.SyncDaemonTimeToLive,
            Group = row.SyncDaemonGroup,
        };

    private static TRow ToRow<TRow>(NotifyFifoDefinition fifo)
        where TRow : FifoRow, new()
        => new() { Path = fifo.Path, Script = fifo.Script, User = fifo.User };

    private static NotifyFifoDefinition ToItem(FifoRow row) => new() { Path = row.Path, Script = row.Script, User = row.User };
}
