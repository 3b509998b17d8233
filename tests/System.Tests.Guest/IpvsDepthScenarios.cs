using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Runtime.Balancing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>Everything that IPVS knows, set and read back; IPv6; time-outs and sync daemons; large tables; crashes.</summary>
internal static class IpvsDepthScenarios
{
    /// <summary>All of them by name.</summary>
    public static IReadOnlyDictionary<string, Action<Bench>> All { get; } = new Dictionary<string, Action<Bench>>
    {
        [nameof(EveryScheduler_IsSetAndReadBack)] = EveryScheduler_IsSetAndReadBack,
        [nameof(EverySetting_IsSetEditedAndReadBack)] = EverySetting_IsSetEditedAndReadBack,
        [nameof(MarkOfIPv6_KeepsItsFamilyWithoutServers)] = MarkOfIPv6_KeepsItsFamilyWithoutServers,
        [nameof(IPv6_NatAndDirectRouting_ReachTheServers)] = IPv6_NatAndDirectRouting_ReachTheServers,
        [nameof(TimeoutsAndSyncDaemons_FollowDefinitionAndRole)] = TimeoutsAndSyncDaemons_FollowDefinitionAndRole,
        [nameof(RandomChanges_UnderTraffic_BreakNoHealthyConnection)] = RandomChanges_UnderTraffic_BreakNoHealthyConnection,
        [nameof(Killed_AndStartedAgain_TakesTheTableOver)] = Killed_AndStartedAgain_TakesTheTableOver,
        [nameof(TenThousandServers_AreChangedSweptAndMended)] = TenThousandServers_AreChangedSweptAndMended,
    };

    private static void EveryScheduler_IsSetAndReadBack(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        // The guest's kernel has no module for twos; what it says then is told.
        Scheduler[] schedulers = [.. Enum.GetValues<Scheduler>().Where(scheduler => scheduler != Scheduler.TwoRandomChoices)];
        Expect.Equal(13, schedulers.Length, "schedulers");
        for (int turn = 0; turn < 2; turn++)
        {
            BalancerService[] services = [.. schedulers.Select((_, index) => BalancingRig.Service(schedulers[(index + turn) % schedulers.Length], (1, 1), (2, 2)) with
            {
                Key = new ServiceKey { Address = BalancingRig.Vip, Port = 8000 + index },
            })];
            setup.Want(services);
            string saved = IpvsBench.Saved(setup.Rig.Director);
            for (int index = 0; index < services.Length; index++)
                Expect.True(saved.Contains($"-A -t 10.88.0.100:{8000 + index} -s {SchedulerNames.Of(services[index].Scheduler)}", StringComparison.Ordinal), $"{services[index].Scheduler} in:\n{saved}");
            ExpectReadBack(setup, services);
        }

        setup.Runtime.SetWanted(new BalancerTable([BalancingRig.Service(Scheduler.TwoRandomChoices, (1, 1))]), _ => "web");
        Expect.Soon(() => setup.Runtime.Problem?.Contains("this kernel has no IPVS scheduler twos", StringComparison.Ordinal) == true, () => $"problem: {setup.Runtime.Problem}");
    }

