using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Engine.Tests.Hosting;

/// <summary>The parts put together, with no load balancer and no VRRP instance, so that nothing of the host is touched.</summary>
public sealed class KeepaliveEngineTests : IDisposable
{
    private readonly KeepaliveEngine _engine = new(
        Options.Create(new EngineOptions { Node = "l1", LoadBalancer = LoadBalancerChoice.None, RealTimePriority = 0 }), NullLoggerFactory.Instance, TimeProvider.System);

    public KeepaliveEngineTests() => _engine.Start();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Apply_BrokenDefinition_IsRefusedAsAWhole_AndTheLastGoodOneGoesOn()
    {
        using EngineSubscription events = _engine.Subscribe("test");
        Assert.Empty(_engine.Apply(Definition(weight: 1), 1));
        ValueArray<DefinitionProblem> problems = _engine.Apply(Definition(weight: 70_000), 2);

        Assert.Contains(problems, problem => problem.Severity == ProblemSeverity.Error);
        Assert.Equal(1, _engine.Current.AppliedRevision);
        Assert.Equal(1, Assert.Single(Assert.Single(_engine.Current.VirtualServices).RealServers).Weight);
        _engine.Dispose();
        EngineEvent[] seen = [.. events.ReadAsync(CancellationToken.None).ToBlockingEnumerable().SelectMany(batch => batch.Events)];
        Assert.Equal(1, Assert.Single(seen.OfType<DefinitionApplied>()).AppliedRevision);
        Assert.Equal(2, Assert.Single(seen.OfType<DefinitionRejected>()).RejectedRevision);
    }

    [Fact]
    public void Apply_TheSameAgain_SaysThatNothingChanged()
    {
        using EngineSubscription events = _engine.Subscribe("test");
        _engine.Apply(Definition(weight: 1), 1);
        _engine.Apply(Definition(weight: 1), 2);
        _engine.Dispose();

        DefinitionApplied[] applied = [.. events.ReadAsync(CancellationToken.None).ToBlockingEnumerable().SelectMany(batch => batch.Events).OfType<DefinitionApplied>()];
        Assert.Equal([1, 2], applied.Select(one => one.AppliedRevision));
        Assert.Empty(applied[1].Changes);
    }

    [Fact]
    public void Commands_ForWhatDoesNotExist_AreRefused()
    {
        _engine.Apply(Definition(weight: 1), 1);

        Assert.False(_engine.CheckNow("web", "10.88.0.109:80"));
        Assert.False(_engine.Announce("VI_NONE"));
    }

    [Fact]
    public void Current_WithoutALoadBalancer_SaysNone() => Assert.Equal("none", _engine.Current.Engine.LoadBalancer);

    [Fact]
    public void Subscribe_BeforeTheStart_DoesNotChooseTheLoadBalancer()
    {
        using var engine = new KeepaliveEngine(
            Options.Create(new EngineOptions { Node = "l1", LoadBalancer = LoadBalancerChoice.Nftables, RealTimePriority = 0 }), NullLoggerFactory.Instance, TimeProvider.System);
        using EngineSubscription early = engine.Subscribe("early");
        Assert.Equal("none", early.Initial.Engine.LoadBalancer);

        engine.Start();

        using EngineSubscription late = engine.Subscribe("late");
        Assert.NotEqual("none", late.Initial.Engine.LoadBalancer);
    }

    private static ClusterDefinition Definition(int weight) => new()
    {
        Nodes = [new NodeDefinition { Name = "l1" }],
        VirtualServices =
        [
            new VirtualServiceDefinition
            {
                Name = "web",
                Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 },
                RealServers = [new RealServerDefinition { Address = IPAddress.Parse("127.0.0.1"), Port = 9, Weight = weight, Checks = [new TcpCheckDefinition { Warmup = TimeSpan.FromHours(1) }] }],
            },
        ],
    };
}
