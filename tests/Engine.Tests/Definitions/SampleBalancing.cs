using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Definitions;

/// <summary>Load balancing with every member set to something that is not its default, keeping every rule.</summary>
internal static class SampleBalancing
{
    /// <summary>How a check runs, the same for every kind.</summary>
    private static T Common<T>(T check)
        where T : CheckDefinition
        => (T)(check with
        {
            ConnectAddress = IPAddress.Parse("10.88.0.121"),
            ConnectPort = 8080,
            ConnectTimeout = TimeSpan.FromSeconds(4),
            Retries = 2,
            RetryDelay = TimeSpan.FromSeconds(2),
            Interval = TimeSpan.FromSeconds(10),
            Warmup = TimeSpan.FromSeconds(1),
            Rise = 3,
            FastInterval = TimeSpan.FromSeconds(0.5),
            ResponseTimeLimit = TimeSpan.FromSeconds(1.5),
            InitiallyDown = true,
            LogAllFailures = true,
            BindAddress = IPAddress.Parse("10.88.0.11"),
            BindPort = 4000,
            BindInterface = "eth0",
            FirewallMark = 9,
        });

    /// <summary>One check of each kind.</summary>
    public static ValueArray<CheckDefinition> Checks { get; } =
    [
        Common(new TcpCheckDefinition()),
        Common(new HttpCheckDefinition
        {
            VirtualHost = "www.example.org",
            Protocol = HttpProtocol.Http11,
            FastRecovery = true,
            Tls = new()
            {
                SendServerName = true,
                ServerName = "api.example.org",
                VerifyCertificate = true,
                CertificateWarning = TimeSpan.FromDays(30),
                SendCloseNotify = true,
                CertificateFile = "/etc/ssl/checker.pem",
                KeyFile = "/etc/ssl/private/checker.key",
            },
            Urls =
            [
                new()
                {
                    Path = "/state",
                    VirtualHost = "state.example.org",
                    StatusCodes = [new StatusCodeRange(200, 204)],
                    ExpectedBody = "ok",
                    Digest = "555bf8344ca0caf09b42f55e185526d8",
                    Pattern = new() { Expression = "o+k", MustNotMatch = true, Options = ["caseless"], MinimumOffset = 1, MaximumOffset = 64 },
                    Json = new() { Path = "$.checks[0].state", Value = "up" },
                },
            ],
        }),
        Common(new SmtpCheckDefinition { HeloName = "checker.example.org" }),
        Common(new DnsCheckDefinition { Type = DnsRecordType.MX, Name = "example.org" }),
        Common(new UdpCheckDefinition { Payload = "00 ff", RequireReply = true, Reply = "0x ff", MinimumReplyLength = 2, MaximumReplyLength = 512 }),
        Common(new PingCheckDefinition()) with { ConnectPort = null, BindPort = null },
        Common(new ScriptCheckDefinition { Command = "/usr/bin/check all", Timeout = TimeSpan.FromSeconds(3), Dynamic = true, User = "nobody" }) with
        {
            ConnectAddress = null, ConnectPort = null, BindAddress = null, BindPort = null, BindInterface = null, FirewallMark = null,
        },
        new FileCheckDefinition { TrackFile = "load", Weight = -2, Reverse = true },
        Common(new AgentCheckDefinition { Send = "weight?" }),
    ];

    /// <summary>A group of addresses and ports behind a tunnel.</summary>
    public static VirtualServiceDefinition Group { get; } = new()
    {
        Name = "group",
        Key = new() { Address = IPAddress.Parse("10.88.0.110"), Port = 53, Protocol = TransportProtocol.Udp },
        MoreEndpoints =
        [
            new() { Address = IPAddress.Parse("10.88.0.111"), LastAddress = IPAddress.Parse("10.88.0.119"), Port = 53, LastPort = 54 },
            new() { FirewallMark = 8 },
        ],
        GroupName = "dns",
        Scheduler = Scheduler.MaglevHash,
        SchedulerFlags = SchedulerFlags.First | SchedulerFlags.Second,
        ForwardingMethod = ForwardingMethod.Tunnel,
        Tunnel = new() { Kind = TunnelKind.Gue, Port = 6080, Checksum = TunnelChecksum.Remote },
        OnePacket = true,
        Hashed = true,
        PersistenceTimeout = TimeSpan.FromSeconds(60),
        PersistenceGranularity = 24,
        PersistenceEngine = "sip",
        Quorum = 3,
        Hysteresis = 1,
        SorryServer = new() { Address = IPAddress.Parse("10.88.0.198"), Port = 53, ForwardingMethod = ForwardingMethod.Tunnel, Tunnel = new() { Kind = TunnelKind.Gre, Checksum = TunnelChecksum.Full }, Inhibit = true },
        NotifyDownOnStop = true,
        SuspendWhileNotOwner = true,
        SlowStart = TimeSpan.FromSeconds(30),
        FlapDamping = new() { HalfLife = TimeSpan.FromSeconds(90), SuppressAbove = 4000, ReuseBelow = 900, LongestSuppression = TimeSpan.FromMinutes(5) },
        PassiveEvidence = true,
        Notify = new() { Up = "/usr/bin/logger up", Down = "/usr/bin/logger down", User = "nobody:nogroup" },
        Alert = true,
        RealServers =
        [
            new()
            {
                Address = IPAddress.Parse("10.88.0.121"),
                Port = 53,
                Weight = 5,
                ForwardingMethod = ForwardingMethod.Tunnel,
                Tunnel = new() { Kind = TunnelKind.Gue, Port = 6081, Checksum = TunnelChecksum.Full },
                InhibitOnFailure = true,
                Admin = AdminState.Maintenance,
                AdminReason = "new kernel",
                AdminOwner = "alice",
                AdminUntil = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
                UpperThreshold = 1000,
                LowerThreshold = 800,
                Notify = new() { Up = "/usr/bin/logger server up", Down = "/usr/bin/logger server down", User = "nobody" },
                Alert = false,
                Checks = Checks,
            },
        ],
    };

    /// <summary>Settings of the kernel's load balancer.</summary>
    public static LoadBalancerDefinition LoadBalancer { get; } = new()
    {
        TcpTimeout = TimeSpan.FromSeconds(600),
        TcpFinTimeout = TimeSpan.FromSeconds(60),
        UdpTimeout = TimeSpan.FromSeconds(100),
        FlushOnStart = true,
        OnStop = TableOnStop.Flush,
        SyncDaemon = new() { Interface = "eth0", Instance = "VI_WEB", SyncId = 5, MaximumLength = 1400, Port = 8849, TimeToLive = 2, Group = IPAddress.Parse("224.0.0.82") },
    };
}
