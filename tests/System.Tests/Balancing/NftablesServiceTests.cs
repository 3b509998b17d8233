using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Nftables;
using KeepaliveConsole.System.Tests.Guest;
using Xunit.Abstractions;
using GuestSpace = KeepaliveConsole.System.Tests.Guest.NetworkNamespace;
using WebClient = KeepaliveConsole.System.Tests.Guest.WebClient;

namespace KeepaliveConsole.System.Tests.Balancing;

/// <summary>What services can be with nftables, each with real traffic.</summary>
[Collection(Rig.NetworkCollection.Name)]
public sealed class NftablesServiceTests(ITestOutputHelper output) : IDisposable
{
    private static readonly NftBench s_bench = new();
    private readonly Stack<IDisposable> _parts = [];

    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part)) part.Dispose();
        BalancingSetup.RemoveRig();
    }

    [Theory]
    [InlineData(Scheduler.RoundRobin, "r1=10 r2=10 r3=10")]
    [InlineData(Scheduler.WeightedRoundRobin, "r1=18 r2=6 r3=6")]
    [InlineData(Scheduler.FailOver, "r1=30")]
    public void Scheduler_SpreadsConnectionsExactly(Scheduler scheduler, string hits)
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(scheduler, (1, 3), (2, 1), (3, 1)));

        Assert.Equal(hits, setup.Rig.Hits(30));
    }

    [Theory]
    [InlineData(Scheduler.SourceHash)]
    [InlineData(Scheduler.MaglevHash)]
    public void HashWithPorts_OneClientsConnections_SpreadByWeight(Scheduler scheduler)
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(scheduler, (1, 3), (2, 1)) with { SchedulerFlags = SchedulerFlags.Second });

        int first = Count(setup.Rig.Hits(200), "r1");

        Assert.InRange(first, 115, 185); // 150 expected; four standard deviations are 25, the slots' rounding 5
    }

    [Fact]
    public void DestinationHash_OneAddress_HasOneServer()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.DestinationHash, (1, 1), (2, 1), (3, 1)));

        Assert.Matches("^r[123]=12$", setup.Rig.Hits(12));
    }

    [Fact]
    public void Persistence_ClientsOfOneNetwork_KeepTheirServerUntilItIsDrained()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Rig.Client.Batch([.. Enumerable.Range(20, 10).Concat(Enumerable.Range(150, 10)).Select(host => $"addr replace 10.88.0.{host}/24 dev eth1")]);
        BalancerService service = BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)) with { PersistenceTimeout = TimeSpan.FromSeconds(60), PersistenceGranularity = 25 };
        setup.Want(service);

        string low = From(setup, 20, 10);
        string high = From(setup, 150, 10);

        Assert.Matches("^r[12]=10$", low);
        Assert.Matches("^r[12]=10$", high);
        Assert.NotEqual(low, high);

        int drained = low[1] - '0';
        setup.Want(service with { Destinations = BalancingRig.Destinations(80, ForwardingMethod.Nat, (drained, 0), (3 - drained, 1)) });
        Assert.Equal($"r{3 - drained}=10", From(setup, 20, 10));
        Assert.Equal(high, From(setup, 150, 10));
    }

    [Fact]
    public void Persistence_TimeIsOver_TheClientIsSpreadAnew()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)) with { PersistenceTimeout = TimeSpan.FromSeconds(1) });
        string first = setup.Rig.Hits(3);
        Assert.Matches("^r[12]=3$", first);

        Expect.Soon(() =>
        {
            Thread.Sleep(1300);
            return setup.Rig.Hits(1)[..2] != first[..2];
        }, () => "another server after the time was over");
    }

    [Theory]
    [InlineData(Scheduler.WeightedRoundRobin, 0)]
    [InlineData(Scheduler.SourceHash, 0)]
    [InlineData(Scheduler.RoundRobin, 60)]
    public void IPv6_IsBalancedToo(Scheduler scheduler, int persistence)
    {
        using var setup = new BalancingSetup(s_bench);
        IPEndPoint web = AddIPv6(setup.Rig);
        setup.Want(new BalancerService(new ServiceKey { Address = web.Address, Port = 80 }, scheduler, persistence > 0 ? TimeSpan.FromSeconds(persistence) : null,
            [SixthServer(1, 3), SixthServer(2, 1)]));

        string hits = setup.Rig.Hits(20, web);

        if (scheduler == Scheduler.WeightedRoundRobin) Assert.Equal("r1=15 r2=5", hits);
        else Assert.Matches("^r[12]=20$", hits);
        Assert.Equal(20, setup.Rig.Director.Run(() => Reading().Counters.Sum(counter => counter.Connections)));
    }

    [Fact]
    public void FirewallMark_ServicesOfSeveralPorts_AreOne()
    {
        using var setup = new BalancingSetup(s_bench);
        Nft(setup, "add table ip marks; add chain ip marks prerouting { type filter hook prerouting priority -150; }; add rule ip marks prerouting tcp dport { 8080, 8443 } meta mark set 7");
        setup.Want(new BalancerService(new ServiceKey { FirewallMark = 7 }, Scheduler.RoundRobin, null, BalancingRig.Destinations(80, ForwardingMethod.Nat, (1, 1), (2, 1))));

        Assert.Equal("r1=2 r2=2", setup.Rig.Hits(4, new IPEndPoint(BalancingRig.Vip, 8080)));
        Assert.Equal("r1=2 r2=2", setup.Rig.Hits(4, new IPEndPoint(BalancingRig.Vip, 8443)));
    }

    [Fact]
    public void EveryPort_GoesToTheSamePortOfTheServer()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 0 }, Scheduler.RoundRobin, TimeSpan.FromMinutes(1), BalancingRig.Destinations(0, ForwardingMethod.Nat, (1, 1), (2, 1))));

        Assert.Matches("^r[12]=4$", setup.Rig.Hits(4));
        Assert.Equal(4, setup.Rig.Director.Run(() => Reading().Counters.Sum(counter => counter.Connections)));
    }

    [Fact]
    public void Range_ThousandsOfEndpoints_AreFewElementsAndAllServe()
    {
        using var setup = new BalancingSetup(s_bench);
        ValueArray<BalancerDestination> servers = BalancingRig.Destinations(80, ForwardingMethod.Nat, (1, 1), (2, 1));
        setup.Rig.Director.Batch("addr add 10.88.0.101/32 dev eth1", "addr add 10.88.0.102/32 dev eth1");
        BalancerService[] services = [.. from host in Enumerable.Range(100, 3)
                                         from port in Enumerable.Range(8000, 1024)
                                         select new BalancerService(new ServiceKey { Address = IPAddress.Parse($"10.88.0.{host}"), Port = port }, Scheduler.RoundRobin, null, servers)];
        long start = Stopwatch.GetTimestamp();
        setup.Want(services);
        output.WriteLine($"3,072 endpoints written in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");

        Assert.Equal("r1=1 r2=1", setup.Rig.Hits(2, new IPEndPoint(IPAddress.Parse("10.88.0.101"), 8000)));
        Assert.Equal("r1=1 r2=1", setup.Rig.Hits(2, new IPEndPoint(IPAddress.Parse("10.88.0.102"), 9023)));
        Assert.StartsWith("none", setup.Rig.Hits(1, new IPEndPoint(IPAddress.Parse("10.88.0.102"), 9024)), StringComparison.Ordinal);
        string listing = setup.Rig.Director.Run(() => Tool.Run("nft", "list map inet keepalive_console ranges4"));
        Assert.Single(listing.Split('\n'), line => line.Contains("goto", StringComparison.Ordinal));

        setup.Want([.. services.Where(service => service.Key.Port != 8500)]);
        Assert.StartsWith("none", setup.Rig.Hits(1, new IPEndPoint(IPAddress.Parse("10.88.0.102"), 8500)), StringComparison.Ordinal);
        Assert.Equal("r1=1 r2=1", setup.Rig.Hits(2, new IPEndPoint(IPAddress.Parse("10.88.0.102"), 8501)));
    }

    [Fact]
    public void SorryServer_ComesWhenNoServerIsLeftAndGoes()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));
        Assert.Equal("r1=2", setup.Rig.Hits(2));

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (3, 1)));
        Assert.Equal("r3=2", setup.Rig.Hits(2));

        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1), (3, 0)));
        Assert.Equal("r1=2", setup.Rig.Hits(2));
    }

    [Fact]
    public void Counters_CountConnectionsPacketsBytes_AndActiveOnesOfADrainedServer()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)));
        using WebClient established = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        established.Ask();
        setup.Rig.Hits(4);
        setup.Want(BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 0), (2, 1)));

        DestinationCounters counters = setup.Rig.Director.Run(() => Reading().Counters.Single(counter => counter.Address.ToString() == "10.2.0.101"));

        Assert.Equal((5, 1), (counters.Connections, counters.ActiveConnections));
        Assert.InRange(counters.InPackets, 15, 60); // SYN, ACK, request and, for the four that ended, FIN and ACKs
        Assert.InRange(counters.OutPackets, 10, 60);
        Assert.True(counters.InBytes > counters.InPackets * 40, $"{counters.InBytes} bytes in {counters.InPackets} packets");
        Assert.Equal("10.88.0.100:80/tcp", counters.Service.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Cut_EndsTheServersConnectionsAndNoOthers(int weight)
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, 1), (2, 1)));
        using WebClient first = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        using WebClient second = WebClient.Connect(setup.Rig.Client, BalancingRig.Web);
        (WebClient cut, WebClient other) = first.Ask()[1] == '1' ? (first, second) : (second, first);
        Assert.StartsWith("r1 ", cut.Ask(), StringComparison.Ordinal);
        setup.Want(BalancingRig.Service(Scheduler.RoundRobin, (1, weight), (2, 1)));
        Assert.StartsWith("r1 ", cut.Ask(), StringComparison.Ordinal);

        string? problem = await setup.Runtime.CutAsync([.. setup.Runtime.Actual.Services.Select(service => new BalancerPlace(service, BalancingRig.Destinations(80, ForwardingMethod.Nat, (1, 0))[0]))]);

        Assert.Null(problem);
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => cut.Ask()).SocketErrorCode);
        Assert.StartsWith("r2 ", other.Ask(), StringComparison.Ordinal);
    }

    [Fact]
    public void Flush_IsRepairedWithinASecond_ThoughSweepsAreRare()
    {
        using var setup = new BalancingSetup(new NftBench());
        using var sink = new RecordingSink();
        var options = new Engine.Hosting.EngineOptions { SweepInterval = TimeSpan.FromMinutes(5) };
        using Engine.Runtime.Balancing.BalancerRuntime runtime = setup.Rig.Director.Run(() => new Engine.Runtime.Balancing.BalancerRuntime(
            s_bench.Create(), options, sink, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider.System));
        runtime.SetWanted(new BalancerTable([BalancingRig.Service(Scheduler.RoundRobin, (1, 1))]), _ => "web");
        Expect.Soon(() => runtime.Actual.Services.Count == 1, () => "the table is written");

        Nft(setup, "flush ruleset");
        long start = Stopwatch.GetTimestamp();
        Expect.Soon(() => sink.Drift.Length == 1, () => "an event");
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        output.WriteLine($"repaired after {took:0} ms");
        Assert.True(took <= 1000, $"repaired after {took:0} ms");
        Assert.Equal("r1=1", setup.Rig.Hits(1));
    }

    [Fact]
    public async Task RandomChanges_TheTableIsAlwaysAsWanted_AndNoConnectionBreaks()
    {
        using var setup = new BalancingSetup(s_bench);
        setup.Want(Random(0));
        using var done = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() => Chat(setup.Rig, done.Token), TaskCreationOptions.LongRunning))];

        for (int round = 1; round <= 200; round++)
        {
            BalancerService[] wanted = Random(round);
            setup.Want(wanted);
            BalancerReading reading = setup.Rig.Director.Run(() =>
            {
                using ILoadBalancer fresh = s_bench.Create();
                return fresh.Read();
            });
            Assert.Empty(reading.Damaged);
            Assert.Empty(BalancerPlanner.Plan(new BalancerTable(wanted.ToValueArray()), reading.Table, reading.Table.Services.Select(service => service.Key).ToHashSet()));
        }

        await done.CancelAsync();
        int[] answers = await Task.WhenAll(clients);
        output.WriteLine($"answers over connections that lived all the time: {string.Join(" ", answers)}");
        Assert.All(answers, count => Assert.InRange(count, 100, int.MaxValue));
    }

    [Fact]
    public void TenThousandServers_OneChanges_IsASmallTransaction()
    {
        using var director = new GuestSpace($"kc{Environment.ProcessId}tt");
        director.Run(() =>
        {
            using ILoadBalancer balancer = s_bench.Create();
            BalancerDestination[] servers = [.. Enumerable.Range(0, 10_000).Select(number => new BalancerDestination(new IPAddress([10, 3, (byte)(number / 250), (byte)(1 + (number % 250))]), 80, 1, ForwardingMethod.Nat))];
            foreach (Scheduler scheduler in (Scheduler[])[Scheduler.WeightedRoundRobin, Scheduler.SourceHash])
            {
                var service = new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = 80 }, scheduler, null, servers.ToValueArray());
                long start = Stopwatch.GetTimestamp();
                Assert.Null(balancer.Apply(new BalancerTable([service]), []));
                double whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                Assert.Empty(balancer.Read().Damaged);
                var times = new double[50];
                for (int round = 0; round < times.Length; round++)
                {
                    BalancerDestination[] changed = [.. servers];
                    if (round % 2 == 0) changed[round * 7] = changed[round * 7] with { Weight = 0 };
                    start = Stopwatch.GetTimestamp();
                    Assert.Null(balancer.Apply(new BalancerTable([service with { Destinations = changed.ToValueArray() }]), []));
                    times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }

                Array.Sort(times);
                output.WriteLine($"{scheduler}: 10,000 servers written in {whole:0} ms; one changed in {times[25]:0.0} ms (median), {times[^1]:0.0} ms (longest)");
                Assert.True(times[25] <= 40, $"median {times[25]:0.0} ms"); // without optimisation and beside other tests; 10 ms is the aim of a release
                start = Stopwatch.GetTimestamp();
                using ILoadBalancer fresh = s_bench.Create();
                BalancerReading reading = fresh.Read();
                output.WriteLine($"read in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
                Assert.Empty(reading.Damaged);
                Assert.Equal(10_000, reading.Table.Services[0].Destinations.Count);
            }
        });
    }

    // r3 is always there; what the others do is drawn from the round's number, so a failure can be seen again.
    private static BalancerService[] Random(int round)
    {
        var random = new global::System.Random(round);
        Scheduler[] schedulers = [Scheduler.RoundRobin, Scheduler.WeightedRoundRobin, Scheduler.SourceHash, Scheduler.MaglevHash, Scheduler.FailOver];
        var services = new List<BalancerService>();
        foreach (int port in (int[])[80, 81, 82])
        {
            if (port != 80 && random.Next(4) == 0) continue;
            var servers = new List<(int, int)> { (3, 1 + random.Next(9)) };
            if (random.Next(2) == 0) servers.Add((1, random.Next(5)));
            if (random.Next(2) == 0) servers.Add((2, random.Next(5)));
            services.Add(new BalancerService(new ServiceKey { Address = BalancingRig.Vip, Port = port }, schedulers[random.Next(schedulers.Length)],
                random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(1, 100)) : null, BalancingRig.Destinations(80, ForwardingMethod.Nat, [.. servers])));
        }

        return [.. services];
    }

    private static int Chat(BalancingRig rig, CancellationToken done)
    {
        using WebClient client = WebClient.Connect(rig.Client, BalancingRig.Web);
        int answers = 0;
        string server = client.Ask();
        for (; !done.IsCancellationRequested; answers++)
        {
            Assert.Equal(server, client.Ask());
            Assert.StartsWith("r", WebClient.AskOnce(rig.Client, BalancingRig.Web), StringComparison.Ordinal);
        }

        return answers;
    }

    private static BalancerReading Reading()
    {
        using var reader = new NftLoadBalancer(new NftKernel(), new ConntrackTable(), masquerade: true);
        return reader.Read();
    }

    private static void Nft(BalancingSetup setup, string commands) => setup.Rig.Director.Run(() => Tool.Run("nft", "-f -", commands + "\n"));

    private static string From(BalancingSetup setup, int firstHost, int count)
    {
        int host = firstHost;
        return BalancingRig.Count(count, () => WebClient.AskOnce(setup.Rig.Client, BalancingRig.Web, IPAddress.Parse($"10.88.0.{host++}")));
    }

    private static int Count(string hits, string server) =>
        hits.Split(' ').Where(part => part.StartsWith(server + "=", StringComparison.Ordinal)).Sum(part => int.Parse(part[3..], global::System.Globalization.CultureInfo.InvariantCulture));

    private static BalancerDestination SixthServer(int number, int weight) => new(IPAddress.Parse($"fd02::{100 + number}"), 80, weight, ForwardingMethod.Nat);

    private IPEndPoint AddIPv6(BalancingRig rig)
    {
        rig.Client.Batch("addr add fd88::10/64 dev eth1 nodad");
        rig.Director.Batch("addr add fd88::1/64 dev eth1 nodad", "addr add fd88::100/128 dev eth1 nodad", "addr add fd02::1/64 dev eth2 nodad");
        rig.Director.Run(() => File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1"));
        for (int number = 1; number <= 2; number++)
        {
            GuestSpace server = rig.RealServers[number - 1];
            server.Batch($"addr add fd02::{100 + number}/64 dev eth2 nodad");
            Serve(server, $"r{number}");
        }

        return new IPEndPoint(IPAddress.Parse("fd88::100"), 80);
    }

    private void Serve(GuestSpace space, string name)
    {
        Socket listener = space.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = false };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 80));
            socket.Listen(512);
            return socket;
        });
        _parts.Push(listener);
        new Thread(() =>
        {
            try
            {
                var buffer = new byte[1024];
                while (true)
                {
                    using Socket connection = listener.Accept();
                    connection.Receive(buffer);
                    connection.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{name}  "));
                }
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }) { IsBackground = true }.Start();
    }
}
