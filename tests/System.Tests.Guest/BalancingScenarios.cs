using System.Diagnostics;
using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Runtime.Balancing;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>What every load balancer must do, with real packets.</summary>
internal static class BalancingScenarios
{
    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Action<Bench>> All { get; } = new Dictionary<string, Action<Bench>>
    {
        [nameof(Weights_SpreadConnectionsExactly)] = Weights_SpreadConnectionsExactly,
        [nameof(RoundRobin_IgnoresWeights)] = RoundRobin_IgnoresWeights,
        [nameof(SourceHash_OneClientKeepsItsServer)] = SourceHash_OneClientKeepsItsServer,
        [nameof(Datagrams_AreBalancedToo)] = Datagrams_AreBalancedToo,
        [nameof(Director_ReachesTheServiceItself)] = Director_ReachesTheServiceItself,
        [nameof(RemovedServer_GetsNoConnection)] = RemovedServer_GetsNoConnection,
        [nameof(DrainedServer_KeepsItsConnectionAndGetsNoNewOne)] = DrainedServer_KeepsItsConnectionAndGetsNoNewOne,
        [nameof(OtherChanges_DisturbNoEstablishedConnection)] = OtherChanges_DisturbNoEstablishedConnection,
        [nameof(NoServer_RefusesAtOnce)] = NoServer_RefusesAtOnce,
        [nameof(Drift_IsRepairedAndTold)] = Drift_IsRepairedAndTold,
        [nameof(Successor_TakesOverWithoutTouchingAnything)] = Successor_TakesOverWithoutTouchingAnything,
        [nameof(Stop_RemovesOursAndLeavesForeignEntries)] = Stop_RemovesOursAndLeavesForeignEntries,
        [nameof(Forwarding_IsTurnedOnForNat)] = Forwarding_IsTurnedOnForNat,
        [nameof(Change_IsInTheKernelSoon)] = Change_IsInTheKernelSoon,
    };

