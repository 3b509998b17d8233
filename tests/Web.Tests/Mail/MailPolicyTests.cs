using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Mail;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Mail;

public sealed class MailPolicyTests
{
    private const string First = "Realserver [10.88.0.101]:tcp:8080 of virtual server [10.88.0.100]:tcp:80";

    private static readonly MailDefinition s_all = MailCluster.Mail with { Instances = true, Servers = true };

    [Fact]
    public void InstancesAndTheirGroup_AreToldInKeepalivedsWords() => Assert.Equal(
        [
            "VRRP Instance VI_A - Entering MASTER state", "VRRP Instance VI_B - Entering MASTER state", "VRRP Group G - Entering MASTER state",
            "VRRP Instance VI_A - Entering FAULT state", "VRRP Group G - Entering FAULT state", "VRRP Instance VI_B - Entering BACKUP state",
        ],
        Told(Policy(s_all), MailCluster.Entered("VI_A", VrrpState.Master), MailCluster.Entered("VI_B", VrrpState.Master), MailCluster.Entered("VI_A", VrrpState.Fault), MailCluster.Entered("VI_B", VrrpState.Backup)));

    [Fact]
    public void Servers_AreToldWhenTheyComeOrGo_AndNotInBetween() => Assert.Equal(
        [$"{First} - DOWN", $"{First} - UP"],
        Told(Policy(MailCluster.Mail),
            MailCluster.Server(RealServerState.Unknown, RealServerState.Up), MailCluster.Server(RealServerState.Up, RealServerState.GoingDown), MailCluster.Server(RealServerState.GoingDown, RealServerState.Down),
            MailCluster.Server(RealServerState.Down, RealServerState.GoingUp), MailCluster.Server(RealServerState.GoingUp, RealServerState.Up)));

    [Fact]
    public void FirstPassedCheck_IsToldWhereAskedFor()
    {
        ClusterDefinition definition = MailCluster.Definition(MailCluster.Mail);
        definition = definition with { Nodes = [definition.Nodes[0] with { InitialServerNotices = true }, definition.Nodes[1]] };

        Assert.Equal([$"{First} - UP"], Told(Policy(definition), MailCluster.Server(RealServerState.Unknown, RealServerState.Up)));
    }

    [Theory]
    [InlineData(false, null, null, "")]
    [InlineData(false, null, true, "VRRP Instance VI_A")]
    [InlineData(true, null, null, "VRRP Instance VI_A")]
    [InlineData(true, null, false, "")]
    public void Instance_DecidesBeforeTheNode(bool node, bool? group, bool? own, string told)
    {
        ClusterDefinition definition = MailCluster.Definition(MailCluster.Mail with { Instances = node });
        VrrpInstanceDefinition instance = definition.VrrpInstances[0];
        definition = definition with
        {
            VrrpInstances = [instance with { Participants = [instance.Participants[0] with { Alert = own }, instance.Participants[1]] }, definition.VrrpInstances[1]],
            SyncGroups = [definition.SyncGroups[0] with { Alert = group ?? false }],
        };

        Assert.Equal(told.Length == 0 ? [] : [$"{told} - Entering FAULT state"], Told(Policy(definition), MailCluster.Entered("VI_A", VrrpState.Fault)));
    }

    [Theory]
    [InlineData(null, null, null, true, false)]
    [InlineData(true, null, null, true, true)]
    [InlineData(false, null, null, false, false)]
    [InlineData(false, true, null, true, false)]
    [InlineData(null, false, true, false, true)]
    public void ServerAndService_DecideBeforeTheNode(bool? node, bool? server, bool? service, bool tellsServer, bool tellsQuorum)
    {
        ClusterDefinition definition = MailCluster.Definition(MailCluster.Mail with { Servers = node });
        VirtualServiceDefinition own = definition.VirtualServices[0];
        definition = definition with { VirtualServices = [own with { Alert = service, RealServers = [own.RealServers[0] with { Alert = server }] }] };
        string[] expected = [.. tellsServer ? (string[])[$"{First} - DOWN"] : [], .. tellsQuorum ? (string[])["Virtualserver [10.88.0.100]:tcp:80 - DOWN"] : []];

        Assert.Equal(expected, Told(Policy(definition), MailCluster.Server(RealServerState.GoingDown, RealServerState.Down), new QuorumChanged(MailCluster.Service, false, 0, 1)));
    }

    [Fact]
    public void Faults_MayBeLeftOut() => Assert.Equal(
        ["VRRP Instance VI_A - Entering BACKUP state"],
        Told(Policy(s_all with { Faults = false }), MailCluster.Entered("VI_A", VrrpState.Fault), MailCluster.Entered("VI_B", VrrpState.Fault), MailCluster.Entered("VI_A", VrrpState.Backup)));

    [Fact]
    public void SplitBrain_IsToldWithItsInstance()
    {
        var diagnosis = new SplitBrainDiagnosis 
        {
            Instance = "VI_A",
            Cause = SplitBrainCause.TwoMasters,
            Since = MailCluster.Noon,
            LastSeen = MailCluster.Noon,
            Explanation = "Two masters.",
            ExplanationZh = "两个主节点。",
            Remedy = "Look at the network.",
            RemedyZh = "检查网络。",
        };
        EngineEvent[] split = [new SplitBrainStarted(diagnosis), new SplitBrainEnded(diagnosis, TimeSpan.FromSeconds(3), "this node yielded")];

        Assert.Equal(["VRRP Instance VI_A - Split brain", "VRRP Instance VI_A - Split brain ended"], Told(Policy(s_all), split));
        Assert.Empty(Told(Policy(MailCluster.Mail), split));
    }

    [Fact]
    public void WithoutSettings_NothingIsTold_ButStatesAreKept()
    {
        MailPolicy policy = Policy(MailCluster.Definition(null));
        Assert.Empty(Told(policy, MailCluster.Entered("VI_A", VrrpState.Master), MailCluster.Entered("VI_B", VrrpState.Backup), MailCluster.Server(RealServerState.GoingDown, RealServerState.Down)));

        policy.Apply(MailCluster.Definition(s_all));
        Assert.Equal(["VRRP Instance VI_B - Entering MASTER state", "VRRP Group G - Entering MASTER state"], Told(policy, MailCluster.Entered("VI_B", VrrpState.Master)));
    }

    [Fact]
    public void WhatIsNotDefined_IsNotTold() => Assert.Empty(Told(Policy(s_all),
        MailCluster.Entered("VI_X", VrrpState.Master), MailCluster.Server(RealServerState.GoingDown, RealServerState.Down, "10.9.9.9:1"), new QuorumChanged("other", false, 0, 1),
        new DefinitionApplied(3, [])));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void FirstPicture_TellsWhatCameSinceTheStart(int secondsAfterStart, int told)
    {
        EngineStatus picture = FakeStatus.Healthy();
        VrrpInstanceStatus instance = picture.Vrrp[0];
        picture = picture with { Vrrp = [instance with { Name = "VI_A", LastTransition = instance.LastTransition! with { At = picture.Engine.StartedAt.AddSeconds(secondsAfterStart) } }] };

        Assert.Equal(told, Policy(s_all).Begin(picture).Count);
    }

    private static MailPolicy Policy(MailDefinition mail) => Policy(MailCluster.Definition(mail));

    private static MailPolicy Policy(ClusterDefinition definition)
    {
        var policy = new MailPolicy("l1");
        policy.Apply(definition);
        return policy;
    }

    private static List<string> Told(MailPolicy policy, params EngineEvent[] events) => events.SelectMany(policy.Of).Select(notice => $"{notice.What} - {notice.News}").ToList();
}
