using System.Diagnostics;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Conntrack;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// What servers have done, from the counters of the sets of servers. A server in several pools is counted once, so each of them shows
/// the sum; a pool of several services shows it with the first. Connections now are counted only where a server is drained, because
/// that takes reading the kernel's whole connection tracking.
/// </summary>
internal sealed class NftCounters(INftKernel kernel, IConntrack conntrack)
{
    /// <summary>Reading may take this share of one processor: a large table is then read less often.</summary>
    private const double MostShare = 0.02;

    private ValueArray<DestinationCounters> _last = [];
    private IReadOnlyDictionary<int, NftPool>? _lastPools;
    private long _readAt;
    private TimeSpan _took;

    /// <summary>
    /// The counters of <paramref name="pools"/>; those of the last reading while another would cost too much, or when <paramref name="giveUp"/> says that
    /// something more urgent came: with 10,000 servers a reading takes 30 to 60 ms.
    /// </summary>
    public ValueArray<DestinationCounters> Read(IReadOnlyDictionary<int, NftPool> pools, Func<bool>? giveUp = null)
    {
        if (ReferenceEquals(pools, _lastPools) && Stopwatch.GetElapsedTime(_readAt) < _took / MostShare) return _last;
        long start = Stopwatch.GetTimestamp();
        if (Count(pools, giveUp) is not { } counted) return _last;
        _last = counted;
        _lastPools = pools;
        _readAt = Stopwatch.GetTimestamp();
        _took = Stopwatch.GetElapsedTime(start, _readAt);
        return _last;
    }

    // Null = given up between two questions to the kernel.
    private ValueArray<DestinationCounters>? Count(IReadOnlyDictionary<int, NftPool> pools, Func<bool>? giveUp)
    {
        if (pools.Count == 0) return default(ValueArray<DestinationCounters>);
        HashSet<(bool IPv6, bool Ported)> kinds = [.. pools.Values.Where(pool => pool.Weights.Count > 0).Select(pool => (pool.Kind.IPv6, !pool.Kind.AnyPort))];
        Dictionary<NftServer, NftElementCount> connections = Sum("new", kinds);
        if (giveUp?.Invoke() == true) return null;
        Dictionary<NftServer, NftElementCount> received = Sum("in", kinds);
        if (giveUp?.Invoke() == true) return null;
        Dictionary<NftServer, NftElementCount> sent = Sum("out", kinds);
        if (giveUp?.Invoke() == true) return null;
        Dictionary<NftServer, (long Active, long Inactive)> flows = Flows(pools);
        if (giveUp?.Invoke() == true) return null;
        var counters = new List<DestinationCounters>();
        foreach (NftPool pool in pools.Values)
        {
            if (pool.Keys.Count == 0) continue;
            foreach (NftEndpoint endpoint in pool.Weights.Keys)
            {
                var sum = new DestinationCounters(pool.Keys[0], endpoint.Address.ToIPAddress(), endpoint.Port, 0, 0, 0, 0, 0, 0, 0);
                foreach (TransportProtocol protocol in pool.Kind.Protocols)
                {
                    var server = new NftServer(protocol, endpoint);
                    NftElementCount to = received.GetValueOrDefault(server);
                    NftElementCount from = sent.GetValueOrDefault(server);
                    (long active, long inactive) = flows.GetValueOrDefault(server);
                    sum = sum with
                    {
                        ActiveConnections = sum.ActiveConnections + active,
                        InactiveConnections = sum.InactiveConnections + inactive,
                        Connections = sum.Connections + connections.GetValueOrDefault(server).Packets,
                        InPackets = sum.InPackets + to.Packets,
                        OutPackets = sum.OutPackets + from.Packets,
                        InBytes = sum.InBytes + to.Bytes,
                        OutBytes = sum.OutBytes + from.Bytes,
                    };
                }

                counters.Add(sum);
            }
        }

        return Kept(counters);
    }

    // What was not used since is the very object from before: pictures of thousands of servers compare and carry along the less.
    private ValueArray<DestinationCounters> Kept(List<DestinationCounters> counters)
    {
        bool isSame = counters.Count == _last.Count;
        for (int place = 0; place < counters.Count; place++)
        {
            if (place < _last.Count && counters[place] == _last[place]) counters[place] = _last[place];
            else isSame = false;
        }

        return isSame ? _last : counters.ToValueArray();
    }

    private Dictionary<NftServer, NftElementCount> Sum(string what, HashSet<(bool IPv6, bool Ported)> kinds)
    {
        var counts = new Dictionary<NftServer, NftElementCount>();
        foreach ((bool ipv6, bool ported) in kinds)
            foreach (NftElementCount count in kernel.Count(NftSchema.ServerSet(what, ipv6, ported)))
                if (NftServer.Read(count.Key, ported) is { } server) counts[server] = count;
        return counts;
    }

    private Dictionary<NftServer, (long Active, long Inactive)> Flows(IReadOnlyDictionary<int, NftPool> pools)
    {
        HashSet<NftServer> drained = [.. pools.Values.SelectMany(pool => pool.Servers.Where(server => pool.Weights[server.Endpoint] == 0))];
        var flows = new Dictionary<NftServer, (long Active, long Inactive)>();
        foreach (bool ipv6 in drained.Select(server => server.Endpoint.Address.IsIPv6).Distinct().ToList())
        {
            conntrack.Visit(ipv6, flow =>
            {
                var server = new NftServer((TransportProtocol)flow.Protocol, new NftEndpoint(flow.Server, flow.ServerPort));
                if (!drained.Contains(server)) server = server with { Endpoint = server.Endpoint with { Port = 0 } };
                if (!drained.Contains(server)) return;
                (long active, long inactive) = flows.GetValueOrDefault(server);
                flows[server] = flow.IsEstablished ? (active + 1, inactive) : (active, inactive + 1);
            });
        }

        return flows;
    }
}
