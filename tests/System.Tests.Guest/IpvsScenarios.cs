using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Runtime.Balancing;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>What only IPVS can do.</summary>
internal static class IpvsScenarios
{
    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Action<Bench>> All { get; } = new Dictionary<string, Action<Bench>>
    {
        [nameof(Auto_PicksIpvs)] = Auto_PicksIpvs,
        [nameof(DirectRouting_ReachesTheServers)] = DirectRouting_ReachesTheServers,
        [nameof(Persistence_OneClientKeepsItsServer)] = Persistence_OneClientKeepsItsServer,
        [nameof(LeastConnections_AvoidsTheBusyServer)] = LeastConnections_AvoidsTheBusyServer,
        [nameof(EveryKindOfEntry_IsWrittenAndReadBack)] = EveryKindOfEntry_IsWrittenAndReadBack,
        [nameof(ServerOnTheDirectorItself_IsNoDrift)] = ServerOnTheDirectorItself_IsNoDrift,
        [nameof(Counters_CountConnections)] = Counters_CountConnections,
        // Last, because it unloads a scheduler for good.
        [nameof(MissingScheduler_IsToldAndTheOthersWork)] = MissingScheduler_IsToldAndTheOthersWork,
    };

    private static void Auto_PicksIpvs(Bench bench)
    {
        using var director = new NetworkNamespace($"kc{Environment.ProcessId}auto");
        Expect.Equal("ipvs", director.Run(() =>
        {
            using ILoadBalancer chosen = LoadBalancerSelection.Create(new EngineOptions());
            return chosen.Kind;
        }), "the choice where the kernel has IPVS");
    }

    private static void DirectRouting_ReachesTheServers(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        var key = new ServiceKey { Address = BalancingRig.DirectVip, Port = 80 };
        setup.Want(new BalancerService(key, Scheduler.WeightedRoundRobin, null, BalancingRig.Destinations(80, ForwardingMethod.DirectRouting, (1, 3), (2, 1))));
        Expect.Equal("r1=15 r2=5", setup.Rig.Hits(20, BalancingRig.DirectWeb), "20 connections");
        Expect.Equal("0", setup.Forwarding, "ip_forward: direct routing needs none");

        setup.Want(new BalancerService(key, Scheduler.WeightedRoundRobin, null, BalancingRig.Destinations(80, ForwardingMethod.DirectRouting, (2, 1))));
        Expect.Equal("r2=5", setup.Rig.Hits(5, BalancingRig.DirectWeb), "after r1 left");
        Expect.Equal("-A -t 10.2.0.200:80 -s wrr\n-a -t 10.2.0.200:80 -r 10.2.0.102:80 -g -w 1", IpvsBench.Saved(setup.Rig.Director), "ipvsadm -Sn");
    }

