using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>Which kind of check a row holds. Stored by name.</summary>
internal enum CheckKind
{
    Tcp,
    Http,
    Smtp,
    Dns,
    Udp,
    Ping,
    Script,
    File,
    Agent,
}

/// <summary>A check of a real server; columns of other kinds are null.</summary>
internal sealed class CheckRow : OrderedRow
{
    public long RealServerId { get; set; }

    public CheckKind Kind { get; set; }

    public IPAddress? ConnectAddress { get; set; }

    public int? ConnectPort { get; set; }

    public TimeSpan ConnectTimeout { get; set; }

    public int Retries { get; set; }

    public TimeSpan RetryDelay { get; set; }

    public TimeSpan Interval { get; set; }

    public TimeSpan? Warmup { get; set; }

    public int Rise { get; set; }

    public TimeSpan? FastInterval { get; set; }

    public TimeSpan? ResponseTimeLimit { get; set; }

    public bool InitiallyDown { get; set; }

    public bool LogAllFailures { get; set; }

    public IPAddress? BindAddress { get; set; }

    public int? BindPort { get; set; }

    public string? BindInterface { get; set; }

    public uint? FirewallMark { get; set; }

    public string? VirtualHost { get; set; }

    public HttpProtocol? HttpProtocol { get; set; }

    public bool? FastRecovery { get; set; }

    /// <summary>Null = no TLS; then the other columns of TLS mean nothing.</summary>
    public bool? TlsSendServerName { get; set; }

    public string? TlsServerName { get; set; }

    public bool? TlsVerifyCertificate { get; set; }

    public TimeSpan? TlsCertificateWarning { get; set; }

    public bool? TlsSendCloseNotify { get; set; }

    public string? TlsCertificateFile { get; set; }

    public string? TlsKeyFile { get; set; }

    public List<HttpUrlRow> Urls { get; set; } = [];

    public string? SmtpHeloName { get; set; }

    public DnsRecordType? DnsType { get; set; }

    public string? DnsName { get; set; }

    public string? UdpPayload { get; set; }

    public bool? UdpRequireReply { get; set; }

    public string? UdpReply { get; set; }

    public int? UdpMinimumReplyLength { get; set; }

    public int? UdpMaximumReplyLength { get; set; }

    public string? ScriptCommand { get; set; }

    public TimeSpan? ScriptTimeout { get; set; }

    public bool? ScriptDynamic { get; set; }

    public string? ScriptUser { get; set; }

    public string? TrackFile { get; set; }

    public int? TrackFileWeight { get; set; }

    public bool? TrackFileReverse { get; set; }

    public string? AgentSend { get; set; }
}
