using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A director.</summary>
internal sealed class NodeRow : OrderedRow
{
    public required string Name { get; set; }

    public string? RouterId { get; set; }

    public string? ScriptUser { get; set; }

    public bool ScriptSecurity { get; set; }

    public TimeSpan StartupDelay { get; set; }

    /// <summary>Null = the kernel's own settings; then the other columns of the load balancer mean nothing.</summary>
    public bool? BalancerFlushOnStart { get; set; }

    public TimeSpan? BalancerTcpTimeout { get; set; }

    public TimeSpan? BalancerTcpFinTimeout { get; set; }

    public TimeSpan? BalancerUdpTimeout { get; set; }

    public TableOnStop? BalancerOnStop { get; set; }

    /// <summary>Null = no connection synchronisation; then the other columns of it mean nothing.</summary>
    public string? SyncDaemonInterface { get; set; }

    public string? SyncDaemonInstance { get; set; }

    public int SyncDaemonSyncId { get; set; }

    public int? SyncDaemonMaximumLength { get; set; }

    public int? SyncDaemonPort { get; set; }

    public int? SyncDaemonTimeToLive { get; set; }

    public IPAddress? SyncDaemonGroup { get; set; }

    public bool InitialServerNotices { get; set; }

    /// <summary>Null = no mail is sent; then the other columns of it mean nothing.</summary>
    public string? MailServer { get; set; }

    public int MailPort { get; set; }

    public bool MailTls { get; set; }

    public string? MailUser { get; set; }

    public string? MailPassword { get; set; }

    public string? MailSender { get; set; }

    public TimeSpan MailTimeout { get; set; }

    public bool MailInstances { get; set; }

    public bool? MailServers { get; set; }

    public bool MailFaults { get; set; }

    public List<MailRecipientRow> MailRecipients { get; set; } = [];

    public List<NotifyFifoRow> NotifyFifos { get; set; } = [];

    public List<ServiceNotifyFifoRow> ServiceNotifyFifos { get; set; } = [];
}

/// <summary>A mail address that a node's mail goes to.</summary>
internal sealed class MailRecipientRow : OrderedRow
{
    public long NodeId { get; set; }

    public required string Address { get; set; }
}

/// <summary>A named pipe that gets a line for each change of state.</summary>
internal abstract class FifoRow : OrderedRow
{
    public long NodeId { get; set; }

    public string Path { get; set; } = "";

    public string? Script { get; set; }

    public string? User { get; set; }
}

/// <summary>A named pipe of a node for VRRP.</summary>
internal sealed class NotifyFifoRow : FifoRow;

/// <summary>A named pipe of a node for real servers and quorums.</summary>
internal sealed class ServiceNotifyFifoRow : FifoRow;
