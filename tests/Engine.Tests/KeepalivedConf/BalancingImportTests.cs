using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

/// <summary>What every keyword of load balancing becomes.</summary>
public sealed class BalancingImportTests
{
    private static readonly ConfImportResult s_result = TextSource.Import(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "KeepalivedConf", "Samples", "balancing.conf")));
    private static readonly VirtualServiceDefinition s_service = s_result.Definition.VirtualServices[0];
    private static readonly RealServerDefinition s_server = s_service.RealServers[0];

    [Fact]
    public void File_HasNoErrorAndNothingUnknown()
    {
        Assert.False(s_result.HasErrors, string.Join('\n', s_result.Diagnostics));
        Assert.DoesNotContain(s_result.Diagnostics, diagnostic => diagnostic.Message.StartsWith("not understood", StringComparison.Ordinal));
    }

    [Fact]
    public void Globals_AreTheNodesLoadBalancer()
    {
        NodeDefinition node = s_result.Definition.Nodes[0];

        Assert.Equal(new LoadBalancerDefinition
        {
            TcpTimeout = TimeSpan.FromSeconds(600),
            TcpFinTimeout = TimeSpan.FromSeconds(60),
            UdpTimeout = TimeSpan.FromSeconds(100),
            FlushOnStart = true,
            OnStop = TableOnStop.RemoveOwn,
            SyncDaemon = new() { Interface = "eth0", Instance = "VI", SyncId = 5, MaximumLength = 1400, Port = 8849, TimeToLive = 2, Group = IPAddress.Parse("224.0.0.82") },
        }, node.LoadBalancer);
        Assert.Equal([new() { Path = "/run/all.fifo" }], node.NotifyFifos);
        Assert.Equal([new() { Path = "/run/all.fifo" }, new() { Path = "/run/lvs.fifo", Script = "/usr/bin/reader -v" }], node.ServiceNotifyFifos);
    }

    [Fact]
    public void Group_IsAKeyAndMoreEndpoints()
    {
        Assert.Equal("DNS", s_service.GroupName);
        Assert.Equal("10.0.0.1:53/udp", s_service.Key.ToString());
        Assert.Equal(["10.0.0.1 54", "10.0.0.2-10.0.0.3 53-54", "10.0.1.0-10.0.1.3 53", "2001:db8::1-2001:db8::f 53", "fwmark 7"], s_service.MoreEndpoints.Select(range => range.ToString()));
    }

    [Fact]
    public void Service_HoldsEveryOption()
    {
        Assert.Equal((Scheduler.MaglevHash, SchedulerFlags.First | SchedulerFlags.Second), (s_service.Scheduler, s_service.SchedulerFlags));
        Assert.Equal((ForwardingMethod.Tunnel, new TunnelDefinition { Kind = TunnelKind.Gue, Port = 6080, Checksum = TunnelChecksum.Remote }), (s_service.ForwardingMethod, s_service.Tunnel));
        Assert.Equal((true, true, true, true, false), (s_service.Hashed, s_service.OnePacket, s_service.SuspendWhileNotOwner, s_service.NotifyDownOnStop, s_service.Alert));
        Assert.Equal((TimeSpan.FromSeconds(60), 24, "sip"), (s_service.PersistenceTimeout, s_service.PersistenceGranularity, s_service.PersistenceEngine));
        Assert.Equal(new ServiceNotifyDefinition { Up = "/usr/bin/logger up", Down = "/usr/bin/logger down" }, s_service.Notify);
        Assert.Equal(new SorryServerDefinition
        {
            Address = IPAddress.Parse("10.0.0.198"), Port = 53, ForwardingMethod = ForwardingMethod.Tunnel, Tunnel = new() { Kind = TunnelKind.Gre, Checksum = TunnelChecksum.Full }, Inhibit = true,
        }, s_service.SorryServer);
    }

    [Fact]
    public void RealServer_HoldsEveryOption()
    {
        Assert.Equal((5, 1000L, 800L, true), (s_server.Weight, s_server.UpperThreshold, s_server.LowerThreshold, s_server.Alert));
        Assert.Equal((ForwardingMethod.Tunnel, new TunnelDefinition()), (s_server.ForwardingMethod, s_server.Tunnel));
        Assert.Equal(new ServiceNotifyDefinition { Up = "/usr/bin/logger up", Down = "/usr/bin/logger down" }, s_server.Notify);
    }

    [Fact]
    public void Checks_AreResolvedAgainstTheirServerAndService()
    {
        static T With<T>(T check)
            where T : CheckDefinition
            => (T)(check with { ConnectTimeout = TimeSpan.FromSeconds(3), Retries = 4, Interval = TimeSpan.FromSeconds(10), LogAllFailures = true });

        Assert.Equal<CheckDefinition>(
            [
                With(new DnsCheckDefinition { Type = DnsRecordType.MX, Name = "example.org", RetryDelay = TimeSpan.FromSeconds(10) }),
                With(new UdpCheckDefinition { Payload = "00ff", RequireReply = true, Reply = "0xFF", MinimumReplyLength = 2, MaximumReplyLength = 512, InitiallyDown = true }),
                With(new PingCheckDefinition()) with
                {
                    ConnectAddress = IPAddress.Parse("10.0.0.22"), BindAddress = IPAddress.Parse("10.0.0.11"), BindInterface = "eth0", FirewallMark = 9, LogAllFailures = false,
                },
                With(new ScriptCheckDefinition { Command = "/usr/bin/check all", Timeout = TimeSpan.FromSeconds(7), Dynamic = true, User = "nobody:nogroup" }),
                With(new FileCheckDefinition { TrackFile = "load", Weight = -2, Reverse = true }) with { LogAllFailures = false },
                With(new SmtpCheckDefinition { HeloName = "checker.example.org" }) with { ConnectAddress = IPAddress.Parse("10.0.0.23"), ConnectPort = 25, Retries = 2 },
                With(new SmtpCheckDefinition { HeloName = "checker.example.org" }) with { ConnectPort = 2525, BindPort = 4000, Retries = 0 },
                With(new HttpCheckDefinition
                {
                    Protocol = HttpProtocol.Http11,
                    FastRecovery = true,
                    Tls = new() { SendServerName = true, ServerName = "api.example.org", SendCloseNotify = true, CertificateFile = "/etc/ssl/checker.pem", KeyFile = "/etc/ssl/checker.key" },
                    Urls = [new() { Path = "/state", Pattern = new() { Expression = "o+k", MustNotMatch = true, Options = ["caseless", "dotall"], MinimumOffset = 1, MaximumOffset = 64 } }],
                }),
            ],
            s_server.Checks);
    }

    [Fact]
    public void Smtp_WithoutHeloName_SaysKeepalivedsName() => Assert.Equal("smtpchecker.keepalived.org", Assert.IsType<SmtpCheckDefinition>(
        TextSource.Import("virtual_server 10.0.0.1 25 {\n protocol TCP\n real_server 10.0.0.2 25 {\n SMTP_CHECK {\n }\n }\n}\n").Definition.VirtualServices[0].RealServers[0].Checks[0]).HeloName);

    /// <summary>Damaged files end in findings, never in an exception.</summary>
    [Fact]
    public void DamagedFiles_AreReadToTheEnd()
    {
        string whole = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "KeepalivedConf", "Samples", "balancing.conf"));
        string[] pieces = ["", " ", "\n", "{", "}", "\"", "-", "/", "0", "99999999999", "x", "group", "10.0.0.1-", "::", "off"];
        for (int seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            string text = whole;
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(text.Length);
                int length = Math.Min(random.Next(12), text.Length - at);
                text = text[..at] + pieces[random.Next(pieces.Length)] + text[(at + length)..];
            }

            ConfImportResult result = TextSource.Import(text);

            Assert.All(result.Diagnostics, diagnostic => Assert.True(diagnostic.Line >= 1 && diagnostic.Column >= 1, $"seed {seed}: {diagnostic}"));
        }
    }
}
