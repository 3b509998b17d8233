namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>The members of checks, in the order their changes are listed: those of every kind, then each kind's own.</summary>
internal static class CheckFields
{
    private static readonly Field<CheckDefinition>[] s_every =
    [
        new("connect address", check => check.ConnectAddress),
        new("connect port", check => check.ConnectPort),
        new("connect timeout", check => check.ConnectTimeout),
        new("retries", check => check.Retries),
        new("retry delay", check => check.RetryDelay),
        new("interval", check => check.Interval),
        new("warmup", check => check.Warmup),
        new("rise", check => check.Rise),
        new("fast interval", check => check.FastInterval),
        new("response time limit", check => check.ResponseTimeLimit),
        new("initially down", check => check.InitiallyDown),
        new("log all failures", check => check.LogAllFailures),
        new("bind address", check => check.BindAddress),
        new("bind port", check => check.BindPort),
        new("bind interface", check => check.BindInterface),
        new("firewall mark", check => check.FirewallMark),
    ];

    private static readonly TlsDefinition s_plainTls = new();

    private static readonly Field<HttpCheckDefinition>[] s_http =
    [
        new("virtual host", http => http.VirtualHost),
        new("protocol", http => http.Protocol),
        new("fast recovery", http => http.FastRecovery),
        new("TLS", http => http.Tls is not null),
        new("send server name", http => Tls(http).SendServerName),
        new("server name", http => Tls(http).ServerName),
        new("verify certificate", http => Tls(http).VerifyCertificate),
        new("certificate warning", http => Tls(http).CertificateWarning),
        new("send close notify", http => Tls(http).SendCloseNotify),
        new("certificate file", http => Tls(http).CertificateFile),
        new("key file", http => Tls(http).KeyFile),
        new("urls", http => http.Urls),
    ];

    private static readonly Field<SmtpCheckDefinition>[] s_smtp = [new("HELO name", smtp => smtp.HeloName)];

    private static readonly Field<DnsCheckDefinition>[] s_dns = [new("type", dns => dns.Type), new("name", dns => dns.Name)];

    private static readonly Field<UdpCheckDefinition>[] s_udp =
    [
        new("payload", udp => udp.Payload),
        new("require reply", udp => udp.RequireReply),
        new("reply", udp => udp.Reply),
        new("minimum reply length", udp => udp.MinimumReplyLength),
        new("maximum reply length", udp => udp.MaximumReplyLength),
    ];

    private static readonly Field<ScriptCheckDefinition>[] s_script =
    [
        new("command", script => script.Command),
        new("timeout", script => script.Timeout),
        new("dynamic", script => script.Dynamic),
        new("user", script => script.User),
    ];

    private static readonly Field<FileCheckDefinition>[] s_file =
    [
        new("track file", file => file.TrackFile),
        new("weight", file => file.Weight),
        new("reverse", file => file.Reverse),
    ];

    private static readonly Field<AgentCheckDefinition>[] s_agent = [new("send", agent => agent.Send)];

    /// <summary>The word for its kind, such as <c>HTTP</c>.</summary>
    public static string Kind(CheckDefinition check) => check switch
    {
        HttpCheckDefinition { Tls: not null } => "HTTPS",
        HttpCheckDefinition => "HTTP",
        SmtpCheckDefinition => "SMTP",
        DnsCheckDefinition => "DNS",
        UdpCheckDefinition => "UDP",
        PingCheckDefinition => "ping",
        ScriptCheckDefinition => "script",
        FileCheckDefinition => "file",
        AgentCheckDefinition => "agent",
        _ => "TCP",
    };

    /// <summary>Adds a line for each member that differs; both are of one kind.</summary>
    public static void Add(string subject, CheckDefinition before, CheckDefinition after, DifferenceLines lines)
    {
        FieldTable.Add(s_every, subject, before, after, lines);
        _ = Add(s_http, subject, before, after, lines) || Add(s_smtp, subject, before, after, lines) || Add(s_dns, subject, before, after, lines)
            || Add(s_udp, subject, before, after, lines) || Add(s_script, subject, before, after, lines) || Add(s_file, subject, before, after, lines)
            || Add(s_agent, subject, before, after, lines);
    }

    // Without TLS as with its defaults: that it comes or goes is one line, not seven.
    private static TlsDefinition Tls(HttpCheckDefinition http) => http.Tls ?? s_plainTls;

    private static bool Add<T>(Field<T>[] fields, string subject, CheckDefinition before, CheckDefinition after, DifferenceLines lines)
        where T : CheckDefinition
    {
        if (before is not T old || after is not T now) return false;
        FieldTable.Add(fields, subject, old, now, lines);
        return true;
    }
}
