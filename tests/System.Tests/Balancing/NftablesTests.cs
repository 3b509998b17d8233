using System.Diagnostics;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Nftables;
using KeepaliveConsole.Engine.Runtime.Balancing;
using KeepaliveConsole.System.Tests.Guest;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>nftables with real traffic through the host's kernel, in network namespaces of the test's own.</summary>
[Collection(Rig.NetworkCollection.Name)]
public sealed class NftablesTests(ITestOutputHelper output) : IDisposable
{
    private static readonly NftBench s_bench = new();

    public static TheoryData<string> Scenarios => [.. BalancingScenarios.All.Keys];

    public void Dispose() => BalancingSetup.RemoveRig();

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_OnTheHost_GoesAsItMust(string scenario)
    {
        Exception? failure = Record.Exception(() => BalancingScenarios.All[scenario](s_bench));

        Assert.True(failure is null, failure?.ToString());
    }

    [Fact]
    public void RemovedServer_KeepsTheConnectionsItHas()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (2, 1)));
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        Assert.StartsWith("r2 ", established.Ask(), StringComparison.Ordinal);

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));

        Assert.Equal("r1=5", setup.Rig.Hits(5));
        Assert.StartsWith("r2 ", established.Ask(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "r1 10.2.0.1")]
    [InlineData(false, "r1 10.88.0.10")]
    public void Masquerade_AsAsked_TheServerSeesTheDirectorOrTheClient(bool masquerade, string answer)
    {
        using var setup = new BalancingSetup(new NftBench { Masquerade = masquerade });
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)));

        Assert.Equal(answer, WebClient.AskOnce(setup.Rig.Client, BalancingRig.Web));
    }

    [Fact]
    public void Masquerade_OtherTrafficThroughTheDirector_IsLeftAlone()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)));
        setup.Rig.Client.Batch("link set eth2 down", "route add 10.2.0.0/24 via 10.88.0.1");

        Assert.Equal("r1 10.88.0.10", WebClient.AskOnce(setup.Rig.Client, new(global::System.Net.IPAddress.Parse("10.2.0.101"), 80)));
    }

    [Fact]
    public void Masquerade_TurnedOffBetweenTwoRuns_TheSuccessorRemovesIt()
    {
        BalancerService service = BalancingRig.Service(Scheduler.RoundRobin, (1, 1));
        using var setup = new BalancingSetup(s_bench);
        setup.Want(service);
        setup.Runtime.Stop(TableOnStop.Keep);

        using var successor = new BalancingSetup(new NftBench { Masquerade = false });
        successor.Want(service);

        Assert.Equal("r1 10.88.0.10", WebClient.AskOnce(successor.Rig.Client, BalancingRig.Web));
    }

    [Fact]
    public void EarlierRunLeftAnotherService_TheSuccessorRemovesIt()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)), new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp }, Scheduler.RoundRobin, null, []));
        setup.Runtime.Stop(TableOnStop.Keep);

        using var successor = new BalancingSetup(s_bench);
        successor.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)));

        // The wanted service was there before, so waiting for it does not wait for the removal of the other.
        Expect.Soon(() => Read(successor).Table.Services.Count == 1, () => "the service of the earlier run is gone");
        Assert.Equal(["10.88.0.100:80/tcp"], Read(successor).Table.Services.Select(found => found.Key.ToString()));
    }

    [Fact]
    public void EveryKindOfService_IsWrittenAndReadBack()
    {
        using var setup = new BalancingSetup(s_bench);
        var udp = new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp };
        BalancerTable wanted = new(
        [
            BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 65535), (2, 1), (3, 0)),
            new BalancerService(udp, Scheduler.SourceHash, null, BalancingRig.Destinations(0, ForwardingMethod.Nat, (1, 2), (2, 1))),
            new BalancerService(udp with { Port = 5060, Protocol = TransportProtocol.Sctp }, Scheduler.RoundRobin, null, BalancingRig.Destinations(5060, ForwardingMethod.Nat, (1, 7), (2, 9))),
            new BalancerService(udp with { Port = 81, Protocol = TransportProtocol.Tcp }, Scheduler.WeightedRoundRobin, null, []),
            new BalancerService(udp with { Port = 82, Protocol = TransportProtocol.Tcp }, Scheduler.WeightedRoundRobin, null, BalancingRig.Destinations(80, ForwardingMethod.Nat, (1, 0))),
        ]);
        setup.Want([.. wanted.Services]);

        BalancerReading reading = Read(setup);

        Assert.Null(reading.Problem);
        Assert.Empty(reading.Damaged);
        Assert.Empty(BalancerPlanner.Plan(wanted, reading.Table, reading.Table.Services.Select(service => service.Key).ToHashSet()));
    }

    [Fact]
    public void LargeTable_IsWrittenAndReadBack()
    {
        using var setup = new BalancingSetup(s_bench);
        BalancerService[] services = [.. Enumerable.Range(0, 200).Select(number => new BalancerService(
            new ServiceKey { Address = BalancingRig.Vip, Port = 1000 + number }, Scheduler.WeightedRoundRobin, null,
            Enumerable.Range(1, 20).Select(host => new BalancerDestination(global::System.Net.IPAddress.Parse($"10.2.0.{host}"), 80, host, ForwardingMethod.Nat)).ToValueArray()))];
        long start = Stopwatch.GetTimestamp();
        setup.Want(services);
        output.WriteLine($"200 services with 20 servers each: written in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        start = Stopwatch.GetTimestamp();
        BalancerReading reading = Read(setup);
        output.WriteLine($"read in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");

        Assert.Empty(BalancerPlanner.Plan(new BalancerTable(services.ToValueArray()), reading.Table, new HashSet<ServiceKey>()));
        start = Stopwatch.GetTimestamp();
        setup.Want([.. services.Select((service, index) => index == 7 ? service with { Destinations = [] } : service)]);
        output.WriteLine($"one service changed in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
    }

    [Fact]
    public void Auto_KernelWithoutIpvs_PicksNftables()
    {
        using var director = new NetworkNamespace($"kc{Environment.ProcessId}au");

        using ILoadBalancer chosen = director.Run(() => LoadBalancerSelection.Create(new EngineOptions()));

        Assert.Equal(Directory.Exists("/proc/sys/net/ipv4/vs") ? "ipvs" : "nftables", chosen.Kind);
    }

    private static BalancerReading Read(BalancingSetup setup) => setup.Rig.Director.Run(() =>
    {
        using var reader = new NftLoadBalancer(new NftKernel(), new ConntrackTable(), masquerade: true);
        return reader.Read();
    });
}
