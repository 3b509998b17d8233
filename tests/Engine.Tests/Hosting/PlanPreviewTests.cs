using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting.Planning;
using KeepaliveConsole.Engine.Tests.Definitions;

namespace KeepaliveConsole.Engine.Tests.Hosting;

/// <summary>What a definition would do, told from a picture of node l1.</summary>
public sealed class PlanPreviewTests
{
    private static readonly VrrpInstanceDefinition s_pair = SampleCluster.Instance() with { Participants = [SampleCluster.Participant("l1", 150), SampleCluster.Participant("l2", 100)] };
    private static readonly ClusterDefinition s_before = SampleCluster.Small with { VrrpInstances = [s_pair] };

    [Fact]
    public void TheSameDefinition_DoesNothing()
    {
        Assert.Empty(PlanPreview.Operations(s_before, s_before, Picture(VrrpState.Master)));
        Assert.Empty(PlanPreview.Transitions(s_before, s_before, Picture(VrrpState.Master)));
    }

    [Fact]
    public void AMastersAddresses_AreRemovedBeforeOthersAreAdded_ABackupTouchesNone()
    {
        ClusterDefinition after = With(s_pair with { VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("10.88.0.105"), PrefixLength = 24, Interface = "eth1" }] });
        Assert.Equal(["remove 10.88.0.100/24 from eth0", "add 10.88.0.105/24 to eth1 and announce it"], Texts(after, VrrpState.Master));
        Assert.Empty(Texts(after, VrrpState.Backup));
    }

    [Fact]
    public void AnotherRouterId_LeavesAndJoins()
        => Assert.Equal(
        [
            "VI_WEB: leave the election of VRID 51 with an advert of priority 0",
            "remove 10.88.0.100/24 from eth0",
            "VI_WEB: join the election of VRID 52 on eth0 with priority 150",
        ], Texts(With(s_pair with { VirtualRouterId = new VirtualRouterId(52) }), VrrpState.Master));

    [Fact]
    public void ARemovedInstance_IsLeft_ANewOneIsJoined()
    {
        ClusterDefinition after = s_before with { VrrpInstances = [SampleCluster.Instance("VI_NEW", 60, "10.88.0.110")] };
        Assert.Equal(["VI_WEB: leave the election of VRID 51", "VI_NEW: join the election of VRID 60 on eth0 with priority 200"], Texts(after, VrrpState.Backup));
        Assert.Equal(["VI_NEW is new: l1 (200) becomes master.", "VI_WEB is removed: l2 gives its addresses up."], Sentences(s_before, after, Picture(VrrpState.Backup)));
    }

    [Fact]
    public void TheTable_IsPlannedAsTheBalancerWould_ServersThatAreDownAreNotAdded()
    {
        VirtualServiceDefinition service = SampleCluster.Service();
        ClusterDefinition after = s_before with
        {
            VirtualServices = [service with { Scheduler = Scheduler.RoundRobin, RealServers = [service.RealServers[0] with { Admin = AdminState.Drain }, service.RealServers[1] with { Weight = 5 }, SampleCluster.Server("10.88.0.103")] }],
        };
        EngineStatus picture = Picture(VrrpState.Master, down: "10.88.0.102:80");
        Assert.Equal(
        [
            "set 10.88.0.101:80 of 10.88.0.100:80/tcp to weight 0, Nat",
            "change the settings of 10.88.0.100:80/tcp",
            "add 10.88.0.103:80 to 10.88.0.100:80/tcp, weight 1, Nat",
        ], PlanPreview.Operations(s_before, after, picture).Select(operation => operation.Text));
        Assert.Empty(PlanPreview.Operations(s_before, after, picture with { Engine = picture.Engine with { LoadBalancer = "none" } }));
    }

    [Fact]
    public void ARemovedService_IsRemovedWhole()
        => Assert.Equal(["remove the service 10.88.0.100:80/tcp with its 2 destinations"], Texts(s_before with { VirtualServices = [] }, VrrpState.Backup));

    [Theory]
    [InlineData(90, 100, true, "VI_WEB: priority 150 → 90 on l1: l2 (100) takes over.")]
    [InlineData(150, 200, true, "VI_WEB: priority 100 → 200 on l2: l2 (200) takes over.")]
    [InlineData(120, 100, true, null)]
    [InlineData(100, 100, true, null)]
    [InlineData(90, 100, false, "VI_WEB: priority 150 → 90 on l1, preemption is off: l1 (90) stays master of l2 (100), because preemption is off.")]
    public void OtherPriorities_MoveTheMastershipOrNot(byte first, byte second, bool preempt, string? sentence)
    {
        ClusterDefinition after = With(s_pair with { Preempt = preempt, Participants = [SampleCluster.Participant("l1", first), SampleCluster.Participant("l2", second)] });
        Assert.Equal(sentence is null ? [] : [sentence], Sentences(s_before, after, Picture(VrrpState.Master)));
    }

    [Fact]
    public void WhatThisNodeTracks_CountsOnItsPriority()
    {
        EngineStatus weakened = Picture(VrrpState.Master) with { Vrrp = [Picture(VrrpState.Master).Vrrp[0] with { EffectivePriority = 120 }] };
        ClusterDefinition after = With(s_pair with { PreemptDelay = TimeSpan.FromSeconds(3), Participants = [SampleCluster.Participant("l1", 129), SampleCluster.Participant("l2", 100)] });
        Assert.Equal(["VI_WEB: priority 150 → 129 on l1: l2 (100) takes over after 3 s."], Sentences(s_before, after, weakened));
    }

    [Fact]
    public void AMasterThatLeaves_IsSucceeded_AndItsGroupFollows()
    {
        ClusterDefinition before = s_before with
        {
            VrrpInstances = [s_pair, s_pair with { Name = "VI_B", VirtualRouterId = new VirtualRouterId(52), VirtualAddresses = [] }],
            SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_WEB", "VI_B"] }],
        };
        ClusterDefinition after = before with { VrrpInstances = [s_pair with { Participants = [SampleCluster.Participant("l1", 150) with { Released = true }, SampleCluster.Participant("l2", 100)] }, before.VrrpInstances[1]] };
        Assert.Equal(["VI_WEB: l1 is released: l2 (100) takes over from l1.", "VI_B follows VI_WEB in sync group G."], Sentences(before, after, Picture(VrrpState.Master)));
    }

    [Fact]
    public void AnotherInterface_BeginsTheElectionAnew()
    {
        ClusterDefinition after = With(s_pair with { Participants = [SampleCluster.Participant("l1", 150) with { Interface = "eth1" }, SampleCluster.Participant("l2", 100)] });
        Assert.Equal(["VI_WEB: another virtual router, interface or MAC address: the election begins anew, and l1 (150) is master after about 3.4 s."],
            Sentences(s_before, after, Picture(VrrpState.Master)));
    }

    [Fact]
    public void Operations_InChinese()
    {
        VirtualServiceDefinition service = SampleCluster.Service();
        ClusterDefinition after = s_before with
        {
            VrrpInstances = [s_pair with { VirtualRouterId = new VirtualRouterId(52) }],
            VirtualServices = [service with { Scheduler = Scheduler.RoundRobin, RealServers = [service.RealServers[0] with { Admin = AdminState.Drain }, service.RealServers[1] with { Weight = 5 }, SampleCluster.Server("10.88.0.103")] }],
        };

        Assert.Equal(
        [
            "VI_WEB：以优先级 0 的通告退出 VRID 51 的选举",
            "从 eth0 移除 10.88.0.100/24",
            "VI_WEB：在 eth0 上以优先级 150 加入 VRID 52 的选举",
            "将 10.88.0.100:80/tcp 的 10.88.0.101:80 设为权重 0，Nat",
            "修改 10.88.0.100:80/tcp 的设置",
            "将 10.88.0.103:80 添加到 10.88.0.100:80/tcp，权重 1，Nat",
        ], PlanPreview.Operations(s_before, after, Picture(VrrpState.Master, down: "10.88.0.102:80")).Select(operation => operation.TextZh));
    }

    [Fact]
    public void ARouteAndARule_ComeAndGo_InBothLanguages()
    {
        VrrpInstanceDefinition routed = s_pair with
        {
            VirtualRoutes = [new VirtualRouteDefinition { Destination = IPAddress.Parse("192.0.2.0"), PrefixLength = 24, Interface = "eth0" }],
            VirtualRules = [new VirtualRuleDefinition { From = IPAddress.Parse("192.0.2.0"), FromPrefixLength = 24, Table = 100 }],
        };

        Assert.Equal([("add route 192.0.2.0/24 dev eth0", "添加路由 192.0.2.0/24 dev eth0"), ("add rule from 192.0.2.0/24 lookup 100", "添加规则 from 192.0.2.0/24 lookup 100")],
            PlanPreview.Operations(s_before, With(routed), Picture(VrrpState.Master)).Select(operation => (operation.Text, operation.TextZh)));
        Assert.Equal([("remove rule from 192.0.2.0/24 lookup 100", "移除规则 from 192.0.2.0/24 lookup 100"), ("remove route 192.0.2.0/24 dev eth0", "移除路由 192.0.2.0/24 dev eth0")],
            PlanPreview.Operations(With(routed), s_before, Picture(VrrpState.Master)).Select(operation => (operation.Text, operation.TextZh)));
    }

    [Theory]
    [InlineData(90, 100, true, "VI_WEB：l1 的优先级 150 → 90：由 l2（100）接管。")]
    [InlineData(90, 100, false, "VI_WEB：l1 的优先级 150 → 90，不允许抢占：l1（90）仍为主节点，不让位给 l2（100），因为不允许抢占。")]
    public void OtherPriorities_InChinese(byte first, byte second, bool preempt, string sentence)
    {
        ClusterDefinition after = With(s_pair with { Preempt = preempt, Participants = [SampleCluster.Participant("l1", first), SampleCluster.Participant("l2", second)] });
        Assert.Equal([sentence], PlanPreview.Transitions(s_before, after, Picture(VrrpState.Master)).Select(each => each.SentenceZh));
    }

    [Fact]
    public void OtherTransitions_InChinese()
    {
        ClusterDefinition renamed = s_before with { VrrpInstances = [SampleCluster.Instance("VI_NEW", 60, "10.88.0.110")] };
        Assert.Equal(["VI_NEW 是新实例：l1（200）成为主节点。", "VI_WEB 被移除：l2 放弃其地址。"], Chinese(s_before, renamed, VrrpState.Backup));

        ClusterDefinition grouped = s_before with
        {
            VrrpInstances = [s_pair, s_pair with { Name = "VI_B", VirtualRouterId = new VirtualRouterId(52), VirtualAddresses = [] }],
            SyncGroups = [new SyncGroupDefinition { Name = "G", Members = ["VI_WEB", "VI_B"] }],
        };
        ClusterDefinition released = grouped with { VrrpInstances = [s_pair with { Participants = [SampleCluster.Participant("l1", 150) with { Released = true }, SampleCluster.Participant("l2", 100)] }, grouped.VrrpInstances[1]] };
        Assert.Equal(["VI_WEB：l1 退出选举：由 l2（100）从 l1 接管。", "VI_B 在同步组 G 中随 VI_WEB 一起切换。"], Chinese(grouped, released, VrrpState.Master));

        ClusterDefinition moved = With(s_pair with { Participants = [SampleCluster.Participant("l1", 150) with { Interface = "eth1" }, SampleCluster.Participant("l2", 100)] });
        Assert.Equal(["VI_WEB：虚拟路由器、网卡或 MAC 地址改变：选举重新开始，约 3.4 秒后 l1（150）成为主节点。"], Chinese(s_before, moved, VrrpState.Master));
    }

    private static IEnumerable<string> Sentences(ClusterDefinition before, ClusterDefinition after, EngineStatus picture) => PlanPreview.Transitions(before, after, picture).Select(each => each.Sentence);

    private static IEnumerable<string> Chinese(ClusterDefinition before, ClusterDefinition after, VrrpState state) => PlanPreview.Transitions(before, after, Picture(state)).Select(each => each.SentenceZh);

    private static ClusterDefinition With(VrrpInstanceDefinition instance) => s_before with { VrrpInstances = [instance] };

    private static IEnumerable<string> Texts(ClusterDefinition after, VrrpState state) => PlanPreview.Operations(s_before, after, Picture(state)).Select(operation => operation.Text);

    private static EngineStatus Picture(VrrpState state, string? down = null) => new()
    {
        Node = "l1",
        At = DateTimeOffset.UnixEpoch,
        Sequence = 1,
        AppliedRevision = 1,
        Engine = new EngineHealth { StartedAt = DateTimeOffset.UnixEpoch, LoadBalancer = "ipvs" },
        Vrrp =
        [
            new VrrpInstanceStatus
            {
                Name = "VI_WEB",
                VirtualRouterId = new VirtualRouterId(51),
                Version = VrrpVersion.V2,
                Interface = "eth0",
                State = state,
                BasePriority = 150,
                EffectivePriority = 150,
                AdvertisementInterval = AdvertisementInterval.Default,
                Owner = state == VrrpState.Backup ? new VrrpOwner("l2", IPAddress.Parse("10.88.0.12"), 200, DateTimeOffset.UnixEpoch) : null,
                ObservedAt = DateTimeOffset.UnixEpoch,
                Freshness = Freshness.Fresh,
            },
        ],
        VirtualServices =
        [
            new VirtualServiceStatus
            {
                Name = "10.88.0.100:80/tcp",
                Endpoint = "10.88.0.100:80/tcp",
                Scheduler = "wlc",
                ForwardingMethod = "NAT",
                QuorumUp = true,
                AliveWeight = 2,
                Quorum = 1,
                RealServers = [Server("10.88.0.101:80", down), Server("10.88.0.102:80", down)],
                ObservedAt = DateTimeOffset.UnixEpoch,
                Freshness = Freshness.Fresh,
            },
        ],
    };

    private static RealServerStatus Server(string address, string? down) => new()
    {
        Address = address,
        State = address == down ? RealServerState.Down : RealServerState.Up,
        Admin = AdminState.Enabled,
        InTable = address != down,
        Weight = 1,
        EffectiveWeight = address == down ? 0 : 1,
        ObservedAt = DateTimeOffset.UnixEpoch,
        Freshness = Freshness.Fresh,
    };
}
