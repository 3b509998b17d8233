using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Checks;

/// <summary>A picture is mostly made of parts of the one before; it must be the picture that would be drawn from nothing.</summary>
public sealed class StatusPictureReuseTests
{
    private const int Steps = 30;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ProbeOutcome[] s_outcomes = [ProbeOutcome.Passed, ProbeOutcome.Refused, ProbeOutcome.LocalError];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void AfterEachStep_ItIsThePictureDrawnFromNothing(int seed)
    {
        var random = new Random(seed);
        Action<CheckBench>[] steps = [bench => bench.Apply(Services(0)), .. Enumerable.Range(0, Steps).Select(_ => Step(random))];
        using var watched = new CheckBench();
        for (int done = 1; done <= steps.Length; done++)
        {
            steps[done - 1](watched);
            using var unseen = new CheckBench();
            foreach (Action<CheckBench> step in steps.Take(done)) step(unseen);
            Assert.Equal(unseen.Runtime.Snapshot(unseen.Table), watched.Runtime.Snapshot(watched.Table));
        }
    }

    [Fact]
    public void NothingHappened_AllPartsAreTheSameObjects()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp)));
        VirtualServiceStatus first = bench.Runtime.Snapshot(bench.Table)[0];
        bench.Advance(9);
        Assert.Same(first, bench.Runtime.Snapshot(bench.Table)[0]);
        // The load balancer says the same in other words.
        Assert.Same(first, bench.Runtime.Snapshot(new BalancerTable([bench.Table.Services[0] with { }]))[0]);
    }

    [Fact]
    public void OneServerChanged_TheOthersAreTheSameObjects()
    {
        using var bench = new CheckBench();
        bench.Apply(Web.Service(Web.Server(101, Web.Tcp), Web.Server(102, Web.Tcp with { Interval = TimeSpan.FromSeconds(20) })));
        VirtualServiceStatus first = bench.Runtime.Snapshot(bench.Table)[0];
        bench.Advance(10);
        VirtualServiceStatus second = bench.Runtime.Snapshot(bench.Table)[0];
        Assert.NotSame(first, second);
        Assert.NotEqual(first.RealServers[0].LastProbe, second.RealServers[0].LastProbe);
        Assert.Same(first.RealServers[1], second.RealServers[1]);
    }

    private static Action<CheckBench> Step(Random random)
    {
        string server = $"10.88.0.{101 + random.Next(3)}";
        int number = random.Next(6);
        double seconds = Math.Round(random.NextDouble() * 12, 3);
        ProbeOutcome outcome = s_outcomes[random.Next(s_outcomes.Length)];
        return random.Next(8) switch
        {
            0 => bench => bench.Apply(Services(number)),
            1 => bench => bench.Counters = Counted(number),
            2 => bench => bench.Runtime.AddressesHeld(new HashSet<IPAddress>(number % 2 == 0 ? [] : [IPAddress.Parse("10.88.0.100")])),
            3 => bench =>
            {
                bench.Answer(server, outcome);
                bench.Advance(30);
            },
            4 => bench => bench.Runtime.CheckNow("web", $"{server}:80"),
            _ => bench =>
            {
                bench.Answer(server, outcome);
                bench.Advance(seconds);
            },
        };
    }

    // Each number differs from the others in what a picture shows.
    private static VirtualServiceDefinition[] Services(int number)
    {
        VirtualServiceDefinition web = Web.Service(
            Web.Server(101, Web.Tcp) with { Weight = number == 1 ? 7 : 1 },
            Web.Server(102, Web.Tcp with { Interval = TimeSpan.FromSeconds(3) }, Web.Http("/h")) with { Admin = number == 2 ? AdminState.Drain : AdminState.Enabled, AdminUntil = s_start.AddSeconds(150) },
            Web.Server(103)) with
        {
            FlapDamping = number == 3 ? new FlapDampingDefinition { SuppressAbove = 1500 } : null,
            SlowStart = number == 3 ? TimeSpan.FromSeconds(9) : null,
            PassiveEvidence = number == 4,
            SuspendWhileNotOwner = number == 5,
            SorryServer = new SorryServerDefinition { Address = IPAddress.Parse("10.88.0.199"), Port = 80 },
        };
        VirtualServiceDefinition mail = Web.Service([.. web.RealServers.Take(number == 1 ? 1 : 2)]) with { Name = "mail", Key = new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 25 }, Quorum = 2 };
        return number == 4 ? [mail, web] : [web, mail];
    }

    private static ValueArray<DestinationCounters> Counted(int number) =>
        [new(new ServiceKey { Address = IPAddress.Parse("10.88.0.100"), Port = 80 }, IPAddress.Parse("10.88.0.102"), 80, 10 - number, number, 100 + number, 0, 0, 0, 0)];
}
