using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Evaluation;

namespace KeepaliveConsole.Engine.KeepalivedConf.Import;

/// <summary>The keywords of each kind of check.</summary>
internal static class CheckBlock
{
    /// <summary>Each kind by its keyword, with what it starts from and the keywords in it.</summary>
    public static IReadOnlyList<(string Name, Func<CheckDefinition> Create, KeywordTable<CheckDraft> Table)> Kinds { get; } =
    [
        ("TCP_CHECK", () => new TcpCheckDefinition(), Tcp()),
        ("HTTP_GET", () => new HttpCheckDefinition(), Http(secure: false)),
        ("SSL_GET", () => new HttpCheckDefinition { Tls = new TlsDefinition() }, Http(secure: true)),
        ("SMTP_CHECK", () => new SmtpCheckDefinition { HeloName = KeepalivedHeloName }, Smtp()),
        ("DNS_CHECK", () => new DnsCheckDefinition(), Dns()),
        ("UDP_CHECK", () => new UdpCheckDefinition(), Udp()),
        ("PING_CHECK", () => new PingCheckDefinition(), Connecting()),
        ("MISC_CHECK", () => new ScriptCheckDefinition { Command = "" }, Misc()),
        ("FILE_CHECK", () => new FileCheckDefinition { TrackFile = "" }, File()),
    ];

    /// <summary>The keywords of <c>host</c> in <c>SMTP_CHECK</c>.</summary>
    public static KeywordTable<CheckDraft> SmtpHost { get; } = Connecting();

    private const string KeepalivedHeloName = "smtpchecker.keepalived.org";

