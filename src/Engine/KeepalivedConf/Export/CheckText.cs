using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes a check of a real server.</summary>
internal sealed class CheckText(CheckDefinition check, TimeSpan? shared, SharedCertificate certificate, ConfWriter text)
{
    private const string KeepalivedHeloName = "smtpchecker.keepalived.org";

    /// <summary>keepalived's delay_loop where none is written.</summary>
    public static TimeSpan UsualInterval { get; } = new TcpCheckDefinition().Interval;

    private TimeSpan InheritedInterval => shared ?? UsualInterval;

    public void Write()
    {
        if (check is AgentCheckDefinition agent)
        {
            text.Lost("", $"agent check{(agent.ConnectPort is { } port ? string.Create(CultureInfo.InvariantCulture, $" on port {port}") : "")} every {Seconds.Text(agent.Interval)}");
            return;
        }

        text.Open(Keyword());
        switch (check)
        {
            case HttpCheckDefinition http:
                HttpText.Write(http, certificate, text);
                break;
            case SmtpCheckDefinition smtp:
                if (smtp.HeloName != KeepalivedHeloName) text.Line("heloName", "helo_name", smtp.HeloName);
                break;
            case DnsCheckDefinition dns:
                if (dns.Type != DnsRecordType.SOA) text.Plain($"type {dns.Type}");
                if (dns.Name != ".") text.Line("name", "name", dns.Name);
                break;
            case UdpCheckDefinition udp:
                WriteUdp(udp);
                break;
            case ScriptCheckDefinition script:
                WriteScript(script);
                break;
            case FileCheckDefinition file:
                WriteFile(file);
                break;
        }

        // A file makes no rounds of its own, and neither a file nor a program connects to anything: what is set of that has no effect.
        if (check is not FileCheckDefinition) WriteRunning();
        if (check is not (FileCheckDefinition or ScriptCheckDefinition)) WriteConnecting();
        WriteOwn();
        text.Close();
    }

    private string Keyword() => check switch
    {
        TcpCheckDefinition => "TCP_CHECK",
        HttpCheckDefinition { Tls: null } => "HTTP_GET",
        HttpCheckDefinition => "SSL_GET",
        SmtpCheckDefinition => "SMTP_CHECK",
        DnsCheckDefinition => "DNS_CHECK",
        UdpCheckDefinition => "UDP_CHECK",
        PingCheckDefinition => "PING_CHECK",
        ScriptCheckDefinition => "MISC_CHECK",
        FileCheckDefinition => "FILE_CHECK",
        _ => throw new InvalidOperationException($"{check.GetType().Name} has no keyword."),
    };

    private void WriteUdp(UdpCheckDefinition udp)
    {
        if (udp.Payload is { } payload) text.Line("payload", "payload", Bytes(payload));
        if (udp.RequireReply) text.Line("reply", "require_reply", udp.Reply is { } reply ? Bytes(reply) : []);
        else text.LostIf(udp.Reply is not null, "reply", "a reply that is not required");
        text.Number("min_reply_length", udp.MinimumReplyLength, 0);
        text.Number("max_reply_length", udp.MaximumReplyLength, 255);

        static string[] Bytes(string hexadecimal) => hexadecimal.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }

    private void WriteScript(ScriptCheckDefinition script)
    {
        text.QuotedLine("command", "misc_path", script.Command);

        // keepalived would take the virtual server's delay_loop, not the check's own.
        TimeSpan? timeout = script.Timeout ?? (script.Interval == InheritedInterval ? null : script.Interval);
        if (timeout is { } longest) text.Time("timeout", "misc_timeout", longest, 0.001m, 4294);
        text.Flag(script.Dynamic, "misc_dynamic");
        if (script.User is { } user) text.Line("user", "user", UserWords.Of(user));
    }

    private void WriteFile(FileCheckDefinition file)
    {
        text.Line("trackFile", "track_file", file.TrackFile);
        if (file.Weight is { } weight) text.Plain(string.Create(CultureInfo.InvariantCulture, $"weight {weight}{(file.Reverse ? " reverse" : "")}"));
        else text.LostIf(file.Reverse, "reverse", "reversing the file's own weight");
    }

    private void WriteRunning()
    {
        int retries = check switch { DnsCheckDefinition => 3, ScriptCheckDefinition => 0, _ => 1 };
        text.Number("retry", check.Retries, retries);
        TimeSpan delay = check switch { DnsCheckDefinition => check.Interval, HttpCheckDefinition => TimeSpan.FromSeconds(3), _ => TimeSpan.FromSeconds(1) };
        if (check.RetryDelay != delay) text.Time("retryDelay", "delay_before_retry", check.RetryDelay, 0, 86400);
        if (check.Interval != InheritedInterval) text.Time("interval", "delay_loop", check.Interval, 0.001m, 86400);
        if (check.Warmup is { } warmup) text.Time("warmup", "warmup", warmup, 0, 86400);
        text.Flag(check.InitiallyDown, "alpha");
        text.Flag(check.LogAllFailures, "log_all_failures");
    }

    private void WriteConnecting()
    {
        if (check.ConnectTimeout != TimeSpan.FromSeconds(5)) text.Time("connectTimeout", "connect_timeout", check.ConnectTimeout, 0.001m, 4294);
        if (check.ConnectAddress is { } address) text.Plain($"connect_ip {address}");
        if (check.ConnectPort is { } port) text.Plain(string.Create(CultureInfo.InvariantCulture, $"connect_port {port}"));
        if (check.BindAddress is { } source) text.Plain($"bindto {source}");
        if (check.BindPort is { } sourcePort) text.Plain(string.Create(CultureInfo.InvariantCulture, $"bind_port {sourcePort}"));
        if (check.BindInterface is { } device) text.Line("bindInterface", "bind_if", device);
        if (check.FirewallMark is { } mark) text.Plain(string.Create(CultureInfo.InvariantCulture, $"fwmark {mark}"));
    }

    private void WriteOwn()
    {
        text.LostIf(check.Rise != 1, "rise", $"up again only after {check.Rise} passes in a row");
        if (check.FastInterval is { } fast) text.Lost("fastInterval", $"every {Seconds.Text(fast)} while the state is changing");
        if (check.ResponseTimeLimit is { } limit) text.Lost("responseTimeLimit", $"answers that take longer than {Seconds.Text(limit)} fail");
    }
}
