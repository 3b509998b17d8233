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

    private static readonly EngineStatus s_status = new()
    {
        Node = "l1",
        At = s_at,
        Sequence = 42,
        AppliedRevision = 3,
        Engine = new EngineHealth { StartedAt = s_at, LoadBalancer = "ipvs", WorstLateness = TimeSpan.FromMilliseconds(0.5), LatenessCounts = [1, 2, 3], LatenessSumSeconds = 0.25 },
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
    [InlineData("\"durationMs\":12.3456,\"connectDurationMs\":1,\"firstByteDurationMs\":null")]
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