    private static readonly Dictionary<string, DnsRecordType> s_types = Enum.GetValues<DnsRecordType>().ToDictionary(type => type.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<string, HttpProtocol> s_protocols = new(StringComparer.Ordinal)
    {
        ["1.0"] = HttpProtocol.Http10,
        ["1.0C"] = HttpProtocol.Http10Close,
        ["1.0c"] = HttpProtocol.Http10Close,
        ["1.1"] = HttpProtocol.Http11,
    };

    /// <summary>What every check has that is run by a timer.</summary>
    private static KeywordTable<CheckDraft> Running()
    {
        var table = new KeywordTable<CheckDraft> { { "log_all_failures", (draft, line, reader) => draft.LogAllFailures = reader.Flag(line) } };
        CheckSettings.AddTo(table, draft => draft, fewestRetries: 0);
        return table;
    }

    /// <summary>What every check has that sends something.</summary>
    private static KeywordTable<CheckDraft> Connecting()
    {
        KeywordTable<CheckDraft> table = Running();
        CheckSettings.AddConnectTimeoutTo(table, draft => draft);
        table.Add("connect_ip", (draft, line, reader) => draft.Definition = draft.Definition with { ConnectAddress = reader.Address(line) });
        table.Add("connect_port", (draft, line, reader) => draft.Definition = draft.Definition with { ConnectPort = (int?)reader.Integer(line, 1, 65535) });
        table.Add("bindto", (draft, line, reader) => draft.Definition = draft.Definition with { BindAddress = reader.Address(line) });
        table.Add("bind_port", (draft, line, reader) => draft.Definition = draft.Definition with { BindPort = (int?)reader.Integer(line, 1, 65535) });
        table.Add("bind_if", (draft, line, reader) => draft.Definition = draft.Definition with { BindInterface = reader.Text(line) });
        table.Add("fwmark", (draft, line, reader) => draft.Definition = draft.Definition with { FirewallMark = (uint?)reader.Integer(line, 1, uint.MaxValue) });
        return table;
    }

    private static KeywordTable<CheckDraft> Tcp()
    {
        KeywordTable<CheckDraft> table = Connecting();
        table.Add("nb_get_retry", (draft, line, reader) =>
        {
            reader.Findings.Note(line.Keyword.Position, $"keepalived knows nb_get_retry only in HTTP_GET and SSL_GET; here it is read as retry");
            draft.Retries = (int?)reader.Integer(line, 0, int.MaxValue);
        });
        return table;
    }

    private static KeywordTable<CheckDraft> Http(bool secure)
    {
        KeywordTable<CheckDraft> table = Connecting();
        table.Add("nb_get_retry", (draft, line, reader) =>
        {
            reader.Findings.Note(line.Keyword.Position, $"nb_get_retry is the old name of retry");
            draft.Retries = (int?)reader.Integer(line, 0, int.MaxValue);
        });
        table.Add("virtualhost", (draft, line, reader) => draft.VirtualHost = reader.Text(line));
        table.Add("http_protocol", (draft, line, reader) =>
        {
            reader.NoMore(line, 1);
            if (reader.Choice(line, s_protocols) is { } protocol) draft.Set<HttpCheckDefinition>(http => http with { Protocol = protocol });
        });
        table.Add("fast_recovery", (draft, line, reader) =>
        {
            bool on = reader.Flag(line);
            draft.Set<HttpCheckDefinition>(http => http with { FastRecovery = on });
        });
        table.AddBlock("url", (draft, block, reader) => UrlBlock.Read(draft, block, secure ? UrlBlock.Secure : UrlBlock.Plain, reader));
        if (!secure)
        {
            table.AddNoEffect($"HTTP_GET has no TLS; SSL_GET does", "enable_sni", "sni_name");
            return table;
        }

        table.Add("enable_sni", (draft, line, reader) =>
        {
            bool on = reader.Flag(line);
            SetTls(draft, tls => tls with { SendServerName = on });
        });
        table.Add("sni_name", (draft, line, reader) =>
        {
            string? name = reader.Text(line);
            SetTls(draft, tls => tls with { ServerName = name });
        });
        table.Add("tls_compliant", (draft, line, reader) =>
        {
            bool on = reader.Flag(line);
            SetTls(draft, tls => tls with { SendCloseNotify = on });
        });
        return table;
    }

    private static void SetTls(CheckDraft draft, Func<TlsDefinition, TlsDefinition> change) => draft.Set<HttpCheckDefinition>(http => http with { Tls = change(http.Tls!) });

    private static KeywordTable<CheckDraft> Smtp()
    {
        KeywordTable<CheckDraft> table = Connecting();
        table.Add("helo_name", (draft, line, reader) =>
        {
            string? name = reader.Text(line);
            if (name is not null) draft.Set<SmtpCheckDefinition>(smtp => smtp with { HeloName = name });
        });
        table.AddBlock("host", (draft, block, reader) =>
        {
            reader.NoMore(block, 0);
            reader.Findings.Note(block.Keyword.Position, $"host is an old form; each becomes an SMTP_CHECK of its own");
            var host = new CheckDraft(new SmtpCheckDefinition(), block.Keyword.Position);
            SmtpHost.Apply(host, block.Children!, reader);
            draft.Hosts.Add(host);
        });
        return table;
    }

    private static KeywordTable<CheckDraft> Dns()
    {
        KeywordTable<CheckDraft> table = Connecting();
        table.Add("type", (draft, line, reader) =>
        {
            reader.NoMore(line, 1);
            if (reader.Choice(line, s_types) is { } type) draft.Set<DnsCheckDefinition>(dns => dns with { Type = type });
        });
        table.Add("name", (draft, line, reader) =>
        {
            if (reader.Text(line) is { } name) draft.Set<DnsCheckDefinition>(dns => dns with { Name = name });
        });
        return table;
    }

    private static KeywordTable<CheckDraft> Udp()
    {
        KeywordTable<CheckDraft> table = Connecting();
        table.Add("payload", (draft, line, reader) =>
        {
            if (reader.Word(line) is not null) draft.Set<UdpCheckDefinition>(udp => udp with { Payload = Hexadecimal(line) });
        });
        table.Add("require_reply", (draft, line, _) => draft.Set<UdpCheckDefinition>(udp => udp with { RequireReply = true, Reply = Hexadecimal(line) }));
        table.Add("min_reply_length", (draft, line, reader) =>
        {
            int length = (int)(reader.Integer(line, 0, 65535) ?? 0);
            draft.Set<UdpCheckDefinition>(udp => udp with { MinimumReplyLength = length });
        });
        table.Add("max_reply_length", (draft, line, reader) =>
        {
            int length = (int)(reader.Integer(line, 0, 65535) ?? 255);
            draft.Set<UdpCheckDefinition>(udp => udp with { MaximumReplyLength = length });
        });
        return table;
    }

    private static string? Hexadecimal(ConfDirective line) => line.Arguments.Count == 0 ? null : string.Join(' ', line.Arguments.Select(word => word.Text));

    private static KeywordTable<CheckDraft> Misc()
    {
        KeywordTable<CheckDraft> table = Running();
        table.Add("misc_path", (draft, line, reader) =>
        {
            if (reader.Text(line) is { } program) draft.Set<ScriptCheckDefinition>(script => script with { Command = program });
        });
        table.Add("misc_timeout", (draft, line, reader) =>
        {
            TimeSpan? timeout = reader.Seconds(line, 0, 4294);
            draft.Set<ScriptCheckDefinition>(script => script with { Timeout = timeout > TimeSpan.Zero ? timeout : null });
        });
        table.Add("misc_dynamic", (draft, line, reader) =>
        {
            bool on = reader.Flag(line);
            draft.Set<ScriptCheckDefinition>(script => script with { Dynamic = on });
        });
        table.Add("user", (draft, line, reader) =>
        {
            if (reader.Word(line) is null) return;
            string? user = VrrpValues.User(line, reader, 0);
            draft.Set<ScriptCheckDefinition>(script => script with { User = user });
        });
        return table;
    }

    private static KeywordTable<CheckDraft> File() => new()
    {
        { "track_file", (draft, line, reader) =>
            {
                if (reader.Text(line) is { } name) draft.Set<FileCheckDefinition>(file => file with { TrackFile = name });
            }
        },
        { "weight", (draft, line, reader) =>
            {
                (int weight, bool reverse) = VrrpValues.Weight(line, reader, 65535);
                draft.Set<FileCheckDefinition>(file => file with { Weight = weight, Reverse = reverse });
            }
        },
    };
}