    private static void EverySetting_IsSetEditedAndReadBack(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        BalancerService[] services =
        [
            With(80, Scheduler.SourceHash, To(1) with { UpperThreshold = 1000, LowerThreshold = 700 }) with { SchedulerFlags = SchedulerFlags.First | SchedulerFlags.Second },
            With(81, Scheduler.MaglevHash, Tunnel(1, new TunnelDefinition())) with { SchedulerFlags = SchedulerFlags.Second },
            With(82, Scheduler.RoundRobin, Tunnel(1, new TunnelDefinition { Kind = TunnelKind.Gue, Port = 6080 }), Tunnel(2, new TunnelDefinition { Kind = TunnelKind.Gue, Port = 6081, Checksum = TunnelChecksum.Remote })),
            With(83, Scheduler.RoundRobin, Tunnel(1, new TunnelDefinition { Kind = TunnelKind.Gre }), Tunnel(2, new TunnelDefinition { Kind = TunnelKind.Gre, Checksum = TunnelChecksum.Full })),
            With(84, Scheduler.RoundRobin) with { PersistenceTimeout = TimeSpan.FromSeconds(60), PersistenceGranularity = 24 },
            With(85, Scheduler.RoundRobin, new BalancerDestination(IPAddress.Parse("2001:db8::101"), 85, 1, ForwardingMethod.Tunnel)),
            With(53, Scheduler.RoundRobin) with { Key = new ServiceKey { Address = BalancingRig.Vip, Port = 53, Protocol = TransportProtocol.Udp }, OnePacket = true },
            With(5060, Scheduler.RoundRobin) with { Key = new ServiceKey { Address = BalancingRig.Vip, Port = 5060, Protocol = TransportProtocol.Udp }, PersistenceTimeout = TimeSpan.FromSeconds(60), PersistenceEngine = "sip" },
            new BalancerService(new ServiceKey { Address = IPAddress.Parse("2001:db8::100"), Port = 0 }, Scheduler.WeightedRoundRobin, TimeSpan.FromSeconds(30), []) { PersistenceGranularity = 64 },
        ];
        setup.Want(services);
        Expect.Equal(
            """
            -A -t 10.88.0.100:80 -s sh -b sh-fallback,sh-port
            -A -t 10.88.0.100:81 -s mh -b mh-port
            -A -t 10.88.0.100:82 -s rr
            -A -t 10.88.0.100:83 -s rr
            -A -t 10.88.0.100:84 -s rr -p 60 -M 255.255.255.0
            -A -t 10.88.0.100:85 -s rr
            -A -t [2001:db8::100]:0 -s wrr -p 30 -M 64
            -A -u 10.88.0.100:5060 -s rr -p 60 --pe sip
            -A -u 10.88.0.100:53 -s rr -o
            -a -t 10.88.0.100:80 -r 10.2.0.101:80 -m -w 1
            -a -t 10.88.0.100:81 -r 10.2.0.101:80 -i -w 1 --tun-type ipip
            -a -t 10.88.0.100:82 -r 10.2.0.101:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum
            -a -t 10.88.0.100:82 -r 10.2.0.102:80 -i -w 1 --tun-type gue --tun-port 6081 --tun-remcsum
            -a -t 10.88.0.100:83 -r 10.2.0.101:80 -i -w 1 --tun-type gre --tun-nocsum
            -a -t 10.88.0.100:83 -r 10.2.0.102:80 -i -w 1 --tun-type gre --tun-csum
            -a -t 10.88.0.100:85 -r [2001:db8::101]:85 -i -w 1 --tun-type ipip
            """.ReplaceLineEndings("\n"), Plain(setup), "ipvsadm -Sn");
        ExpectReadBack(setup, services);

        // Each becomes what another was: the kernel edits method, tunnel, thresholds, flags and engine in place.
        BalancerService[] turned =
        [
            With(80, Scheduler.MaglevHash, Tunnel(1, new TunnelDefinition { Kind = TunnelKind.Gue, Port = 1 })),
            With(81, Scheduler.SourceHash, To(1) with { ForwardingMethod = ForwardingMethod.DirectRouting }) with { SchedulerFlags = SchedulerFlags.First },
            With(82, Scheduler.RoundRobin, Tunnel(1, new TunnelDefinition { Kind = TunnelKind.Gre }), To(2) with { UpperThreshold = 5 }),
            With(84, Scheduler.RoundRobin) with { PersistenceTimeout = TimeSpan.FromSeconds(60), PersistenceGranularity = 8 },
            services[6] with { OnePacket = false },
            services[7] with { PersistenceEngine = null },
            services[8] with { PersistenceGranularity = null },
        ];
        setup.Want(turned);
        ExpectReadBack(setup, turned);
        BalancingSetup.WaitForSweeps(3);
        Expect.Equal("", string.Join(" ", setup.Sink.Drift), "drift");
        Expect.Equal(null, setup.Runtime.Problem, "problem");
    }

