using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Tests.Definitions;

/// <summary>A definition that uses every member at least once and keeps every rule.</summary>
internal static class SampleCluster
{
    public const string Secret = "k33paliv";

    public static VrrpParticipantDefinition Participant(string node, byte priority) => new() { Node = node, Interface = "eth0", Priority = new VrrpPriority(priority) };

    public static VrrpInstanceDefinition Instance(string name = "VI_WEB", int vrid = 51, string address = "10.88.0.100", string node = "l1") => new()
    {
        Name = name,
        VirtualRouterId = new VirtualRouterId(vrid),
        VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse(address), PrefixLength = 24 }],
        Participants = [Participant(node, 200)],
    };

    public static RealServerDefinition Server(string address, int port = 80) => new()
    {
        Address = IPAddress.Parse(address),
        Port = port,
        Checks = [new TcpCheckDefinition()],
    };

    public static VirtualServiceDefinition Service(string address = "10.88.0.100", int port = 80)
    {
        var key = new ServiceKey { Address = IPAddress.Parse(address), Port = port };
        return new() { Name = key.ToString(), Key = key, RealServers = [Server("10.88.0.101"), Server("10.88.0.102")] };
    }

    /// <summary>One node, one instance, one service.</summary>
    public static ClusterDefinition Small { get; } = new()
    {
        Nodes = [new NodeDefinition { Name = "l1" }],
        VrrpInstances = [Instance()],
        VirtualServices = [Service()],
    };

    private static readonly MailDefinition s_mail = new()
    {
        Server = "mail.example.net",
        Port = 587,
        Tls = true,
        User = "director",
        Password = Secret,
        Sender = "director@example.net",
        Recipients = ["ops@example.net", "boss@example.net"],
        Timeout = TimeSpan.FromSeconds(10),
        Instances = true,
        Servers = true,
        Faults = false,
    };

    /// <summary>Every kind of thing.</summary>
    public static ClusterDefinition Full { get; } = new()
    {
        Nodes = [new NodeDefinition { Name = "l1", RouterId = "edge-1", ScriptUser = "nobody", ScriptSecurity = true, StartupDelay = TimeSpan.FromSeconds(20), NotifyFifos = [new NotifyFifoDefinition { Path = "/run/vrrp.fifo", Script = "/usr/bin/reader", User = "nobody" }], LoadBalancer = SampleBalancing.LoadBalancer, Mail = s_mail, ServiceNotifyFifos = [new NotifyFifoDefinition { Path = "/run/lvs.fifo" }] }, new NodeDefinition { Name = "l2" }],
        VrrpInstances =
        [
            Instance() with
            {
                Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = Secret },
                Announcement = new AnnouncementDefinition
                {
                    Repeat = 3,
                    SecondBurstDelay = TimeSpan.FromMilliseconds(1500),
                    RefreshInterval = TimeSpan.FromSeconds(60),
                    RefreshRepeat = 2,
                    LowerPriorityRepeat = 4,
                    LowerPriorityDelay = TimeSpan.FromSeconds(2),
                    ArpInterval = TimeSpan.FromMicroseconds(500),
                    NeighbourInterval = TimeSpan.FromMicroseconds(1500),
                },
                PromoteSecondaries = true,
                LowerPriorityNoAdvertisement = true,
                OwnerIgnoresAdvertisements = true,
                HigherPrioritySendAdvertisement = false,
                VirtualRoutes =
                [
                    new VirtualRouteDefinition
                    {
                        Destination = IPAddress.Parse("192.0.2.0"), PrefixLength = 24, Gateway = IPAddress.Parse("10.88.0.1"), Interface = "eth0", Source = IPAddress.Parse("10.88.0.100"),
                        Table = 100, Metric = 7, Scope = "global", Mtu = 1400, OnLink = true,
                    },
                    new VirtualRouteDefinition { Destination = IPAddress.Parse("198.51.100.0"), PrefixLength = 24, Kind = VirtualRouteKind.Blackhole, NoTrack = true },
                ],
                VirtualRules =
                [
                    new VirtualRuleDefinition
                    {
                        From = IPAddress.Parse("192.0.2.0"), FromPrefixLength = 24, To = IPAddress.Parse("198.51.100.0"), ToPrefixLength = 24, Table = 100, Priority = 1000, Mark = 5,
                        IncomingInterface = "eth0", OutgoingInterface = "eth1", NoTrack = true,
                    },
                ],
                PreemptDelay = TimeSpan.FromMilliseconds(2.5),
                VirtualAddresses =
                [
                    new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24, Interface = "eth0", Label = "eth0:0", Scope = "link", Broadcast = "auto", NoTrack = true },
                    new VirtualAddressDefinition { Address = IPAddress.Parse("2001:db8::100"), PrefixLength = 64, Excluded = true },
                ],
                Participants =
                [
                    Participant("l1", 200) with
                    {
                        SourceAddress = IPAddress.Parse("10.88.0.11"),
                        TrackSourceAddress = true,
                        UnicastPeers = [new() { Address = IPAddress.Parse("10.88.0.12") }, new() { Address = IPAddress.Parse("10.88.0.13"), MinimumTimeToLive = 254, MaximumTimeToLive = 255 }],
                        UnicastTimeToLive = 254,
                        CheckUnicastSource = true,
                        Tracks =
                        [
                            new TrackDefinition { Kind = TrackKind.Script, Target = "chk", Weight = -20 },
                            new TrackDefinition { Kind = TrackKind.Process, Target = "proxy", Weight = 10, Reverse = true },
                            new TrackDefinition { Kind = TrackKind.File, Target = "load" },
                        ],
                        Notify = new()
                        {
                            Master = "/usr/bin/logger master", Backup = "/usr/bin/logger backup", Fault = "/usr/bin/logger fault", Stop = "/usr/bin/logger stop",
                            Deleted = "/usr/bin/logger deleted", Any = "/usr/bin/logger any", MasterHearsLower = "/usr/bin/logger lower", User = "nobody:nogroup",
                            Timeout = TimeSpan.FromSeconds(10), PriorityChanges = true,
                        },
                    },
                    Participant("l2", 150),
                ],
            },
            Instance("VI_FAST", 52, "10.88.0.110") with
            {
                Version = VrrpVersion.V3,
                AdvertisementInterval = new AdvertisementInterval(10),
                UseLease = false,
                Accept = false,
                ChecksumAsV2 = true,
                MulticastGroup = IPAddress.Parse("224.0.0.100"),
                Preempt = false,
                TimerExpiredBackup = 150,
                Participants =
                [
                    Participant("l1", 200) with
                    {
                        MoreInterfaces = ["eth1"],
                        TrackInterface = false,
                        Released = true,
                        VirtualMac = new VirtualMacDefinition { Name = "vrrp.52", HardwareAddress = "02:00:5e:10:00:01", TransmitOnBase = true },
                    },
                ],
            },
            Instance("VI_SIX", 53, "fe80::53") with
            {
                Version = VrrpVersion.V3,
                Strict = true,
                Accept = false,
                HigherPrioritySendAdvertisement = false,
                LowerPriorityNoAdvertisement = true,
                OwnerIgnoresAdvertisements = true,
                Announcement = new AnnouncementDefinition { LowerPriorityRepeat = 0 },
            },
        ],
        SyncGroups =
        [
            new SyncGroupDefinition
            {
                Name = "G", Members = ["VI_WEB", "VI_FAST"], Tracks = [new TrackDefinition { Kind = TrackKind.Interface, Target = "eth2" }], TrackingWeight = true,
                Notify = new() { Any = "/usr/bin/logger group" },
            },
        ],
        TrackScripts =
        [
            new TrackScriptDefinition { Name = "chk", Command = "/usr/bin/pgrep -x nginx", Timeout = TimeSpan.FromSeconds(2), Weight = -60, Reverse = true, User = "nobody", InitiallyFailing = true },
        ],
        TrackProcesses =
        [
            new TrackProcessDefinition
            {
                Name = "proxy", Process = "haproxy", Parameters = ["-f", "/etc/haproxy.cfg"], ParameterMatch = ParameterMatch.Initial, FullCommand = true, MaximumQuorum = 4,
                ForkDelay = TimeSpan.FromSeconds(1), TerminateDelay = TimeSpan.FromSeconds(2), Reverse = true,
            },
        ],
        TrackFiles = [new TrackFileDefinition { Name = "load", Path = "/run/load", Weight = -2, Reverse = true, InitialValue = 0, OverwriteInitialValue = true }],
        VirtualServices =
        [
            Service() with
            {
                PersistenceTimeout = TimeSpan.FromMinutes(5),
                SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.199"), Port = 80 },
                RealServers =
                [
                    Server("10.88.0.101") with
                    {
                        Weight = 3,
                        Admin = AdminState.Drain,
                        ForwardingMethod = ForwardingMethod.DirectRouting,
                        InhibitOnFailure = true,
                        Checks =
                        [
                            new HttpCheckDefinition
                            {
                                Warmup = TimeSpan.Zero,
                                VirtualHost = "www.example.org",
                                Urls = [new HttpUrlDefinition { Path = "/health", StatusCodes = [new StatusCodeRange(200, 204)], ExpectedBody = "ok", Digest = "555bf8344ca0caf09b42f55e185526d8" }],
                            },
                            new TcpCheckDefinition { ConnectAddress = IPAddress.Parse("10.88.0.101"), ConnectPort = 8080, Retries = 0 },
                        ],
                    },
                ],
            },
            new VirtualServiceDefinition { Name = "fwmark:7", Key = new ServiceKey { FirewallMark = 7 }, Scheduler = Scheduler.SourceHash, RealServers = [Server("10.88.0.101", 443)] },
            SampleBalancing.Group,
        ],
    };
}
