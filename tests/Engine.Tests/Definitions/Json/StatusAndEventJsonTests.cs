using System.Net;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Definitions.Json;

public sealed class StatusAndEventJsonTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 31, 12, 0, 0, 250, TimeSpan.Zero);

    private static readonly ProbeResult s_probe = new()
    {
        Outcome = ProbeOutcome.TimedOut,
        At = s_at,
        Duration = new TimeSpan(123456),
        ConnectDuration = TimeSpan.FromMilliseconds(1),
        Message = "no answer in 3 s",
    };

    private static readonly SplitBrainDiagnosis s_splitBrain = new()
    {
        Instance = "VI",
        Cause = SplitBrainCause.TwoMasters,
        Since = s_at,
        LastSeen = s_at,
        Rival = IPAddress.Parse("10.88.0.12"),
        RivalPriority = 150,
        RivalHardwareAddress = "02:42:0a:58:00:0c",
        Explanation = "10.88.0.12 sends adverts too.",
        ExplanationZh = "10.88.0.12 也在发送通告。",
        Remedy = "Check the link.",
        RemedyZh = "请检查链路。",
        Evidence = [new SplitBrainEvidence(SplitBrainCause.TwoMasters, s_at, s_at, 3, "advert of 10.88.0.12 with priority 150 on eth0")],
    };

    private static readonly EngineStatus s_status = new()
    {
        Node = "l1",
        At = s_at,
        Sequence = 42,
        AppliedRevision = 3,
        Engine = new EngineHealth { StartedAt = s_at, LoadBalancer = "ipvs", WorstLateness = TimeSpan.FromMilliseconds(0.5), LatenessCounts = [1, 2, 3], LatenessSumSeconds = 0.25, ElectionProcess = new ElectionProcessStatus(4711, s_at, "1.0", true, 2, s_at), ElectionAllocatedBytes = 4096 },
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
                Owner = new VrrpOwner("l1", IPAddress.Parse("10.88.0.11"), 200, s_at),
                HeldSince = s_at,
                Counters = new VrrpCounters { AdvertsSent = 17, PacketErrors = new Dictionary<string, long> { ["ttl"] = 2 } },
                LastTransition = new VrrpTransitionRecord(s_at, VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent, "It became Master.", "已成为主节点"),
                VirtualAddresses = [new VirtualAddressStatus(IPAddress.Parse("10.88.0.100"), 24, "eth0", "eth0:0", true)],
                HeartbeatLines = [new HeartbeatLineStatus("eth0", s_at, true)],
                Tracks = [new TrackStatus("script", "chk", null, -20, false, null, null)],
                SyncGroup = "G",
                SplitBrain = s_splitBrain,
                TakeoverAt = s_at,
                VirtualMac = "vrrp.51 00:00:5e:00:01:33",
                VirtualRoutes = [new VirtualRouteStatus("192.0.2.0/24 via 10.88.0.1", true)],
                ObservedAt = s_at,
                Freshness = Freshness.Fresh,
            },
        ],
        VirtualServices =
        [
            new VirtualServiceStatus
            {
                Name = "10.88.0.100:80/tcp",
                Endpoint = "10.88.0.100:80/tcp",
                Scheduler = "wrr",
                ForwardingMethod = "NAT",
                QuorumUp = true,
                RealServers =
                [
                    new RealServerStatus
                    {
                        Address = "10.88.0.101:80",
                        State = RealServerState.GoingDown,
                        Admin = AdminState.Enabled,
                        InTable = true,
                        Weight = 3,
                        EffectiveWeight = 3,
                        LastProbe = s_probe,
                        Beats = [new ProbeBeat(s_at, ProbeOutcome.Passed, TimeSpan.FromMilliseconds(7)), new ProbeBeat(s_at, ProbeOutcome.TimedOut, TimeSpan.FromSeconds(3))],
                        ObservedAt = s_at,
                        Freshness = Freshness.Stale,
                    },
                ],
                ObservedAt = s_at,
                Freshness = Freshness.Stale,
            },
        ],
    };

    public static TheoryData<EngineEvent, string> Events => new()
    {
        { new VrrpTransitioned(new VrrpTransition { Instance = "VI", From = VrrpState.Backup, To = VrrpState.Master, Cause = TransitionCause.MasterSilent, OwnPriority = 200, SilentFor = TimeSpan.FromMilliseconds(3609.375), PeerAddress = IPAddress.Parse("10.88.0.12") }), "vrrpTransitioned" },
        { new RealServerStateChanged("S", "10.88.0.101:80", RealServerState.Up, RealServerState.Down, "refused"), "realServerStateChanged" },
        { new RealServerTableChanged("S", "10.88.0.101:80", true, 3, "Up"), "realServerTableChanged" },
        { new QuorumChanged("S", false, 1, 2), "quorumChanged" },
        { new ProbeCompleted("S", "10.88.0.101:80", 0, s_probe), "probeCompleted" },
        { new DriftRepaired("10.88.0.100/24 on eth0", "missing", "added again"), "driftRepaired" },
        { new DefinitionApplied(7, ["a", "b"]), "definitionApplied" },
        { new DefinitionRejected(8, ["why"]), "definitionRejected" },
        { new HeartbeatLineChanged("VI", "eth1", false, "interface eth1 has no carrier", 1), "heartbeatLineChanged" },
        { new TrackChanged("script", "chk", false, "exit code 1"), "trackChanged" },
        { new SplitBrainStarted(s_splitBrain), "splitBrainStarted" },
        { new SplitBrainEnded(s_splitBrain, TimeSpan.FromSeconds(3.5), "this node yielded to 10.88.0.12"), "splitBrainEnded" },
        { new ElectionProcessChanged(4711, "started", EventSeverity.Info), "electionProcessChanged" },
        { new EngineNotice("load balancer", "no module", EventSeverity.Critical), "engineNotice" },
    };

    [Fact]
    public void Status_WrittenAndRead_IsTheSame()
    {
        string json = JsonSerializer.Serialize(s_status, DefinitionJson.Options);

        EngineStatus read = JsonSerializer.Deserialize<EngineStatus>(json, DefinitionJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, DefinitionJson.Options));
        Assert.Equal(s_status.VirtualServices, read.VirtualServices);
        Assert.Equal(s_status.Vrrp[0], read.Vrrp[0] with { Counters = s_status.Vrrp[0].Counters });
    }

    [Theory]
    [InlineData("\"at\":\"2026-01-31T12:00:00.25Z\"")]
    [InlineData("\"durationMs\":12.3456,\"connectDurationMs\":1,\"tlsDurationMs\":null,\"firstByteDurationMs\":null")]
    [InlineData("\"lastProbe\":{\"result\":\"TimedOut\",")]
    [InlineData("\"worstLatenessMs\":0.5,")]
    [InlineData("\"advertisementIntervalMs\":1000,")]
    [InlineData("\"state\":\"Master\",")]
    [InlineData("\"packetErrors\":{\"ttl\":2}")]
    [InlineData("\"sentenceZh\":\"已成为主节点\"")]
    [InlineData("\"beats\":[{\"at\":\"2026-01-31T12:00:00.25Z\",\"outcome\":\"Passed\",\"durationMs\":7},")]
    public void Status_Written_Contains(string part) => Assert.Contains(part, JsonSerializer.Serialize(s_status, DefinitionJson.Options), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_WrittenAndRead_IsEqualByContent(EngineEvent happened, string type)
    {
        EngineEvent stamped = happened with { Sequence = 9, At = s_at, Revision = 3 };

        string json = JsonSerializer.Serialize(stamped, DefinitionJson.Options);

        Assert.StartsWith($"{{\"type\":\"{type}\",", json, StringComparison.Ordinal);
        Assert.Contains("\"sentence\":\"", json, StringComparison.Ordinal);
        Assert.Contains($"\"severity\":\"{stamped.Severity}\"", json, StringComparison.Ordinal);
        Assert.Equal(stamped, JsonSerializer.Deserialize<EngineEvent>(json, DefinitionJson.Options));
    }

    [Fact]
    public void EveryEvent_IsInTheRoundTripTable()
    {
        int kinds = typeof(EngineEvent).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(EngineEvent)));

        Assert.Equal(kinds, Events.Count);
    }

    [Fact]
    public void Time_InAnotherZone_IsReadAsUtc()
    {
        DateTimeOffset read = JsonSerializer.Deserialize<DateTimeOffset>("\"2026-01-31T13:00:00+01:00\"", DefinitionJson.Options);

        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal("\"2026-01-31T12:00:00Z\"", JsonSerializer.Serialize(read, DefinitionJson.Options));
    }

    [Fact]
    public void ValueArray_AsWholeDocument_RoundTrips()
    {
        ValueArray<string> lines = ["a", "b"];

        Assert.Equal(lines, JsonSerializer.Deserialize<ValueArray<string>>(JsonSerializer.Serialize(lines, DefinitionJson.Options), DefinitionJson.Options));
    }
}
