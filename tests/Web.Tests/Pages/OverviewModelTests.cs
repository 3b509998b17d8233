using KeepaliveConsole.Web.Components.Texts;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Overview;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

public class OverviewModelTests
{
    private const string Server = "10.88.0.101:80";

    private static OverviewModel Model(EngineStatus status) => OverviewModel.From(status, FakeStatus.Noon.AddSeconds(1), new ConsoleText());

    [Fact]
    public void Health_AllWell_IsOkWithOneSentence()
    {
        OverviewModel model = Model(FakeStatus.Healthy());

        Assert.Equal(HealthLevel.Ok, model.Health.Level);
        Assert.Equal("1 VRRP instance works, 1 virtual service has its quorum, none of 2 real servers is failing.", model.Health.Sentence);
        Assert.Empty(model.Attention);
    }

    [Fact]
    public void Health_ServerDownWithQuorum_IsDegraded()
    {
        OverviewModel model = Model(FakeStatus.Healthy().With(Server, server => server with { State = RealServerState.Down, StateReason = "connection refused" }));

        Assert.Equal(HealthLevel.Degraded, model.Health.Level);
        Assert.Equal("1 of 2 real servers is down: 10.88.0.101:80.", model.Health.Sentence);
        Assert.Equal("10.88.0.100:80/tcp: connection refused", Assert.Single(model.Attention).Why);
    }

    [Fact]
    public void Health_QuorumLost_IsCriticalAndNamesTheService()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus status = healthy with { VirtualServices = [healthy.VirtualServices[0] with { QuorumUp = false, AliveWeight = 0, SorryServerActive = true }] };

        OverviewModel model = Model(status);

        Assert.Equal(HealthLevel.Critical, model.Health.Level);
        Assert.Equal("1 of 1 virtual services is below quorum: 10.88.0.100:80/tcp.", model.Health.Sentence);
        Assert.Equal("weight 0 alive, 1 wanted; the sorry server 10.88.0.199:80 answers", Assert.Single(model.Attention).Why);
    }

    [Fact]
    public void Health_InstanceInFault_IsCriticalWithItsSentence()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus status = healthy with
        {
            Vrrp = [healthy.Vrrp[0] with { State = VrrpState.Fault, LastTransition = healthy.Vrrp[0].LastTransition! with { Sentence = "eth0 is down." } }],
        };

        OverviewModel model = Model(status);

        Assert.Equal("1 of 1 VRRP instances is in Fault: VI_WEB.", model.Health.Sentence);
        Assert.Equal("eth0 is down.", Assert.Single(model.Attention).Why);
    }

    [Fact]
    public void Attention_NotPermittedAndBalancerBroken_AreCritical()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus status = healthy with { Engine = healthy.Engine with { VrrpNotPermitted = "CAP_NET_RAW is missing", LoadBalancerProblem = "no ip_vs in this kernel" } };

        OverviewModel model = Model(status);

        Assert.Equal(["VRRP", "Load balancer"], model.Attention.Select(item => item.Subject));
        Assert.Equal(["CAP_NET_RAW is missing", "no ip_vs in this kernel"], model.Attention.Select(item => item.Why));
        Assert.Equal(HealthLevel.Critical, model.Health.Level);
    }

    [Fact]
    public void Attention_DrainedServer_IsInformationAndHealthStaysOk()
    {
        OverviewModel model = Model(FakeStatus.Healthy().With(Server, server => server with { Admin = AdminState.Drain }));

        AttentionItem item = Assert.Single(model.Attention);
        Assert.Equal(EventSeverity.Info, item.Severity);
        Assert.Equal("drained by an operator", item.What);
        Assert.Equal(HealthLevel.Ok, model.Health.Level);
    }

    [Fact]
    public void Attention_MoreThanTen_KeepsTheGravestThenTheNewest()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        IEnumerable<RealServerStatus> servers = Enumerable.Range(1, 12).Select(n => FakeStatus.RealServer($"10.88.1.{n}:80") with
        {
            State = n == 3 ? RealServerState.GoingDown : RealServerState.Down,
            StateSince = FakeStatus.Noon.AddSeconds(-n),
        });
        EngineStatus status = healthy with { VirtualServices = [healthy.VirtualServices[0] with { QuorumUp = false, RealServers = [.. servers] }] };

        OverviewModel model = Model(status);

        Assert.Equal(13, model.AttentionTotal);
        Assert.Equal(10, model.Attention.Count);
        Assert.All(model.Attention, item => Assert.Equal(EventSeverity.Critical, item.Severity));
        Assert.Equal(["10.88.0.100:80/tcp", "10.88.1.1:80", "10.88.1.2:80", "10.88.1.4:80"], model.Attention.Take(4).Select(item => item.Subject));
    }

    [Theory]
    [InlineData(VrrpState.Master, false, "is not on eth0")]
    [InlineData(VrrpState.Backup, true, "is still on eth0")]
    public void Attention_AddressNotWhereTheStateSays_IsCritical(VrrpState state, bool held, string expected)
    {
        EngineStatus healthy = FakeStatus.Healthy();
        VrrpInstanceStatus instance = healthy.Vrrp[0];
        EngineStatus status = healthy with { Vrrp = [instance with { State = state, VirtualAddresses = [instance.VirtualAddresses[0] with { Held = held }] }] };

        AttentionItem item = Assert.Single(Model(status).Attention);

        Assert.Equal(EventSeverity.Critical, item.Severity);
        Assert.Equal("10.88.0.100 " + expected, item.What);
    }

    [Fact]
    public void Counts_EachServerOnce_AdministrativeAndStaleBeforeChecks()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        RealServerStatus up = FakeStatus.RealServer("10.88.1.1:80");
        EngineStatus status = healthy with
        {
            VirtualServices = [healthy.VirtualServices[0] with
            {
                RealServers =
                [
                    up, up with { Address = "b", State = RealServerState.Down }, up with { Address = "c", State = RealServerState.GoingDown },
                    up with { Address = "d", State = RealServerState.GoingUp }, up with { Address = "e", Admin = AdminState.Drain },
                    up with { Address = "f", Admin = AdminState.Maintenance, State = RealServerState.Down }, up with { Address = "g", Freshness = Freshness.Stale },
                    up with { Address = "h", State = RealServerState.Unknown },
                ],
            }],
        };

        Assert.Equal(new ServerCounts(Up: 1, GoingDown: 1, GoingUp: 1, Down: 1, Drain: 1, Maintenance: 1, Unknown: 2), Model(status).Servers);
    }

    [Fact]
    public void Card_OwnerKnownByAddressOnly_ShowsTheAddressOnce()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus status = healthy with
        {
            Vrrp = [healthy.Vrrp[0] with { State = VrrpState.Backup, Owner = new VrrpOwner(null, IPAddress.Parse("fe80::2"), 210, FakeStatus.Noon) }],
        };

        InstanceCard card = Assert.Single(Model(status).Instances);

        Assert.Equal("fe80::2", card.Owner);
        Assert.Null(card.OwnerAddress);
        Assert.False(card.OwnerIsThisNode);
        Assert.Equal("advert heard 1.0 s ago", card.Observed);
    }

    [Fact]
    public void Card_NoOwner_SaysNobody()
    {
        EngineStatus healthy = FakeStatus.Healthy();

        InstanceCard card = Assert.Single(Model(healthy with { Vrrp = [healthy.Vrrp[0] with { State = VrrpState.Backup, Owner = null, HeldSince = null }] }).Instances);

        Assert.Equal("nobody this node knows of", card.Owner);
        Assert.Null(card.HeldFor);
    }
}
