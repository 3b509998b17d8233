using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Engine.Tests.Definitions.Rules;

/// <summary>The rules of everything around the election: lines, peers, virtual MAC, routes, tracks, programs, strict.</summary>
public sealed class VrrpRulesTests
{
    private static readonly VrrpInstanceDefinition s_web = SampleCluster.Instance();
    private static readonly VrrpParticipantDefinition s_part = s_web.Participants[0];
    private static readonly VirtualAddressDefinition s_address = s_web.VirtualAddresses[0];
    private static readonly VirtualRouteDefinition s_route = new() { Destination = IPAddress.Parse("192.0.2.0"), PrefixLength = 24, Gateway = IPAddress.Parse("10.88.0.1") };
    private static readonly VirtualRuleDefinition s_rule = new() { From = IPAddress.Parse("192.0.2.0"), FromPrefixLength = 24, Table = 100 };

    private static readonly VrrpInstanceDefinition s_six = s_web with
    {
        Version = VrrpVersion.V3,
        VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("fe80::51"), PrefixLength = 64 }],
    };

    private static readonly VrrpInstanceDefinition s_strict = s_web with
    {
        Strict = true,
        Accept = false,
        HigherPrioritySendAdvertisement = false,
        LowerPriorityNoAdvertisement = true,
        OwnerIgnoresAdvertisements = true,
        Announcement = new AnnouncementDefinition { LowerPriorityRepeat = 0 },
    };

    private static ClusterDefinition With(params VrrpInstanceDefinition[] instances) => SampleCluster.Small with { VrrpInstances = [.. instances] };

    private static ClusterDefinition With(VrrpParticipantDefinition participant) => With(s_web with { Participants = [participant] });

    private static ClusterDefinition With(VirtualAddressDefinition address) => With(s_web with { VirtualAddresses = [address] });

    private static ClusterDefinition With(AnnouncementDefinition announcement) => With(s_web with { Announcement = announcement });

    private static ClusterDefinition With(VirtualRouteDefinition route) => With(s_web with { VirtualRoutes = [route] });

    private static ClusterDefinition With(VirtualRuleDefinition rule) => With(s_web with { VirtualRules = [rule] });

    private static ClusterDefinition With(UnicastPeerDefinition peer) => With(s_part with { UnicastPeers = [peer] });

    private static ClusterDefinition With(VirtualMacDefinition virtualMac) => With(s_part with { VirtualMac = virtualMac });

    private static ClusterDefinition With(NotifyDefinition notify) => With(s_part with { Notify = notify });

    private static UnicastPeerDefinition Peer(string address) => new() { Address = IPAddress.Parse(address) };

    /// <summary>A broken definition and everything that is found in it, as "severity pointer code".</summary>
    public static TheoryData<string, ClusterDefinition, string[]> Broken
    {
        get
        {
            var rows = new TheoryData<string, ClusterDefinition, string[]>();
            void Row(string name, ClusterDefinition definition, params string[] found) => rows.Add(name, definition, found);
            const string vi = "/vrrpInstances/0";
            const string part = "/vrrpInstances/0/participants/0";

            Row("announcements of nothing", With(new AnnouncementDefinition { Repeat = 0, RefreshRepeat = 0, LowerPriorityRepeat = -1, SecondBurstDelay = TimeSpan.FromSeconds(-1), RefreshInterval = TimeSpan.FromSeconds(-1) }),
                $"Error {vi}/announcement/repeat announcement.repeat", $"Error {vi}/announcement/secondBurstDelayMs announcement.delay", $"Error {vi}/announcement/refreshIntervalMs announcement.refresh",
                $"Error {vi}/announcement/refreshRepeat announcement.refreshRepeat", $"Error {vi}/announcement/lowerPriorityRepeat announcement.lowerPriorityRepeat");
            Row("announcements for ever", With(new AnnouncementDefinition { Repeat = 101, LowerPriorityDelay = TimeSpan.FromSeconds(4295), ArpInterval = TimeSpan.FromSeconds(4295), NeighbourInterval = TimeSpan.FromSeconds(-1) }),
                $"Error {vi}/announcement/repeat announcement.repeat", $"Error {vi}/announcement/lowerPriorityDelayMs announcement.lowerPriorityDelay",
                $"Error {vi}/announcement/arpIntervalMs announcement.pause", $"Error {vi}/announcement/neighbourIntervalMs announcement.pause");
            Row("expired backup 255", With(s_web with { Preempt = false, TimerExpiredBackup = 255 }), $"Error {vi}/timerExpiredBackup timerExpiredBackup.range");
            Row("expired backup with preemption", With(s_web with { TimerExpiredBackup = 100 }), $"Warning {vi}/timerExpiredBackup timerExpiredBackup.unused");
            Row("multicast group is unicast", With(s_web with { MulticastGroup = IPAddress.Parse("10.0.0.18") }), $"Error {vi}/multicastGroup multicast.kind");
            Row("multicast group of the other family", With(s_web with { MulticastGroup = IPAddress.Parse("ff02::12") }), $"Error {vi}/multicastGroup multicast.family");

            Row("IPv6 with version 2", With(s_six with { Version = VrrpVersion.V2 }), $"Error {vi}/version version.ipv6");
            Row("first IPv6 address is global", With(s_six with { VirtualAddresses = [new() { Address = IPAddress.Parse("2001:db8::1"), PrefixLength = 64 }] }), $"Warning {vi}/virtualAddresses/0/address address.linkLocal");
            Row("mixed families", With(s_web with { VirtualAddresses = [s_address, s_six.VirtualAddresses[0]] }), $"Error {vi}/virtualAddresses/1/address address.mixedFamily");
            Row("scope of nowhere", With(s_address with { Scope = "galaxy" }), $"Error {vi}/virtualAddresses/0/scope address.scope");
            Row("scope of IPv6", With(s_six with { VirtualAddresses = [s_six.VirtualAddresses[0] with { Scope = "link", Broadcast = "auto" }] }),
                $"Warning {vi}/virtualAddresses/0/scope address.scopeIPv6", $"Error {vi}/virtualAddresses/0/broadcast address.broadcastIPv6");
            Row("broadcast of IPv6", With(s_address with { Broadcast = "ff02::1" }), $"Error {vi}/virtualAddresses/0/broadcast address.broadcast");

            Row("nine lines", With(s_part with { MoreInterfaces = ["a", "b", "c", "d", "e", "f", "g", "h"] }), $"Error {part}/moreInterfaces lines.count");
            Row("a line twice", With(s_part with { MoreInterfaces = ["eth1", "eth0", "eth1", ""] }),
                $"Error {part}/moreInterfaces/1 lines.duplicate", $"Error {part}/moreInterfaces/2 lines.duplicate", $"Error {part}/moreInterfaces/3 interface.name");
            Row("VRID twice on a further line", With(s_web with { Participants = [s_part with { MoreInterfaces = ["eth1"] }] },
                SampleCluster.Instance("VI_2", 51, "10.88.0.110") with { Participants = [s_part with { Interface = "eth1" }] }), "Error /vrrpInstances/1/virtualRouterId vrid.duplicate");
            Row("unicast on two lines", With(s_part with { MoreInterfaces = ["eth1"], UnicastPeers = [Peer("10.88.0.12")] }), $"Error {part}/moreInterfaces lines.unicast");
            Row("unicast TTL 0", With(s_part with { UnicastTimeToLive = 0 }), $"Error {part}/unicastTimeToLive unicast.ttl");
            Row("source check without peers", With(s_part with { CheckUnicastSource = true }), $"Warning {part}/checkUnicastSource unicast.noPeer");
            Row("group with peers", With(s_web with { MulticastGroup = IPAddress.Parse("224.0.0.100"), Participants = [s_part with { UnicastPeers = [Peer("10.88.0.12")] }] }), $"Warning {part}/unicastPeers multicast.unused");
            Row("peer twice", With(s_part with { UnicastPeers = [Peer("10.88.0.12"), Peer("10.88.0.12")] }), $"Error {part}/unicastPeers/1 peer.duplicate");
            Row("peer is a group", With(Peer("224.0.0.18")), $"Error {part}/unicastPeers/0 peer.kind");
            Row("peer of the other family", With(Peer("fe80::2")), $"Error {part}/unicastPeers/0 peer.family");
            Row("peer is this node", With(s_part with { SourceAddress = IPAddress.Parse("10.88.0.11"), UnicastPeers = [Peer("10.88.0.11")] }), $"Error {part}/unicastPeers/0 peer.self");
            Row("peer is the virtual address", With(Peer("10.88.0.100")), $"Error {part}/unicastPeers/0 peer.virtual");
            Row("peer of TTL 256", With(Peer("10.88.0.12") with { MaximumTimeToLive = 256 }), $"Error {part}/unicastPeers/0 peer.ttl");
            Row("peer of no TTL", With(Peer("10.88.0.12") with { MinimumTimeToLive = 255, MaximumTimeToLive = 254 }), $"Error {part}/unicastPeers/0 peer.ttl");
            Row("source is a group", With(s_part with { SourceAddress = IPAddress.Parse("224.0.0.18") }), $"Error {part}/sourceAddress source.kind");
            Row("no source to track", With(s_part with { TrackSourceAddress = true }), $"Warning {part}/trackSourceAddress source.untracked");
            Row("virtual MAC on the base", With(new VirtualMacDefinition { Name = "eth0" }), $"Error {part}/virtualMac/name virtualMac.base");
            Row("virtual MAC of 16", With(new VirtualMacDefinition { Name = "abcdefghijklmnop" }), $"Error {part}/virtualMac/name interface.name");
            Row("virtual MAC of five bytes", With(new VirtualMacDefinition { HardwareAddress = "02:00:5e:10:00" }), $"Error {part}/virtualMac/hardwareAddress virtualMac.address");
            Row("virtual MAC for many", With(new VirtualMacDefinition { HardwareAddress = "01:00:5e:00:00:12" }), $"Error {part}/virtualMac/hardwareAddress virtualMac.address");
            Row("one macvlan for two", With(s_web with { Participants = [s_part with { VirtualMac = new() }] },
                SampleCluster.Instance("VI_2", 51, "10.88.0.110") with { Participants = [s_part with { Interface = "eth1", VirtualMac = new() }] }), "Error /vrrpInstances/1/participants/0/virtualMac/name virtualMac.duplicate");

            Row("route to nowhere", With(s_route with { Gateway = null }), $"Error {vi}/virtualRoutes/0 route.nowhere");
            Row("route with host bits", With(s_route with { Destination = IPAddress.Parse("192.0.2.1") }), $"Error {vi}/virtualRoutes/0 route.hostBits");
            Row("route of 33 bits", With(s_route with { PrefixLength = 33 }), $"Error {vi}/virtualRoutes/0 route.prefixLength");
            Row("default route with a prefix", With(s_route with { Destination = null }), $"Error {vi}/virtualRoutes/0 route.prefixLength");
            Row("blackhole with a gateway", With(s_route with { Kind = VirtualRouteKind.Blackhole }), $"Error {vi}/virtualRoutes/0 route.gateway");
            Row("gateway and source of the other family", With(s_route with { Gateway = IPAddress.Parse("fe80::1"), Source = IPAddress.Parse("2001:db8::1") }),
                $"Error {vi}/virtualRoutes/0/gateway route.family", $"Error {vi}/virtualRoutes/0/source route.family");
            Row("gateway 0.0.0.0", With(s_route with { Gateway = IPAddress.Any }), $"Error {vi}/virtualRoutes/0/gateway route.address");
            Row("onlink to nobody", With(s_route with { Gateway = null, Interface = "eth0", OnLink = true }), $"Error {vi}/virtualRoutes/0/onLink route.onLink");
            Row("numbers of a route", With(s_route with { Table = 0, Metric = -1, Mtu = 67, Scope = "site9", Interface = "a b" }),
                $"Error {vi}/virtualRoutes/0/interface interface.name", $"Error {vi}/virtualRoutes/0/table route.table", $"Error {vi}/virtualRoutes/0/metric route.metric",
                $"Error {vi}/virtualRoutes/0/mtu route.mtu", $"Error {vi}/virtualRoutes/0/scope route.scope");
            Row("route twice", With(s_web with { VirtualRoutes = [s_route, s_route with { Gateway = IPAddress.Parse("10.88.0.2"), Table = 254 }] }), $"Error {vi}/virtualRoutes/1 route.duplicate");
            Row("rule between families", With(s_rule with { To = IPAddress.Parse("2001:db8::"), ToPrefixLength = 32 }), $"Error {vi}/virtualRules/0/to rule.family");
            Row("numbers of a rule", With(s_rule with { From = null, Table = 1L << 32, Priority = 32766, Mark = -1, IncomingInterface = "", OutgoingInterface = "/" }),
                $"Error {vi}/virtualRules/0/from rule.prefixLength", $"Error {vi}/virtualRules/0/table rule.table", $"Error {vi}/virtualRules/0/priority rule.priority", $"Error {vi}/virtualRules/0/mark rule.mark",
                $"Error {vi}/virtualRules/0/incomingInterface interface.name", $"Error {vi}/virtualRules/0/outgoingInterface interface.name");
            Row("rule twice", With(s_web with { VirtualRules = [s_rule, s_rule] }), $"Error {vi}/virtualRules/1 rule.duplicate");

            Row("no program", With(new NotifyDefinition { Master = " ", Timeout = TimeSpan.Zero }), $"Error {part}/notify/master notify.empty", $"Error {part}/notify/timeoutMs notify.timeout");
            Row("program of the search path", With(new NotifyDefinition { Any = "logger all" }), $"Error {part}/notify/any notify.path");
            Row("program on two lines", With(new NotifyDefinition { Stop = "/bin/a\n/bin/b" }), $"Error {part}/notify/stop notify.characters");
            Row("user with blanks", With(new NotifyDefinition { Fault = "/bin/a", User = "no body" }), $"Error {part}/notify/user user.form");
            Row("instances' programs in a group", SampleCluster.Small with { SyncGroups = [new() { Name = "G", Members = ["VI_WEB"], Notify = new() { Deleted = "/bin/a", MasterHearsLower = "/bin/b" } }] },
                "Warning /syncGroups/0/notify/masterHearsLower notify.group", "Warning /syncGroups/0/notify/deleted notify.group", "Warning /syncGroups/0/members sync.single");
            Row("pipes", SampleCluster.Small with { Nodes = [new() { Name = "l1", ScriptUser = "a:b:c", StartupDelay = TimeSpan.FromSeconds(-1), NotifyFifos = [new() { Path = "fifo" }, new() { Path = "/f", Script = "reader" }, new() { Path = "/f", User = "" }] }] },
                "Error /nodes/0/scriptUser user.form", "Error /nodes/0/startupDelayMs node.startupDelay", "Error /nodes/0/notifyFifos/0/path fifo.path",
                "Error /nodes/0/notifyFifos/1/script notify.path", "Error /nodes/0/notifyFifos/2/path fifo.duplicate", "Error /nodes/0/notifyFifos/2/user user.form");

            Row("unknown file", With(s_part with { Tracks = [new() { Kind = TrackKind.File, Target = "f", Weight = 255 }] }), $"Error {part}/tracks/0/target track.unknown", $"Error {part}/tracks/0/weight track.weight");
            Row("track twice", With(s_part with { Tracks = [new() { Kind = TrackKind.Interface, Target = "eth1" }, new() { Kind = TrackKind.Interface, Target = "eth1", Weight = 5 }] }), $"Error {part}/tracks/1/target track.duplicate");
            Row("weights on an owner", With(s_part with
                {
                    Priority = VrrpPriority.Owner,
                    Tracks =
                    [
                        new() { Kind = TrackKind.Interface, Target = "eth1", Weight = 5 }, new() { Kind = TrackKind.Interface, Target = "eth2" },
                        new() { Kind = TrackKind.Script, Target = "chk" }, new() { Kind = TrackKind.Script, Target = "other", Weight = 0 },
                        new() { Kind = TrackKind.Process, Target = "proxy" }, new() { Kind = TrackKind.File, Target = "load" },
                    ],
                }) with
                {
                    TrackScripts = [new() { Name = "chk", Command = "/bin/true", Weight = -20 }, new() { Name = "other", Command = "/bin/true", Weight = 10 }],
                    TrackProcesses = [new() { Name = "proxy", Process = "haproxy", Weight = 10 }],
                    TrackFiles = [new() { Name = "load", Path = "/run/load" }],
                },
                $"Warning {part}/tracks/0 track.owner", $"Warning {part}/tracks/2 track.owner", $"Warning {part}/tracks/4 track.owner");
            Row("group tracks the unknown", SampleCluster.Small with { SyncGroups = [new() { Name = "G", Members = ["VI_WEB"], Tracks = [new() { Kind = TrackKind.Script, Target = "x" }] }] },
                "Error /syncGroups/0/tracks/0/target track.unknown", "Warning /syncGroups/0/members sync.single");
            Row("files", SampleCluster.Small with { TrackFiles = [new() { Name = "a", Path = "load", Weight = 255 }, new() { Name = "b", Path = "/proc/loadavg", OverwriteInitialValue = true }] },
                "Error /trackFiles/0/path file.path", "Error /trackFiles/0/weight track.weight", "Error /trackFiles/1/path file.fileSystem", "Warning /trackFiles/1/overwriteInitialValue file.overwrite");
            Row("processes", SampleCluster.Small with { TrackProcesses = [new() { Name = "a", Process = "sixteen-letters-", Parameters = ["x"], Quorum = 2, MaximumQuorum = 1, TerminateDelay = TimeSpan.FromHours(2) }] },
                "Error /trackProcesses/0/maximumQuorum process.maximumQuorum", "Error /trackProcesses/0/terminateDelayMs process.delay", "Warning /trackProcesses/0/parameters process.parameters", "Warning /trackProcesses/0/process process.length");
            Row("script on two lines", SampleCluster.Small with { TrackScripts = [new() { Name = "s", Command = "/bin/a\n", Interval = TimeSpan.FromSeconds(4295), User = ":" }] },
                "Error /trackScripts/0/command script.characters", "Error /trackScripts/0/intervalMs script.interval", "Error /trackScripts/0/user user.form");

            Row("strict with every default", With(s_web with { Strict = true }),
                $"Error {vi}/higherPrioritySendAdvertisement strict.higherPriority", $"Error {vi}/lowerPriorityNoAdvertisement strict.lowerPriority", $"Error {vi}/announcement/lowerPriorityRepeat strict.announcement",
                $"Error {vi}/ownerIgnoresAdvertisements strict.owner", $"Error {vi}/accept strict.accept");
            Row("strict with more", With(s_strict with
                {
                    Authentication = new() { Type = VrrpAuthenticationType.Password, Password = "x" },
                    PreemptDelay = TimeSpan.FromSeconds(1),
                    DownTimerAdverts = 4,
                    Participants = [s_part with { InitialMaster = true, UnicastPeers = [Peer("10.88.0.12")], VirtualMac = new() { TransmitOnBase = true, HardwareAddress = "02:00:00:00:00:01" } }],
                }),
                $"Warning {part}/initialMaster preempt.initialMaster", $"Error {vi}/authentication strict.authentication", $"Error {vi}/preemptDelayMs strict.preemptDelay", $"Error {vi}/downTimerAdverts strict.downTimerAdverts",
                $"Error {part}/unicastPeers strict.unicast", $"Error {part}/initialMaster strict.initialMaster", $"Error {part}/virtualMac/transmitOnBase strict.transmitOnBase", $"Error {part}/virtualMac/hardwareAddress strict.hardwareAddress");
            Row("strict IPv6 without link-local", With(s_strict with { Version = VrrpVersion.V3, VirtualAddresses = [new() { Address = IPAddress.Parse("2001:db8::1"), PrefixLength = 64 }] }), $"Error {vi}/virtualAddresses/0/address address.linkLocal");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_BrokenDefinition_FindsExactlyThis(string situation, ClusterDefinition definition, string[] found)
    {
        Assert.NotEmpty(situation);
        ValueArray<DefinitionProblem> problems = DefinitionRules.Check(definition);
        Assert.Equal(found, problems.Select(problem => $"{problem.Severity} {problem.Pointer} {problem.Code}"));
        Assert.All(problems, problem =>
        {
            Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message.Replace("a\n/bin/b", "", StringComparison.Ordinal));
            Assert.InRange(problem.Message.Length, 30, 300);
        });
    }

    [Fact]
    public void Check_StrictPairOfLinesVirtualMacRoutesAndPeers_FindsNothing()
    {
        Assert.Empty(DefinitionRules.Check(With(s_strict)));
        Assert.Empty(DefinitionRules.Check(With(s_six)));
        Assert.Empty(DefinitionRules.Check(With(s_part with { MoreInterfaces = ["eth1", "eth2"], VirtualMac = new() })));
        Assert.Empty(DefinitionRules.Check(With(s_part with { UnicastPeers = [Peer("10.88.0.12") with { MinimumTimeToLive = 255 }] })));
        Assert.Empty(DefinitionRules.Check(With(s_web with { VirtualRoutes = [s_route, s_route with { Metric = 5 }], VirtualRules = [s_rule] })));
        Assert.Empty(DefinitionRules.Check(With(s_web with { Authentication = new() { Type = VrrpAuthenticationType.AuthenticationHeader, Password = "x" } })));
    }

    [Fact]
    public void Check_SameVridInAnotherMulticastGroup_IsFine()
    {
        VrrpInstanceDefinition other = SampleCluster.Instance("VI_2", 51, "10.88.0.110");

        Assert.Empty(DefinitionRules.Check(With(s_web, other with { MulticastGroup = IPAddress.Parse("224.0.0.100") })));
        Assert.Single(DefinitionRules.Check(With(s_web, other with { MulticastGroup = IPAddress.Parse("224.0.0.18") })));
    }

    [Fact]
    public void Check_OwnerWithNopreempt_IsRefusedWithAReason()
    {
        DefinitionProblem problem = Assert.Single(DefinitionRules.Check(With(s_web with { Preempt = false, Participants = [s_part with { Priority = VrrpPriority.Owner }] })));

        Assert.Equal(ProblemSeverity.Error, problem.Severity);
        Assert.Equal("VI_WEB: l1 has priority 255 and so always takes over, which nopreempt forbids; use 254 or allow preemption.", problem.Message);
    }
}
