using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime.Balancing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>
/// Client — bridge 10.88.0.0/24 — director — bridge 10.2.0.0/24 — real servers r1 r2 r3, each in a namespace of its own. The
/// client is on the servers' network too, for direct routing to <see cref="DirectVip"/>. The servers' way out is the director.
/// </summary>
internal sealed class BalancingRig : IDisposable
{
    public const int Servers = 3;

    private static int s_count;
    private readonly Stack<IDisposable> _parts = [];

    public BalancingRig()
    {
        // Process and number keep runs that happen at the same time apart.
        string prefix = $"kc{Environment.ProcessId}b{Interlocked.Increment(ref s_count)}";
        try
        {
            NetworkNamespace switches = Space(prefix + "sw");
            Client = Space(prefix + "cl");
            Director = Space(prefix + "lb");
            NetworkNamespace[] servers = [.. Enumerable.Range(1, Servers).Select(number => Space($"{prefix}r{number}"))];
            ServerSpaces = servers;
            var cables = new List<string> { "link add br1 type bridge", "link set br1 up", "link add br2 type bridge", "link set br2 up" };
            foreach (NetworkNamespace space in (NetworkNamespace[])[Client, Director]) cables.AddRange(Cable(space, 1));
            foreach (NetworkNamespace space in (NetworkNamespace[])[Client, Director, .. servers]) cables.AddRange(Cable(space, 2));
            switches.Batch([.. cables]);
            Client.Batch("link set eth1 up", "link set eth2 up", "addr add 10.88.0.10/24 dev eth1", "addr add 10.2.0.10/24 dev eth2");
            Director.Batch("link set eth1 up", "link set eth2 up", "addr add 10.88.0.1/24 dev eth1", "addr add 10.2.0.1/24 dev eth2",
                $"addr add {Vip}/32 dev eth1", $"addr add {DirectVip}/32 dev eth2");
            for (int number = 1; number <= Servers; number++)
            {
                NetworkNamespace server = servers[number - 1];
                server.Run(() =>
                {
                    // With direct routing every server holds the address; only the director may answer ARP for it.
                    File.WriteAllText("/proc/sys/net/ipv4/conf/all/arp_ignore", "1");
                    File.WriteAllText("/proc/sys/net/ipv4/conf/all/arp_announce", "2");
                });
                server.Batch("link set eth2 up", $"addr add 10.2.0.{100 + number}/24 dev eth2", "route add default via 10.2.0.1", $"addr add {DirectVip}/32 dev lo");
                _parts.Push(new RealServer(server, $"r{number}"));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static IPAddress Vip { get; } = IPAddress.Parse("10.88.0.100");

    public static IPAddress DirectVip { get; } = IPAddress.Parse("10.2.0.200");

    public static IPEndPoint Web { get; } = new(Vip, 80);

    public static IPEndPoint DirectWeb { get; } = new(DirectVip, 80);

    public NetworkNamespace Client { get; }

    public NetworkNamespace Director { get; }

    /// <summary>The real servers' namespaces, r1 first.</summary>
    public IReadOnlyList<NetworkNamespace> ServerSpaces { get; }

    /// <summary>Starts a balancer on the director, for the caller to stop. It sweeps every 200 ms.</summary>
    public BalancerRuntime Start(Func<ILoadBalancer> balancer, RecordingSink sink)
    {
        var options = new EngineOptions { SweepInterval = TimeSpan.FromMilliseconds(200) };
        return Director.Run(() => new BalancerRuntime(balancer(), options, sink, NullLoggerFactory.Instance, TimeProvider.System));
    }

    /// <summary>A service on <see cref="Vip"/>, port 80; server number and weight of each destination, in order.</summary>
    public static BalancerService Service(Scheduler scheduler, params (int Server, int Weight)[] destinations) =>
        new(new ServiceKey { Address = Vip, Port = 80 }, scheduler, null, Destinations(80, ForwardingMethod.Nat, destinations));

    /// <summary>Destinations on the real servers.</summary>
    public static ValueArray<BalancerDestination> Destinations(int port, ForwardingMethod method, params (int Server, int Weight)[] destinations) =>
        destinations.Select(to => new BalancerDestination(IPAddress.Parse($"10.2.0.{100 + to.Server}"), port, to.Weight, method)).ToValueArray();

    /// <summary>Asks <paramref name="times"/> times over new connections; how often each server answered: <c>r1=3 r2=1</c>.</summary>
    public string Hits(int times, IPEndPoint? service = null) => Count(times, () => WebClient.AskOnce(Client, service ?? Web));

    /// <summary>Counts answers by their first word, or whole when there was none.</summary>
    public static string Count(int times, Func<string> ask) => string.Join(' ', Enumerable.Range(0, times).Select(_ => ask())
        .Select(answer => answer.StartsWith("none", StringComparison.Ordinal) ? answer : answer.Split(' ')[0])
        .GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}={group.Count()}"));

    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part)) part.Dispose();
    }

    private NetworkNamespace Space(string name)
    {
        var space = new NetworkNamespace(name);
        _parts.Push(space);
        return space;
    }

    private static string[] Cable(NetworkNamespace space, int bridge)
    {
        string port = $"p{bridge}{space.Name[^2..]}";
        return [$"link add {port} type veth peer name eth{bridge} netns {space.Name}", $"link set {port} master br{bridge} up"];
    }
}