    private static void Weights_SpreadConnectionsExactly(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 3), (2, 1)));
        Expect.Equal("r1=30 r2=10", setup.Rig.Hits(40), "40 connections at weights 3:1");

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 3), (2, 1), (3, 4)));
        Expect.Equal("r1=15 r2=5 r3=20", setup.Rig.Hits(40), "40 connections at weights 3:1:4");
    }

    private static void RoundRobin_IgnoresWeights(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 9), (2, 1), (3, 2)));
        Expect.Equal("r1=10 r2=10 r3=10", setup.Rig.Hits(30), "30 connections");
    }

    private static void SourceHash_OneClientKeepsItsServer(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.SourceHash, (1, 1), (2, 1), (3, 1)));
        string first = setup.Rig.Hits(20);
        Expect.True(first is "r1=20" or "r2=20" or "r3=20", $"one client's 20 connections went to: {first}");

        setup.Rig.Client.Batch([.. Enumerable.Range(20, 40).Select(host => $"addr replace 10.88.0.{host}/24 dev eth1")]);
        string spread = BalancingRig.Count(40, AskFromNextAddress());
        Expect.Equal(3, spread.Split(' ').Count(part => part.StartsWith('r')), $"servers used by 40 clients ({spread})");

        Func<string> AskFromNextAddress()
        {
            int host = 20;
            return () => WebClient.AskOnce(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse($"10.88.0.{host++}"));
        }
    }

    private static void Datagrams_AreBalancedToo(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        var key = new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp };
        setup.Want(new BalancerService(key, Scheduler.RoundRobin, null, BalancingRig.Destinations(53, ForwardingMethod.Nat, (1, 1), (2, 1))));
        Expect.Equal("r1=4 r2=4", BalancingRig.Count(8, () => WebClient.AskDatagram(setup.Rig.Client, new IPEndPoint(BalancingRig.Vip, 53))), "8 datagrams");
    }

    private static void Director_ReachesTheServiceItself(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)));
        Expect.Equal("r1=3 r2=3", BalancingRig.Count(6, () => WebClient.AskOnce(setup.Rig.Director, BalancingRig.Web)), "6 connections of the director");
    }

    private static void RemovedServer_GetsNoConnection(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 1)));
        Expect.Equal("r1=5 r2=5", setup.Rig.Hits(10), "before");

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));
        Expect.Equal("r1=10", setup.Rig.Hits(10), "after r2 left");
        Expect.Equal("", bench.ListingOfR2(setup.Rig.Director), "r2 in the kernel's listing");
        Expect.True(setup.Sink.Sentences.Contains("10.2.0.102:80 left the table of web: as wanted."), "told that r2 left");

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 1)));
        Expect.Equal("r1=5 r2=5", setup.Rig.Hits(10), "after r2 came back");
    }

    private static void DrainedServer_KeepsItsConnectionAndGetsNoNewOne(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (2, 1)));
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        Expect.Equal("r2", Server(established), "established with");

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 0)));
        Expect.Equal("r1=10", setup.Rig.Hits(10), "new connections");
        Expect.Equal("r2", Server(established), "the established connection stays with");
        Expect.True(bench.ListingOfR2(setup.Rig.Director).Length > 0, "r2 is still in the kernel's listing");
        Expect.Equal(0, setup.Runtime.Actual.Services[0].Destinations.Single(to => to.EndpointName == "10.2.0.102:80").Weight, "weight read back");
    }

    private static void OtherChanges_DisturbNoEstablishedConnection(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        Expect.Equal("r1", Server(established), "established with");

        var dns = new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp };
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 5), (2, 1), (3, 1)), new BalancerService(dns, Scheduler.RoundRobin, null, []));
        Expect.Equal("r1", Server(established), "after servers and a service came");
        setup.Want(BalancingRig.Service(Scheduler.SourceHash, (1, 1), (3, 1)));
        Expect.Equal("r1", Server(established), "after another scheduler, and a service and a server went");
    }

    private static void NoServer_RefusesAtOnce(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin));
        string answer = setup.Rig.Hits(1);
        Expect.True(answer.StartsWith("none: ", StringComparison.Ordinal) && answer != "none: TimedOut=1", $"a service without servers is refused at once, got {answer}");
    }

    private static void Drift_IsRepairedAndTold(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 3), (2, 1)));
        foreach ((string name, Action<NetworkNamespace> meddle) in bench.Meddlings)
        {
            int before = setup.Sink.Drift.Length;
            meddle(setup.Rig.Director);
            Expect.Soon(() => setup.Sink.Drift.Length > before, () => $"an event after {name}");
            Expect.Equal("r1=15 r2=5", setup.Rig.Hits(20), $"20 connections after {name} was mended");
            BalancingSetup.WaitForSweeps(2);
            string[] said = setup.Sink.Drift[before..];
            Expect.True(said.All(sentence => sentence.Contains(" web", StringComparison.Ordinal)), $"{name}: {string.Join(" ", said)}");
            Expect.Equal(1, said.Length, $"events about {name} ({string.Join(" ", said)})");
        }
    }

    private static void Successor_TakesOverWithoutTouchingAnything(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        BalancerService service = BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 0), (3, 2));
        setup.Want(service);
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        string server = Server(established);
        setup.Runtime.Stop(TableOnStop.Keep);
        Expect.Equal(server, Server(established), "the established connection while nobody runs");

        using var sink = new RecordingSink();
        using BalancerRuntime successor = setup.Rig.Start(bench.Create, sink);
        successor.SetWanted(new BalancerTable([service]), _ => "web");
        Expect.Soon(() => successor.Actual.Services.Count == 1, () => "the successor has read the table");
        Expect.Equal("r1=4 r3=8", setup.Rig.Hits(12), "12 connections through the successor");
        Expect.Equal(server, Server(established), "the established connection under the successor");
        Expect.Equal("", string.Join(" ", sink.Sentences), "what the successor had to do");
    }

    private static void Stop_RemovesOursAndLeavesForeignEntries(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        bench.AddForeign(setup.Rig.Director);
        string foreign = bench.ListForeign(setup.Rig.Director);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 1)));
        Expect.True(bench.HasOurs(setup.Rig.Director), "ours is there");
        Expect.Equal(foreign, bench.ListForeign(setup.Rig.Director), "foreign entries while we run");
        BalancingSetup.WaitForSweeps(2);

        setup.Runtime.Stop(TableOnStop.RemoveOwn);
        Expect.True(!bench.HasOurs(setup.Rig.Director), "ours is gone");
        Expect.Equal(foreign, bench.ListForeign(setup.Rig.Director), "foreign entries after we stopped");
    }

    private static void Forwarding_IsTurnedOnForNat(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        Expect.Equal("0", setup.Forwarding, "ip_forward before");
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)));
        Expect.Equal("1", setup.Forwarding, "ip_forward with a NAT service");
        Expect.Equal(1, setup.Sink.Sentences.Count(sentence => sentence.Contains("ip_forward was off", StringComparison.Ordinal)), "notices of it");
    }

    private static void Change_IsInTheKernelSoon(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (2, 1), (3, 1)));
        var times = new double[200];
        for (int round = 0; round < times.Length; round++)
        {
            setup.Sink.Quiet();
            long start = Stopwatch.GetTimestamp();
            setup.Runtime.SetWanted(new BalancerTable([BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 2 + (round % 2)), (2, 1), (3, 1))]), _ => "web");
            setup.Sink.WaitForEvent();
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"note {setup.Runtime.Kind}: from SetWanted to the kernel's table: median {times[100]:0.0} ms, p99 {times[198]:0.0} ms, longest {times[^1]:0.0} ms");
        // The median, because the machine may be busy with other tests; the 99th percentile is for people to read.
        Expect.True(times[100] < bench.MedianChange.TotalMilliseconds, $"median {times[100]:0.0} ms, at most {bench.MedianChange.TotalMilliseconds:0} ms");
    }

    internal static string Server(WebClient client) => client.Ask().Split(' ')[0];
}