    private static void MarkOfIPv6_KeepsItsFamilyWithoutServers(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        var mark = new BalancerService(new ServiceKey { FirewallMark = 8 }, Scheduler.RoundRobin, null, [new(IPAddress.Parse("2001:db8::101"), 0, 1, ForwardingMethod.DirectRouting)]);
        setup.Want(mark);
        Expect.Equal("-A -f 8 -6 -s rr\n-a -f 8 -6 -r [2001:db8::101]:0 -g -w 1", Plain(setup), "with a server");
        setup.Want(mark with { Destinations = [] });
        Expect.Equal("-A -f 8 -6 -s rr", Plain(setup), "without a server");
        setup.Want(mark);
        Expect.Equal("-A -f 8 -6 -s rr\n-a -f 8 -6 -r [2001:db8::101]:0 -g -w 1", Plain(setup), "with a server again");
        BalancerService four = mark with { Destinations = BalancingRig.Destinations(0, ForwardingMethod.DirectRouting, (1, 1)) };
        setup.Want(four);
        Expect.Equal("-A -f 8 -s rr\n-a -f 8 -r 10.2.0.101:0 -g -w 1", Plain(setup), "after it became IPv4");
        setup.Runtime.Stop(TableOnStop.RemoveOwn);
        Expect.Equal("", Plain(setup), "after the stop");
    }

