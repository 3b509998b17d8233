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
        InitialServerNotices = node.InitialServerNotices,
        MailServer = node.Mail?.Server,
        MailPort = node.Mail?.Port ?? 0,
        MailTls = node.Mail?.Tls ?? false,
        MailUser = node.Mail?.User,
        MailPassword = node.Mail?.Password,
        MailSender = node.Mail?.Sender,
        MailTimeout = node.Mail?.Timeout ?? TimeSpan.Zero,
        MailInstances = node.Mail?.Instances ?? false,
        MailServers = node.Mail?.Servers,
        MailFaults = node.Mail?.Faults ?? false,
        MailRecipients = RowsOf(node.Mail?.Recipients ?? [], address => new MailRecipientRow { Address = address }),
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
        InitialServerNotices = row.InitialServerNotices,
        Mail = Mail(row),
    };

    private static MailDefinition? Mail(NodeRow row) => row.MailServer is not { } server
        ? null
        : new MailDefinition
        {
            Server = server,
            Port = row.MailPort,
            Tls = row.MailTls,
            User = row.MailUser,
            Password = row.MailPassword,
            Sender = row.MailSender,
            Timeout = row.MailTimeout,
            Instances = row.MailInstances,
            Servers = row.MailServers,
            Faults = row.MailFaults,
            Recipients = ItemsOf(row.MailRecipients, recipient => recipient.Address),
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
