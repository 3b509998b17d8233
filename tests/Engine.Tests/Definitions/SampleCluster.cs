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

    /// <summary>Every kind of thing.</summary>
    public static ClusterDefinition Full { get; } = new()
    {
        Nodes = [new NodeDefinition { Name = "l1", RouterId = "edge-1", ScriptUser = "nobody", ScriptSecurity = true }, new NodeDefinition { Name = "l2" }],
        VrrpInstances =
        [
            Instance() with
            {
                Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = Secret },
                Announcement = new AnnouncementDefinition { Repeat = 3, SecondBurstDelay = TimeSpan.FromMilliseconds(1500) },
                PreemptDelay = TimeSpan.FromMilliseconds(2.5),
                VirtualAddresses =
                [
                    new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24, Interface = "eth0", Label = "eth0:0" },
                    new VirtualAddressDefinition { Address = IPAddress.Parse("2001:db8::100"), PrefixLength = 64, Excluded = true },
                ],
                Participants =
                [
                    Participant("l1", 200) with
                    {
                        SourceAddress = IPAddress.Parse("10.88.0.11"),
                        UnicastPeers = [new() { Address = IPAddress.Parse("10.88.0.12") }],
                        Tracks = [new TrackDefinition { Kind = TrackKind.Script, Target = "chk", Weight = -20 }, new TrackDefinition { Kind = TrackKind.Process, Target = "proxy" }],
                        Notify = new() { Master = "/usr/bin/logger master" },
                    },
                    Participant("l2", 150),
                ],
            },
            Instance("VI_FAST", 52, "10.88.0.110") with { Version = VrrpVersion.V3, AdvertisementInterval = new AdvertisementInterval(10), UseLease = false },
        ],
        SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_WEB", "VI_FAST"] }],
        TrackScripts = [new TrackScriptDefinition { Name = "chk", Command = "/usr/bin/pgrep -x nginx", Timeout = TimeSpan.FromSeconds(2), Weight = -60 }],
        TrackProcesses = [new TrackProcessDefinition { Name = "proxy", Process = "haproxy", ForkDelay = TimeSpan.FromSeconds(1), TerminateDelay = TimeSpan.FromSeconds(1) }],
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
        ],
    };
}
