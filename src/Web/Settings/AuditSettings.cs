namespace KeepaliveConsole.Web.Settings;

/// <summary>The audit trail; section <c>Audit</c> of appsettings.json.</summary>
public sealed class AuditSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Audit";

    /// <summary>How long entries are kept, as <c>400.00:00:00</c>. Default 400 days, at least one day; 0 = for ever.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Where entries are forwarded to.</summary>
    public SyslogSettings Syslog { get; set; } = new();
}

/// <summary>How entries travel to a syslog server.</summary>
public enum SyslogProtocol
{
    /// <summary>RFC 5426: a datagram each. What gets lost on the way is lost.</summary>
    Udp,

    /// <summary>RFC 6587 with octet counting.</summary>
    Tcp,

    /// <summary>RFC 5425: as Tcp, encrypted; the server's certificate is checked.</summary>
    Tls,
}

/// <summary>Forwarding to syslog (RFC 5424); section <c>Audit:Syslog</c>.</summary>
public sealed class SyslogSettings
{
    /// <summary>Name or address of the server. Null or empty (the default) = nothing is forwarded.</summary>
    public string? Host { get; set; }

    /// <summary>Port, 1 to 65535. 0 (the default) = 514, or 6514 with Tls.</summary>
    public int Port { get; set; }

    /// <summary>Default Tcp.</summary>
    public SyslogProtocol Protocol { get; set; } = SyslogProtocol.Tcp;

    /// <summary>Facility, 0 to 23. Default 10 (authpriv); 13 is "log audit", 16 to 23 are local0 to local7.</summary>
    public int Facility { get; set; } = 10;

    /// <summary>APP-NAME, at most 48 printable ASCII characters. Default <c>keepalive-console</c>.</summary>
    public string AppName { get; set; } = "keepalive-console";

    /// <summary>Number after the <c>@</c> of the structured data's name. Default 32473, the one for examples (RFC 5612): set your own where it matters.</summary>
    public int EnterpriseNumber { get; set; } = 32473;

    /// <summary>With Tls: a PEM file with the authorities that may have signed the server's certificate. Null = those of the system.</summary>
    public string? CaFile { get; set; }
}
