using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Pictures of a director for tests; the same cluster as <see cref="Cluster"/> describes.</summary>
public static class FakeStatus
{
    /// <summary>A fixed time, so that tests hold absolute values.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Name of the virtual service.</summary>
    public const string Service = "10.88.0.100:80/tcp";

    /// <summary>Node l1 is master of VI_WEB since noon; one service with the real servers .101 (up) and .102 (up).</summary>
    public static EngineStatus Healthy() => new()
    {
        Node = "l1",
        At = Noon,
        Sequence = 10,
        AppliedRevision = 0,
        Engine = new EngineHealth
        {
            StartedAt = Noon.AddHours(-1),
            LoadBalancer = "ipvs",
            RealTime = true,
            WorstLateness = TimeSpan.FromMilliseconds(0.4),
            LatenessCounts = [10, 90, 100, 100, 100, 100, 100, 100, 100, 100],
            LatenessSumSeconds = 0.02,
        },
        Vrrp =
        [
            new VrrpInstanceStatus
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                Version = VrrpVersion.V2,
                Interface = "eth0",
                State = VrrpState.Master,
                BasePriority = 200,
                EffectivePriority = 200,
                AdvertisementInterval = AdvertisementInterval.Default,
                Owner = new VrrpOwner("l1", IPAddress.Parse("10.88.0.11"), 200, Noon),
                HeldSince = Noon,
                LastTransition = new VrrpTransitionRecord(Noon, VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent, "No advert came for 3.2 s.", "3.2 秒没有收到通告。"),
                VirtualAddresses = [new VirtualAddressStatus(IPAddress.Parse("10.88.0.100"), 24, "eth0", null, true)],
                HeartbeatLines = [new HeartbeatLineStatus("eth0", Noon, true)],
                Counters = new VrrpCounters
                {
                    AdvertsSent = 1200,
                    AdvertsReceived = 7,
                    Transitions = 2,
                    PacketErrors = new Dictionary<string, long> { ["checksum"] = 3 },
                },
                ObservedAt = Noon,
                Freshness = Freshness.Fresh,
            },
        ],
        VirtualServices =
        [
            new VirtualServiceStatus
            {
                Name = Service,
                Endpoint = Service,
                Scheduler = "wrr",
                ForwardingMethod = "NAT",
                QuorumUp = true,
                AliveWeight = 2,
                Quorum = 1,
                SorryServer = "10.88.0.199:80",
                RealServers = [RealServer("10.88.0.101:80"), RealServer("10.88.0.102:80")],
                ObservedAt = Noon,
                Freshness = Freshness.Fresh,
            },
        ],
    };

    /// <summary>A real server that is up, probed at noon in 1.5 ms.</summary>
    public static RealServerStatus RealServer(string address) => new()
    {
        Address = address,
        State = RealServerState.Up,
        Admin = AdminState.Enabled,
        InTable = true,
        Weight = 1,
        EffectiveWeight = 1,
        LastProbe = new ProbeResult { Outcome = ProbeOutcome.Passed, At = Noon, Duration = TimeSpan.FromMilliseconds(1.5), Message = "200 OK, 6 bytes" },
        CheckKind = "HTTP GET /healthCheck",
        FailuresToDown = 2,
        ChecksPassing = 1,
        ChecksTotal = 1,
        StateSince = Noon,
        StateReason = "all checks pass",
        Beats = [new ProbeBeat(Noon, ProbeOutcome.Passed, TimeSpan.FromMilliseconds(1.5))],
        ObservedAt = Noon,
        Freshness = Freshness.Fresh,
    };

    /// <summary>The definition the picture belongs to.</summary>
    public static ClusterDefinition Cluster() => new()
    {
        Nodes = [new NodeDefinition { Name = "l1" }],
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.100"), PrefixLength = 24 }],
                Participants = [new VrrpParticipantDefinition { Node = "l1", Interface = "eth0", Priority = new VrrpPriority(200) }],
            },
        ],
        VirtualServices =
        [
            new VirtualServiceDefinition
            {
                Name = Service,
                Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                Scheduler = Scheduler.WeightedRoundRobin,
                SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.199"), Port = 80 },
                RealServers = [Server("10.88.0.101"), Server("10.88.0.102")],
            },
        ],
    };

    /// <summary>The picture with another state of one real server.</summary>
    public static EngineStatus With(this EngineStatus status, string server, Func<RealServerStatus, RealServerStatus> change)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status with
        {
            VirtualServices = [.. status.VirtualServices.Select(service => service with
            {
                RealServers = [.. service.RealServers.Select(real => real.Address == server ? change(real) : real)],
            })],
        };
    }

    /// <summary>The picture with another state of the one instance.</summary>
    public static EngineStatus WithInstance(this EngineStatus status, Func<VrrpInstanceStatus, VrrpInstanceStatus> change)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(change);
        return status with { Vrrp = [change(status.Vrrp[0])] };
    }

    /// <summary>A split brain of VI_WEB with 10.88.0.12 since noon.</summary>
    public static SplitBrainDiagnosis SplitBrain() => new()
    {
        Instance = "VI_WEB",
        Cause = SplitBrainCause.AuthenticationMismatch,
        Since = Noon,
        LastSeen = Noon.AddSeconds(2),
        Rival = IPAddress.Parse("10.88.0.12"),
        RivalPriority = 150,
        RivalHardwareAddress = "02:42:0a:58:00:0c",
        Explanation = "Passwords differ.",
        ExplanationZh = "密码不同。",
        Remedy = "Make them the same.",
        RemedyZh = "请统一密码。",
        Evidence = [new SplitBrainEvidence(SplitBrainCause.AuthenticationMismatch, Noon, Noon.AddSeconds(2), 3, "advert of 10.88.0.12 on eth0 refused: another password")],
    };

    private static RealServerDefinition Server(string address) => new()
    {
        Address = IPAddress.Parse(address),
        Port = 80,
        Checks = [new HttpCheckDefinition { Urls = [new HttpUrlDefinition { Path = "/healthCheck", ExpectedBody = "health" }] }],
    };
}