    private static void IPv6_NatAndDirectRouting_ReachTheServers(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        using var servers = new Servers(setup.Rig);
        BalancerService nat = Six("fd88::100", ForwardingMethod.Nat, 1, 2), direct = Six("fd02::200", ForwardingMethod.DirectRouting, 2, 3);
        setup.Runtime.SetWanted(new BalancerTable([nat, direct]), _ => "web");
        Expect.Soon(() => setup.Runtime.Problem?.Contains("net.ipv6.conf.all.forwarding is off", StringComparison.Ordinal) == true, () => $"problem: {setup.Runtime.Problem}");
        setup.Rig.Director.Run(() => File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1"));
        setup.Want(nat, direct);
        Expect.Soon(() => setup.Runtime.Problem is null, () => $"problem: {setup.Runtime.Problem}");

        Expect.Equal("r1=5 r2=5", setup.Rig.Hits(10, new IPEndPoint(IPAddress.Parse("fd88::100"), 80)), "NAT");
        Expect.Equal("r2=5 r3=5", setup.Rig.Hits(10, new IPEndPoint(IPAddress.Parse("fd02::200"), 80)), "direct routing");

        static BalancerService Six(string vip, ForwardingMethod method, params int[] servers) => new(
            new ServiceKey { Address = IPAddress.Parse(vip), Port = 80 }, Scheduler.RoundRobin, null,
            servers.Select(server => new BalancerDestination(IPAddress.Parse($"fd02::10{server}"), 80, 1, method)).ToValueArray());
    }

    private static void TimeoutsAndSyncDaemons_FollowDefinitionAndRole(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        NetworkNamespace director = setup.Rig.Director;
        bool master = false;
        using var sink = new RecordingSink();
        var options = new EngineOptions { SweepInterval = TimeSpan.FromMilliseconds(200) };
        using BalancerRuntime runtime = director.Run(() => new BalancerRuntime(bench.Create(), options, sink, NullLoggerFactory.Instance, TimeProvider.System, _ => master));
        var definition = new LoadBalancerDefinition
        {
            TcpTimeout = TimeSpan.FromSeconds(60),
            UdpTimeout = TimeSpan.FromSeconds(10),
            SyncDaemon = new SyncDaemonDefinition { Interface = "eth1", Instance = "VI_1", SyncId = 7, MaximumLength = 1400, Port = 9000, TimeToLive = 4, Group = IPAddress.Parse("224.0.0.90") },
        };
        const string how = "sync daemon (mcast=eth1, syncid=7, maxlen=1400, group=224.0.0.90, port=9000, ttl=4)";
        runtime.SetWanted(BalancerTable.Empty, _ => "none");
        runtime.SetDefinition(definition);
        Soon("-L --timeout", "Timeout (tcp tcpfin udp): 60 120 10");
        Soon("-Ln --daemon", "backup " + how);

        master = true;
        runtime.LookAtRole();
        Soon("-Ln --daemon", "master " + how);
        runtime.SetDefinition(definition with { SyncDaemon = definition.SyncDaemon with { Instance = null, TimeToLive = 9 } });
        Soon("-Ln --daemon", $"master {how.Replace("ttl=4", "ttl=9", StringComparison.Ordinal)}\nbackup {how.Replace("ttl=4", "ttl=9", StringComparison.Ordinal)}");

        Expect.Equal(0, sink.Drift.Length, $"drift before anybody meddles ({string.Join(" ", sink.Drift)})");
        director.Run(() => Tool.Run("ipvsadm", "--set 1 2 3"));
        director.Run(() => Tool.Run("ipvsadm", "--stop-daemon master"));
        Soon("-L --timeout", "Timeout (tcp tcpfin udp): 60 2 10");
        Expect.Soon(() => IpvsBench.Ask(director, "-Ln --daemon").Contains("master sync", StringComparison.Ordinal), () => "the master daemon is back");
        Expect.Soon(() => sink.Drift.Length >= 3, () => string.Join(" ", sink.Drift));

        runtime.SetDefinition(new LoadBalancerDefinition { SyncDaemon = definition.SyncDaemon with { Interface = "eth9" } });
        Expect.Soon(() => runtime.Problem?.Contains("this host has no interface of that name", StringComparison.Ordinal) == true, () => $"problem: {runtime.Problem}");
        runtime.Stop();
        Soon("-L --timeout", "Timeout (tcp tcpfin udp): 900 2 300");
        Soon("-Ln --daemon", "");

        void Soon(string arguments, string wanted) => Expect.Soon(
            () => IpvsBench.Ask(director, arguments).Trim() == wanted, () => $"ipvsadm {arguments}: want \"{wanted}\", got \"{IpvsBench.Ask(director, arguments).Trim()}\" ({runtime.Problem}) {string.Join(" ", sink.Sentences)}");
    }

    private static void RandomChanges_UnderTraffic_BreakNoHealthyConnection(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        var random = new Random(20261122);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));
        WebClient[] established = [.. Enumerable.Range(0, 4).Select(_ => WebClient.Connect(setup.Rig.Client, BalancingRig.Web))];
        var broken = new ConcurrentQueue<string>();
        int answers = 0;
        using var stop = new CancellationTokenSource();
        Thread[] traffic = [.. established.Select(client => new Thread(() =>
        {
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    if (BalancingScenarios.Server(client) != "r1") broken.Enqueue("another server answered");
                    Interlocked.Increment(ref answers);
                    Thread.Sleep(5); // leave the guest's one processor to the changes
                }
            }
            catch (SocketException problem)
            {
                broken.Enqueue(problem.Message);
            }
        }))];
        foreach (Thread thread in traffic) thread.Start();
        Scheduler[] schedulers = [Scheduler.RoundRobin, Scheduler.WeightedRoundRobin, Scheduler.MaglevHash, Scheduler.SourceHash, Scheduler.WeightedLeastConnections, Scheduler.FailOver];
        using IpvsLoadBalancer reader = setup.Rig.Director.Run(() =>
        {
            var opened = new IpvsLoadBalancer();
            opened.Read();
            return opened;
        });
        for (int change = 0; change < 200; change++)
        {
            List<BalancerService> services = [BalancingRig.Service(schedulers[random.Next(schedulers.Length)], [(1, random.Next(0, 4)), .. Enumerable.Range(2, 2).Where(_ => random.Next(2) == 0).Select(server => (server, random.Next(3)))]) with { SchedulerFlags = SchedulerFlags.None }];
            for (int port = 81; port < 85; port++)
                if (random.Next(2) == 0) services.Add(With(port, schedulers[random.Next(schedulers.Length)], To(random.Next(1, 4)) with { Weight = random.Next(5), UpperThreshold = random.Next(3) * 100 }));
            setup.Want([.. services]);
            ExpectNoDifference(reader.Read(), [.. services]);
        }

        stop.Cancel();
        foreach (Thread thread in traffic) thread.Join();
        foreach (WebClient client in established) client.Dispose();
        Console.WriteLine($"note 200 random changes under traffic: {answers} answers, {broken.Count} broken connections");
        Expect.Equal("", string.Join(" ", broken), "broken connections");
        Expect.Equal("", string.Join(" ", setup.Sink.Drift), "drift");
        Expect.True(answers > 400, $"{answers} answers while the table changed");
    }

    private static void Killed_AndStartedAgain_TakesTheTableOver(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Runtime.Stop(TableOnStop.RemoveOwn);
        setup.Rig.Director.Run(() => File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1"));
        string folder = Directory.CreateTempSubdirectory("kcheld").FullName;
        using Process first = Start(setup, folder, "80", "81");
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        Expect.Equal("r1", BalancingScenarios.Server(established), "established with");
        IpvsBench.Ask(setup.Rig.Director, "-A -t 10.99.0.1:80 -s mh");

        first.Kill();
        first.WaitForExit();
        Expect.Equal("r1", BalancingScenarios.Server(established), "the established connection while nobody runs");
        Expect.Equal("r1=3", setup.Rig.Hits(3), "new connections while nobody runs");

        // Another definition came meanwhile: the service on port 81 is gone, and one on port 82 is new.
        using Process second = Start(setup, folder, "80", "82");
        Expect.Equal("r1", BalancingScenarios.Server(established), "the established connection under the successor");
        Expect.Equal("r1=3", setup.Rig.Hits(3), "new connections under the successor");
        Expect.Equal(
            "-A -t 10.88.0.100:80 -s wrr\n-A -t 10.88.0.100:82 -s wrr\n-A -t 10.99.0.1:80 -s mh\n-a -t 10.88.0.100:80 -r 10.2.0.101:80 -m -w 1\n-a -t 10.88.0.100:82 -r 10.2.0.101:80 -m -w 1",
            Plain(setup), "ipvsadm -Sn: ours of before is gone, the foreign one stays");
        second.Kill();
        second.WaitForExit();
        Directory.Delete(folder, recursive: true);
    }

    private static void TenThousandServers_AreChangedSweptAndMended(Bench bench)
    {
        using var setup = new BalancingSetup(bench);
        setup.Runtime.Stop(TableOnStop.RemoveOwn);
        NetworkNamespace director = setup.Rig.Director;
        using var sink = new RecordingSink();
        using BalancerRuntime runtime = director.Run(() => new BalancerRuntime(bench.Create(), new EngineOptions(), sink, NullLoggerFactory.Instance, TimeProvider.System));
        var all = new BalancerTable(Enumerable.Range(0, 200).Select(number => new BalancerService(
            new ServiceKey { Address = BalancingRig.Vip, Port = 1000 + number }, Scheduler.WeightedRoundRobin, null,
            Enumerable.Range(1, 50).Select(host => new BalancerDestination(IPAddress.Parse($"10.2.1.{host}"), 80, 1, ForwardingMethod.Nat)).ToValueArray())).ToValueArray());
        double write = Bring(all, "10,000 servers in 200 services: written");
        double remove = Bring(new BalancerTable(all.Services.Select((service, index) => index % 2 == 0 ? service : service with { Destinations = service.Destinations.Where((_, host) => host % 5 != 0).ToValueArray() }).ToValueArray()), "1,000 of them removed");
        Bring(all, "1,000 of them added");
        for (int round = 0; round < 3; round++)
            Bring(new BalancerTable(all.Services.Select((service, index) => index != 7 + round ? service : service with { Destinations = service.Destinations.Skip(1).ToValueArray() }).ToValueArray()), "one of them removed");
        Bring(all, "it is back");
        Expect.Equal(10_200, IpvsBench.Saved(director).Split('\n').Length, "lines of ipvsadm -Sn");
        using (var reader = new IpvsLoadBalancer())
        {
            director.Run(() =>
            {
                for (int round = 0; round < 4; round++)
                {
                    long bytes = GC.GetAllocatedBytesForCurrentThread(), begin = Stopwatch.GetTimestamp();
                    reader.Read();
                    Console.WriteLine($"note 10,000 servers read: {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:0} ms, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / 1024} KiB allocated");
                }
            });
        }

        Expect.True(remove < 1000, $"1,000 removals took {remove:0} ms");
        Expect.True(write < 10_000, $"10,000 additions took {write:0} ms");
        Expect.Equal(0, sink.Drift.Length, $"drift ({string.Join(" ", sink.Drift.Take(3))})");
        IpvsBench.Ask(director, "-d -t 10.88.0.100:1100 -r 10.2.1.7:80");
        long start = Stopwatch.GetTimestamp();
        Expect.Soon(() => sink.Drift.Length == 1, () => "the removed server is back");
        double mended = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Expect.Equal("10.2.1.7:80 of web1100: missing from the table; added with weight 1.", sink.Drift[0], "event");
        IpvsBench.Ask(director, "-C");
        start = Stopwatch.GetTimestamp();
        Expect.Soon(() => sink.Drift.Length > 1, () => "the cleared table is back");
        Console.WriteLine($"note 10,000 servers: one deleted from outside is back after {mended:0} ms, all of them after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        Expect.True(mended < 1000, $"a deleted server was back after {mended:0} ms");

        double Bring(BalancerTable wanted, string what)
        {
            long begin = Stopwatch.GetTimestamp();
            runtime.SetWanted(wanted, key => $"web{key.Port}");
            while (!ReferenceEquals(runtime.Actual, wanted))
            {
                Expect.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < 20, $"{what}: not within 20 s ({runtime.Problem})");
                Thread.Sleep(1);
            }

            double took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            Console.WriteLine($"note {what} in {took:0.0} ms");
            return took;
        }
    }

    private static Process Start(BalancingSetup setup, string folder, params string[] ports)
    {
        string program = typeof(HeldBalancer).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath!, [program, "hold", folder, .. ports]) { RedirectStandardOutput = true };
        Process process = setup.Rig.Director.Run(() => Process.Start(start)!);
        string line = process.StandardOutput.ReadLine() ?? "it ended";
        Expect.True(line.StartsWith("ready", StringComparison.Ordinal), line);
        return process;
    }

    private static string Plain(BalancingSetup setup) => string.Join('\n', IpvsBench.Saved(setup.Rig.Director).Split('\n').OrderBy(line => line, StringComparer.Ordinal));

    private static void ExpectReadBack(BalancingSetup setup, BalancerService[] services)
    {
        ExpectNoDifference(setup.Rig.Director.Run(() =>
        {
            using var reader = new IpvsLoadBalancer();
            return reader.Read();
        }), services);
    }

    private static void ExpectNoDifference(BalancerReading reading, BalancerService[] services)
    {
        Expect.Equal(null, reading.Problem, "problem of reading");
        ValueArray<BalancerChange> differences = BalancerPlanner.Plan(new BalancerTable(services.ToValueArray()), reading.Table, reading.Table.Services.Select(service => service.Key).ToHashSet());
        Expect.True(differences.Count == 0, $"differences after reading back: {differences}");
    }

    private static BalancerService With(int port, Scheduler scheduler, params BalancerDestination[] destinations) =>
        new(new ServiceKey { Address = BalancingRig.Vip, Port = port }, scheduler, null, destinations.ToValueArray());

    private static BalancerDestination To(int server) => new(IPAddress.Parse($"10.2.0.{100 + server}"), 80, 1, ForwardingMethod.Nat);

    private static BalancerDestination Tunnel(int server, TunnelDefinition tunnel) => To(server) with { ForwardingMethod = ForwardingMethod.Tunnel, Tunnel = tunnel };

    /// <summary>IPv6 for the rig: addresses, and servers that listen there.</summary>
    private sealed class Servers : IDisposable
    {
        private readonly RealServer[] _servers;

        public Servers(BalancingRig rig)
        {
            rig.Client.Batch("addr add fd88::10/64 dev eth1 nodad", "addr add fd02::10/64 dev eth2 nodad");
            rig.Director.Batch("addr add fd88::1/64 dev eth1 nodad", "addr add fd02::1/64 dev eth2 nodad", "addr add fd88::100/128 dev eth1 nodad", "addr add fd02::200/128 dev eth2 nodad");
            for (int number = 1; number <= BalancingRig.Servers; number++)
                rig.RealServers[number - 1].Batch($"addr add fd02::10{number}/64 dev eth2 nodad", "route add ::/0 via fd02::1", "addr add fd02::200/128 dev lo nodad");
            _servers = [.. rig.RealServers.Select((space, index) => new RealServer(space, $"r{index + 1}", IPAddress.IPv6Any))];
        }

        public void Dispose()
        {
            foreach (RealServer server in _servers) server.Dispose();
        }
    }
}