    private static void Persistence_OneClientKeepsItsServer(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        BalancerService service = BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1), (3, 1)) with { PersistenceTimeout = TimeSpan.FromSeconds(300) };
        setup.Want(service);
        string hits = setup.Rig.Hits(10);
        Expect.True(hits is "r1=10" or "r2=10" or "r3=10", $"one client's 10 connections went to: {hits}");
        Expect.Equal("-A -t 10.88.0.100:80 -s rr -p 300", IpvsBench.Saved(setup.Rig.Director).Split('\n')[0], "ipvsadm -Sn");
    }

    private static void LeastConnections_AvoidsTheBusyServer(Bench bench)
    {
        foreach (Scheduler scheduler in (Scheduler[])[Scheduler.LeastConnections, Scheduler.WeightedLeastConnections])
        {
            using var setup = new BalancingSetup(bench);
            setup.Want(BalancingRig.Service(scheduler, (1, 1)));
            WebClient[] busy = [.. Enumerable.Range(0, 3).Select(_ => WebClient.Connect(setup.Rig.Client, BalancingRig.Web))];
            foreach (WebClient client in busy) Expect.Equal("r1", BalancingScenarios.Server(client), "established with");
            setup.Want(BalancingRig.Service(scheduler, (1, 1), (2, 1)));
            using WebClient next = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
            Expect.Equal("r2", BalancingScenarios.Server(next), $"the next connection under {scheduler}");
            foreach (WebClient client in busy) client.Dispose();
        }
    }

    private static void EveryKindOfEntry_IsWrittenAndReadBack(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        IPAddress six = IPAddress.Parse("2001:db8::100");
        BalancerTable wanted = new(
        [
            BalancingRig.Service(Scheduler.WeightedLeastConnections, (1, 65535), (2, 0)),
            new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp }, Scheduler.SourceHash, null, BalancingRig.Destinations(53, ForwardingMethod.Nat, (1, 1))),
            new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 36412, Protocol = TransportProtocol.Sctp }, Scheduler.RoundRobin, null, []),
            new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 0 }, Scheduler.LeastConnections, TimeSpan.FromSeconds(60), BalancingRig.Destinations(0, ForwardingMethod.DirectRouting, (3, 1))),
            new BalancerService(new ServiceKey { FirewallMark = 7 }, Scheduler.WeightedRoundRobin, null, BalancingRig.Destinations(0, ForwardingMethod.Nat, (1, 2))),
            new BalancerService(new ServiceKey { Address = six, Port = 443 }, Scheduler.RoundRobin, TimeSpan.FromSeconds(30), [new(IPAddress.Parse("2001:db8::101"), 443, 1, ForwardingMethod.DirectRouting)]),
        ]);
        setup.Want([.. wanted.Services]);
        Expect.Equal(
            """
            -A -f 7 -s wrr
            -A -t 10.88.0.100:0 -s lc -p 60
            -A -t 10.88.0.100:80 -s wlc
            -A -t [2001:db8::100]:443 -s rr -p 30
            -A -u 10.88.0.100:53 -s sh
            -A --sctp-service 10.88.0.100:36412 -s rr
            -a -f 7 -r 10.2.0.101:0 -m -w 2
            -a -t 10.88.0.100:0 -r 10.2.0.103:0 -g -w 1
            -a -t 10.88.0.100:80 -r 10.2.0.101:80 -m -w 65535
            -a -t 10.88.0.100:80 -r 10.2.0.102:80 -m -w 0
            -a -t [2001:db8::100]:443 -r [2001:db8::101]:443 -g -w 1
            -a -u 10.88.0.100:53 -r 10.2.0.101:53 -m -w 1
            """.ReplaceLineEndings("\n"), string.Join('\n', IpvsBench.Saved(setup.Rig.Director).Split('\n').OrderBy(line => line.Replace("--sctp", "-z", StringComparison.Ordinal), StringComparer.Ordinal)), "ipvsadm -Sn");

        BalancerReading reading = setup.Rig.Director.Run(() =>
        {
            using var reader = new IpvsLoadBalancer();
            return reader.Read();
        });
        Expect.Equal(null, reading.Problem, "problem of reading");
        Expect.Equal(0, BalancerPlanner.Plan(wanted, reading.Table, new HashSet<ServiceKey>(reading.Table.Services.Select(service => service.Key))).Count, "differences after reading back");
    }

    private static void ServerOnTheDirectorItself_IsNoDrift(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        using var local = new RealServer(setup.Rig.Director, "lb");
        var here = new BalancerDestination(IPAddress.Parse("10.2.0.1"), 80, 1, ForwardingMethod.Nat);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin) with { Destinations = [here] });
        BalancingSetup.WaitForSweeps(3);
        Expect.Equal(0, setup.Sink.Drift.Length, $"drift ({string.Join(" ", setup.Sink.Drift)})");
        Expect.Equal("lb=2", setup.Rig.Hits(2), "2 connections");
    }

    private static void Counters_CountConnections(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        // A port of its own: the kernel remembers the counters of a server that left while connections of it are known.
        var service = new IPEndPoint(BalancingRig.Vip, 8088);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1)) with { Key = new ServiceKey { Address = service.Address, Port = service.Port } });
        using WebClient open = WebClient.Connect(setup.Rig.Client, service);
        open.Ask();
        setup.Rig.Hits(3, service);
        // The kernel adds up its counters every 2 s.
        Expect.Soon(() => setup.Runtime.Counters is [{ Connections: 4, ActiveConnections: >= 1, InPackets: > 12, OutBytes: > 200 }], () => $"counters: {string.Join(" ", setup.Runtime.Counters)}");
    }

    private static void MissingScheduler_IsToldAndTheOthersWork(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        Expect.Equal(0, Tool.Try("perl", "-e \"my $name = 'ip_vs_wlc'; exit(syscall(176, $name, 0) == 0 ? 0 : 1)\"").ExitCode, "unloading ip_vs_wlc");
        setup.Runtime.SetWanted(new BalancerTable(
        [
            new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 81 }, Scheduler.WeightedLeastConnections, null, BalancingRig.Destinations(80, ForwardingMethod.Nat, (1, 1))),
            BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)),
        ]), key => key.Port == 80 ? "web" : "other");
        Expect.Soon(() => setup.Runtime.Problem is not null, () => "a problem");
        Expect.Equal("10.88.0.100:81/tcp: this kernel has no IPVS scheduler wlc, or its module is not loaded: run \"modprobe ip_vs_wlc\"", setup.Runtime.Problem, "problem");
        Expect.Equal("r1=2 r2=2", setup.Rig.Hits(4), "4 connections to the other service");
        BalancingSetup.WaitForSweeps(3);
        Expect.Equal(1, setup.Sink.Sentences.Count(sentence => sentence.Contains("modprobe", StringComparison.Ordinal)), "notices");
    }
}
