using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.KeepalivedConf;

namespace KeepaliveConsole.Engine.Tests.KeepalivedConf;

public sealed class ConfImportTests
{
    private static IPAddress Ip(string text) => IPAddress.Parse(text);

    [Fact]
    public void Director_ReadsTheInstanceAsMeant()
    {
        ClusterDefinition definition = SampleFiles.Import("director.conf").Definition;

        Assert.Equal(new NodeDefinition { Name = "shop-a", ScriptUser = "daemon", ScriptSecurity = true }, Assert.Single(definition.Nodes));
        Assert.Equal(
            new VrrpInstanceDefinition
            {
                Name = "SHOP",
                VirtualRouterId = new VirtualRouterId(33),
                Version = VrrpVersion.V2,
                AdvertisementInterval = AdvertisementInterval.FromSeconds(2),
                DownTimerAdverts = 4,
                Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "sh#p!key" },
                Announcement = new AnnouncementDefinition { Repeat = 4, SecondBurstDelay = TimeSpan.FromSeconds(3) },
                VirtualAddresses =
                [
                    new VirtualAddressDefinition { Address = Ip("172.20.5.40"), PrefixLength = 22, Interface = "bond0", Label = "bond0:shop" },
                    new VirtualAddressDefinition { Address = Ip("172.20.5.41"), PrefixLength = 22 },
                    new VirtualAddressDefinition { Address = Ip("172.20.9.1"), PrefixLength = 32, Excluded = true },
                ],
                Participants = [new VrrpParticipantDefinition { Node = "shop-a", Interface = "bond0", Priority = new VrrpPriority(180) }],
            },
            Assert.Single(definition.VrrpInstances));
    }

    [Fact]
    public void Director_ReadsTheServiceAndInheritsCheckSettings()
    {
        TimeSpan seven = TimeSpan.FromSeconds(7);
        TimeSpan half = TimeSpan.FromSeconds(0.5);
        Assert.Equal(
            new VirtualServiceDefinition
            {
                Name = "172.20.5.40:80/tcp",
                Key = new ServiceKey { Address = Ip("172.20.5.40"), Port = 80, Protocol = TransportProtocol.Tcp },
                Scheduler = Scheduler.WeightedLeastConnections,
                ForwardingMethod = ForwardingMethod.Nat,
                PersistenceTimeout = TimeSpan.FromSeconds(360),
                Quorum = 2,
                Hysteresis = 1,
                SorryServer = new SorryServerDefinition { Address = Ip("172.20.6.250"), Port = 8080 },
                RealServers =
                [
                    new RealServerDefinition
                    {
                        Address = Ip("172.20.6.1"),
                        Port = 8080,
                        Weight = 5,
                        Checks =
                        [
                            new HttpCheckDefinition
                            {
                                ConnectPort = 8081,
                                ConnectTimeout = TimeSpan.FromSeconds(1.5),
                                Retries = 4,
                                RetryDelay = half,
                                Interval = seven,
                                Warmup = TimeSpan.Zero,
                                VirtualHost = "shop.example.org",
                                Urls =
                                [
                                    new HttpUrlDefinition { Path = "/ready?deep=1" },
                                    new HttpUrlDefinition
                                    {
                                        Path = "/version",
                                        VirtualHost = "api.example.org",
                                        StatusCodes = [new StatusCodeRange(200, 200), new StatusCodeRange(204, 206)],
                                        Digest = "0123456789ABCDEF0123456789abcdef",
                                    },
                                ],
                            },
                        ],
                    },
                    new RealServerDefinition
                    {
                        Address = Ip("172.20.6.2"),
                        Port = 8080,
                        InhibitOnFailure = true,
                        Checks =
                        [
                            new HttpCheckDefinition
                            {
                                ConnectTimeout = TimeSpan.FromSeconds(2),
                                Retries = 0,
                                RetryDelay = half,
                                Interval = seven,
                                VirtualHost = "two.example.org",
                                Urls = [new HttpUrlDefinition { Path = "/" }],
                            },
                            new TcpCheckDefinition { ConnectAddress = Ip("172.20.7.2"), ConnectTimeout = TimeSpan.FromSeconds(2), Retries = 9, RetryDelay = half, Interval = TimeSpan.FromSeconds(1) },
                        ],
                    },
                    new RealServerDefinition { Address = Ip("172.20.6.3"), Port = 8080, Checks = [new TcpCheckDefinition { Retries = 4, RetryDelay = half, Interval = seven }] },
                ],
            },
            Assert.Single(SampleFiles.Import("director.conf").Definition.VirtualServices));
    }

    [Fact]
    public void Marks_ReadsVersionThreeAndTheFirewallMark()
    {
        ClusterDefinition definition = SampleFiles.Import("marks.conf").Definition;

        Assert.Equal("host-9.example.org", definition.Nodes[0].Name);
        Assert.Equal(["FAST4 V3 0.2 s 198.51.100.9/28", "FAST6 V3 0.2 s fe80::9/64"], definition.VrrpInstances.Select(instance => $"{instance.Name} {instance.Version} {instance.AdvertisementInterval} {instance.VirtualAddresses[0]}"));
        Assert.Equal(TimeSpan.FromSeconds(2.5), definition.VrrpInstances[0].PreemptDelay);
        Assert.Equal(
            new VirtualServiceDefinition
            {
                Name = "fwmark:12",
                Key = new ServiceKey { FirewallMark = 12 },
                Scheduler = Scheduler.SourceHash,
                ForwardingMethod = ForwardingMethod.DirectRouting,
                PersistenceTimeout = TimeSpan.FromSeconds(120),
                RealServers = [new RealServerDefinition { Address = Ip("198.51.100.21"), Port = 0, Checks = [new TcpCheckDefinition { ConnectPort = 8443 }] }],
            },
            Assert.Single(definition.VirtualServices));
    }

    [Fact]
    public void Tracked_ReadsTracksPeersAndGroup()
    {
        ClusterDefinition definition = SampleFiles.Import("tracked.conf", "db-2").Definition;

        Assert.Equal(new NodeDefinition { Name = "db-2", RouterId = "pg-2" }, Assert.Single(definition.Nodes));
        Assert.Equal(
            new TrackScriptDefinition { Name = "pg_ready", Command = "/usr/local/bin/pg_ready --role \"primary\"", Interval = TimeSpan.FromSeconds(3), Timeout = TimeSpan.FromSeconds(1.5), Weight = -40, Rise = 2, Fall = 3 },
            Assert.Single(definition.TrackScripts));
        Assert.Equal(new TrackProcessDefinition { Name = "postgres", Process = "postgres", Quorum = 4, ForkDelay = TimeSpan.FromSeconds(2), TerminateDelay = TimeSpan.FromSeconds(2) }, Assert.Single(definition.TrackProcesses));
        Assert.Equal(new SyncGroupDefinition { Name = "PG", Members = ["PG_RW", "PG_RO"] }, Assert.Single(definition.SyncGroups));
        Assert.False(definition.VrrpInstances[0].Preempt);
        Assert.Equal(
            new VrrpParticipantDefinition
            {
                Node = "db-2",
                Interface = "eth2",
                Priority = new VrrpPriority(90),
                SourceAddress = Ip("192.0.2.12"),
                UnicastPeers = [new() { Address = Ip("192.0.2.11") }, new() { Address = Ip("192.0.2.13") }],
                Tracks =
                [
                    new TrackDefinition { Kind = TrackKind.Script, Target = "pg_ready" },
                    new TrackDefinition { Kind = TrackKind.Process, Target = "postgres", Weight = -30 },
                    new TrackDefinition { Kind = TrackKind.Interface, Target = "eth3" },
                ],
                Notify = new() { Master = "/usr/local/bin/promote now" },
            },
            definition.VrrpInstances[0].Participants[0]);
        Assert.Equal(new AnnouncementDefinition { Repeat = 2, SecondBurstDelay = TimeSpan.Zero }, definition.VrrpInstances[1].Announcement);
        Assert.Equal(
            new VrrpParticipantDefinition { Node = "db-2", Interface = "eth2", Priority = new VrrpPriority(110), SourceAddress = Ip("192.0.2.12"), InitialMaster = true },
            definition.VrrpInstances[1].Participants[0]);
    }

    [Fact]
    public void Everything_ReadsWhatVrrpHas()
    {
        ClusterDefinition definition = SampleFiles.Import("everything.conf").Definition;
        VrrpInstanceDefinition four = definition.VrrpInstances[0];
        VrrpInstanceDefinition six = definition.VrrpInstances[1];

        Assert.Equal(
            new NodeDefinition
            {
                Name = "r1", ScriptUser = "nobody:nogroup", ScriptSecurity = true, StartupDelay = TimeSpan.FromSeconds(1.5),
                NotifyFifos = [new NotifyFifoDefinition { Path = "/run/vrrp.fifo", Script = "/usr/local/bin/reader", User = "nobody" }],
            },
            Assert.Single(definition.Nodes));
        Assert.Equal(new TrackFileDefinition { Name = "load", Path = "/run/load", Weight = -2, Reverse = true, InitialValue = 5, OverwriteInitialValue = true }, Assert.Single(definition.TrackFiles));
        Assert.Equal(new TrackScriptDefinition { Name = "alive", Command = "/usr/local/bin/alive now", Weight = 20, Reverse = true, User = "root:root", InitiallyFailing = true }, Assert.Single(definition.TrackScripts));
        Assert.Equal(
            new TrackProcessDefinition
            {
                Name = "proxy", Process = "haproxy", Parameters = ["-W"], ParameterMatch = ParameterMatch.Initial, MaximumQuorum = 4, FullCommand = true,
                ForkDelay = TimeSpan.FromSeconds(1), TerminateDelay = TimeSpan.FromSeconds(2),
            },
            Assert.Single(definition.TrackProcesses));
        Assert.Equal(
            new SyncGroupDefinition
            {
                Name = "PAIR", Members = ["FOUR", "SIX"], TrackingWeight = true, Tracks = [new TrackDefinition { Kind = TrackKind.Interface, Target = "eth9", Weight = 10 }],
                Notify = new NotifyDefinition { Any = "/usr/local/bin/group", PriorityChanges = true },
            },
            Assert.Single(definition.SyncGroups));
        Assert.Equal(
            new AnnouncementDefinition
            {
                Repeat = 3, SecondBurstDelay = TimeSpan.FromSeconds(2), RefreshInterval = TimeSpan.FromSeconds(60), LowerPriorityRepeat = 2, LowerPriorityDelay = TimeSpan.FromSeconds(1),
                ArpInterval = TimeSpan.FromMicroseconds(500), NeighbourInterval = TimeSpan.FromMicroseconds(1),
            },
            four.Announcement);
        Assert.Equal((false, 150, 4, false, true, true, true, VrrpVersion.V3), (four.Preempt, four.TimerExpiredBackup!.Value, four.DownTimerAdverts, four.Accept, four.PromoteSecondaries, four.LowerPriorityNoAdvertisement, four.ChecksumAsV2, four.Version));
        Assert.Equal(Ip("224.0.0.100"), four.MulticastGroup);
        Assert.Equal(new VirtualAddressDefinition { Address = Ip("10.0.0.100"), PrefixLength = 24, Broadcast = "auto", Scope = "link", NoTrack = true }, Assert.Single(four.VirtualAddresses));
        Assert.Equal(
            [
                new VirtualRouteDefinition { Gateway = Ip("10.0.0.254"), Interface = "eth0", Source = Ip("10.0.0.100"), Table = 100, Metric = 7, OnLink = true },
                new VirtualRouteDefinition { Destination = Ip("198.51.100.0"), PrefixLength = 24, Kind = VirtualRouteKind.Blackhole, NoTrack = true },
                new VirtualRouteDefinition { Destination = Ip("192.0.2.0"), PrefixLength = 24, Gateway = Ip("10.0.0.253"), Scope = "global", Mtu = 1400 },
            ],
            four.VirtualRoutes);
        Assert.Equal(
            new VirtualRuleDefinition
            {
                From = Ip("10.0.0.100"), FromPrefixLength = 32, To = Ip("192.0.2.0"), ToPrefixLength = 24, Table = 254, Priority = 1000, Mark = 16,
                IncomingInterface = "eth0", OutgoingInterface = "eth1", NoTrack = true,
            },
            Assert.Single(four.VirtualRules));
        Assert.Equal(
            new VrrpParticipantDefinition
            {
                Node = "r1", Interface = "eth0", TrackInterface = false, TrackSourceAddress = true, SourceAddress = Ip("10.0.0.1"),
                VirtualMac = new VirtualMacDefinition { Name = "vmac5", HardwareAddress = "02:00:5e:10:00:01", TransmitOnBase = true },
                Tracks = [new TrackDefinition { Kind = TrackKind.File, Target = "load", Weight = 3, Reverse = false }],
                Notify = new NotifyDefinition
                {
                    Master = "/usr/local/bin/say master", Deleted = "/usr/local/bin/gone", MasterHearsLower = "/usr/local/bin/lower", User = "root", PriorityChanges = true,
                },
            },
            Assert.Single(four.Participants));
        Assert.Equal((VrrpVersion.V3, true, true), (six.Version, six.OwnerIgnoresAdvertisements, six.MulticastGroup is null));
        Assert.Equal(new VirtualRuleDefinition { Table = 6, IsIPv6 = true }, Assert.Single(six.VirtualRules));
        Assert.Equal(
            new VrrpParticipantDefinition
            {
                Node = "r1", Interface = "eth1", SourceAddress = Ip("fe80::1"), UnicastTimeToLive = 254, CheckUnicastSource = true, Notify = new NotifyDefinition { PriorityChanges = true },
                UnicastPeers = [new UnicastPeerDefinition { Address = Ip("fe80::2"), MinimumTimeToLive = 254, MaximumTimeToLive = 255 }, new UnicastPeerDefinition { Address = Ip("fe80::3") }],
            },
            Assert.Single(six.Participants));
        Assert.Equal((true, false, false, true, 3, 0), (definition.VrrpInstances[2].Strict, definition.VrrpInstances[2].Accept, definition.VrrpInstances[2].HigherPrioritySendAdvertisement,
            definition.VrrpInstances[2].LowerPriorityNoAdvertisement, definition.VrrpInstances[2].DownTimerAdverts, definition.VrrpInstances[2].Announcement.LowerPriorityRepeat));
    }

    [Theory]
    [InlineData("director.conf", 57, 60)]
    [InlineData("marks.conf", 0, 0)]
    [InlineData("tracked.conf", 0, 0)]
    [InlineData("everything.conf", 0, 0)]
    public void Samples_HaveNoErrorAndNothingIsLeftOut(string name, int firstNote, int lastNote)
    {
        ConfImportResult result = SampleFiles.Import(name);

        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Message.StartsWith("not understood", StringComparison.Ordinal));
        Assert.All(result.Diagnostics.Where(diagnostic => diagnostic.Severity == ConfSeverity.Note), note => Assert.InRange(note.Line, firstNote, lastNote + 10));
        Assert.DoesNotContain(DefinitionRules.Check(result.Definition), problem => problem.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public void ConfigId_IsTheNodeOrTheHostsFirstLabel()
    {
        const string text = "global_defs {\n@l2 router_id two\n@l1 router_id one\n}";

        Assert.Equal("two", ConfImport.Read("k.conf", new TextSource(text), "l2", "l1.example.org").Definition.Nodes[0].RouterId);
        Assert.Equal("one", ConfImport.Read("k.conf", new TextSource(text), null, "l1.example.org").Definition.Nodes[0].Name);
    }

    [Theory]
    [InlineData("", "Retries 1 RetryDelay 1 Interval 60 Timeout 5")]
    [InlineData("retry 7", "Retries 7 RetryDelay 1 Interval 60 Timeout 5")]
    public void TcpCheck_Defaults_AreKeepalivedsOwn(string line, string expected)
    {
        CheckDefinition check = Import($"virtual_server 1.2.3.4 80 {{\nprotocol TCP\n{line}\nreal_server 1.2.3.5 80 {{\nTCP_CHECK {{\n}}\n}}\n}}").VirtualServices[0].RealServers[0].Checks[0];

        Assert.Equal(expected, $"Retries {check.Retries} RetryDelay {check.RetryDelay.TotalSeconds} Interval {check.Interval.TotalSeconds} Timeout {check.ConnectTimeout.TotalSeconds}");
        Assert.Null(check.Warmup);
    }

    [Fact]
    public void HttpCheck_RetryDelayDefault_IsThreeSeconds()
    {
        CheckDefinition check = Import("virtual_server 1.2.3.4 80 {\nprotocol TCP\nreal_server 1.2.3.5 80 {\nHTTP_GET {\nurl {\npath /\n}\n}\n}\n}").VirtualServices[0].RealServers[0].Checks[0];

        Assert.Equal(TimeSpan.FromSeconds(3), check.RetryDelay);
    }

    [Fact]
    public void Instance_Defaults_AreKeepalivedsOwn()
    {
        VrrpInstanceDefinition instance = Import("vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n10.0.0.1\n}\n}").VrrpInstances[0];

        Assert.Equal((VrrpVersion.V2, 100, 100, 3, true, 5), (instance.Version, instance.AdvertisementInterval.Centiseconds, instance.Participants[0].Priority.Value, instance.DownTimerAdverts, instance.Preempt, instance.Announcement.Repeat));
        Assert.Equal(32, instance.VirtualAddresses[0].PrefixLength);
    }

    private static ClusterDefinition Import(string text)
    {
        ConfImportResult result = TextSource.Import(text);
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        return result.Definition;
    }
}
