using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Definitions;

/// <summary>Random checks.</summary>
/// <param name="random">Chance.</param>
/// <param name="files">Names of track files.</param>
/// <param name="isIPv6">Family of the servers.</param>
/// <param name="interval">The interval of all checks; null = each has its own.</param>
internal sealed class RandomChecks(RandomValues random, string[] files, bool isIPv6, TimeSpan? interval)
{
    private static readonly string[] s_expressions = ["^ok$", "o+k \\d+", "\"up\"", "a\\\\b"];

    public CheckDefinition Make(bool needsPort)
    {
        CheckDefinition check = random.Below(random.More(2) ? 9 : 8) switch
        {
            0 => new TcpCheckDefinition(),
            1 => Http(secure: false),
            2 => Http(secure: true),
            3 => new SmtpCheckDefinition { HeloName = random.Pick("keepalive-console", "smtpchecker.keepalived.org", "lb.example.org") },
            4 => new DnsCheckDefinition { Type = random.Pick(Enum.GetValues<DnsRecordType>()), Name = random.Pick(".", "example.org") },
            5 => Udp(),
            6 => new PingCheckDefinition(),
            7 => files.Length > 0 && random.Chance(2) ? File() : Script(),
            _ => new AgentCheckDefinition(),
        };
        if (check is FileCheckDefinition) return check;
        check = Running(check);
        return check is ScriptCheckDefinition ? check : Connecting(check, needsPort);
    }

    private CheckDefinition Running(CheckDefinition check)
    {
        TimeSpan loop = interval ?? random.Milliseconds(1, 60_000);
        check = check with
        {
            Retries = random.Below(0, 5),
            RetryDelay = random.Milliseconds(0, 9000),
            Interval = loop,
            Warmup = random.Maybe(3, () => random.Milliseconds(0, 9000)),
            InitiallyDown = random.Chance(4),
            LogAllFailures = random.Chance(4),
            Rise = random.More(4) ? 3 : 1,
            FastInterval = random.More(5) ? random.Milliseconds(1, 900) : null,
            ResponseTimeLimit = random.More(5) ? random.Milliseconds(1, 900) : null,
        };
        return check;
    }

    private CheckDefinition Connecting(CheckDefinition check, bool needsPort) => check with
    {
        ConnectTimeout = check.ResponseTimeLimit is null ? random.Milliseconds(1, 9000) : TimeSpan.FromSeconds(5),
        ConnectAddress = random.Chance(4) ? RandomValues.Address(180, 1, isIPv6) : null,
        ConnectPort = check is not PingCheckDefinition && (needsPort || random.Chance(3)) ? random.Below(1, 65535) : null,
        BindAddress = random.Chance(4) ? RandomValues.Address(180, 2, isIPv6) : null,
        BindPort = check is not PingCheckDefinition && random.Chance(6) ? random.Below(1, 65535) : null,
        BindInterface = random.MaybeText(5, random.Device),
        FirewallMark = random.Maybe(5, () => (uint)random.Below(1, 65535)),
    };

    private HttpCheckDefinition Http(bool secure)
    {
        string? host = random.MaybeText(2, () => "www.example.org");
        bool sends = secure && random.Chance(2);
        return new HttpCheckDefinition
        {
            VirtualHost = host,
            Urls = Enumerable.Range(1, random.Below(1, 3)).Select(Url).ToValueArray(),
            Protocol = random.Pick(HttpProtocol.Http10, HttpProtocol.Http10Close, HttpProtocol.Http11),
            FastRecovery = random.Chance(4),
            Tls = !secure ? null : new TlsDefinition
            {
                SendServerName = sends,
                ServerName = sends && (host is null || random.Chance(2)) ? "api.example.org" : null,
                SendCloseNotify = random.Chance(3),
                VerifyCertificate = random.More(4),
                CertificateWarning = random.More(4) ? null : TimeSpan.FromDays(14),
            },
        };
    }

    private HttpUrlDefinition Url(int number) => new()
    {
        Path = $"/state/{number}?a=b&c=%20",
        VirtualHost = random.MaybeText(4, () => "url.example.org"),
        StatusCodes = random.Chance(2) ? [new StatusCodeRange(200, 200), new StatusCodeRange(300, 399)] : [],
        Digest = random.MaybeText(4, () => "555bf8344ca0caf09b42f55e185526d8"),
        ExpectedBody = random.More(4) ? "all is well" : null,
        Json = random.More(4) ? new JsonExpectationDefinition { Path = "$.status", Value = "ok" } : null,
        Pattern = random.Chance(3)
            ? new BodyPatternDefinition
            {
                Expression = s_expressions[random.Below(s_expressions.Length)],
                MustNotMatch = random.Chance(3),
                Options = random.Chance(2) ? ["caseless", "dotall"] : [],
                MinimumOffset = random.Chance(2) ? 0 : random.Below(1, 50),
                MaximumOffset = random.Maybe(2, () => random.Below(51, 500)),
            }
            : null,
    };

    private UdpCheckDefinition Udp()
    {
        bool requires = random.Chance(2);
        return new UdpCheckDefinition
        {
            Payload = random.MaybeText(2, () => "00 ff 17"),
            RequireReply = requires,
            Reply = requires ? random.MaybeText(2, () => "01 fx") : null,
            MinimumReplyLength = random.Below(0, 9),
            MaximumReplyLength = random.Chance(2) ? 255 : random.Below(9, 900),
        };
    }

    // Without a time of its own keepalived takes the virtual server's interval.
    private ScriptCheckDefinition Script() => new()
    {
        Command = random.Program(),
        Timeout = random.Maybe(2, () => random.Seconds(1, 60)),
        Dynamic = random.Chance(3),
        User = random.User(),
    };

    private FileCheckDefinition File()
    {
        int? weight = random.Chance(2) ? random.Below(-253, 253) : null;
        return new FileCheckDefinition { TrackFile = files[random.Below(files.Length)], Weight = weight, Reverse = weight is not null && random.Chance(2) };
    }
}
