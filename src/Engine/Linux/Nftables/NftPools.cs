using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Turns a wanted table into pools, as near to those that are there as can be: what stays as it is costs nothing.</summary>
internal static class NftPools
{
    /// <summary>The pools for <paramref name="wanted"/>, by number; those of <paramref name="now"/> go on where they can.</summary>
    public static Dictionary<int, NftPool> For(BalancerTable wanted, IReadOnlyDictionary<int, NftPool> now)
    {
        var old = new Dictionary<ServiceKey, NftPool>();
        foreach (NftPool pool in now.Values)
            foreach (ServiceKey key in pool.Keys) old[key] = pool;

        var result = new Dictionary<int, NftPool>();
        List<(Group Group, NftPool? Old)> groups = [.. Grouped(wanted).Select(group => (group, Heir(group, old)))];
        // Those with the most services first: of two halves of a pool that parts, the larger one keeps it.
        foreach ((Group group, NftPool? before) in groups.Where(entry => entry.Old is not null).OrderByDescending(entry => entry.Group.Keys.Count).ToList())
            if (result.TryAdd(before!.Id, Continue(before, group))) groups.Remove((group, before));

        int next = 1;
        foreach ((Group group, NftPool? _) in groups)
        {
            while (result.ContainsKey(next) || now.ContainsKey(next)) next++;
            result.Add(next, Fresh(next, group));
        }

        return result;
    }

    private static List<Group> Grouped(BalancerTable wanted)
    {
        var groups = new Dictionary<(NftPoolKind, ValueArray<BalancerDestination>), Group>(new ByContent());
        var order = new List<Group>();
        var seen = new HashSet<ServiceKey>(wanted.Services.Count);
        foreach (BalancerService service in wanted.Services)
        {
            if (!seen.Add(service.Key)) continue;
            (NftPoolKind kind, ValueArray<BalancerDestination>) content = (NftPoolKind.Of(service), service.Destinations);
            if (!groups.TryGetValue(content, out Group? group))
            {
                groups.Add(content, group = new Group(content.kind, service.Destinations, []));
                order.Add(group);
            }

            group.Keys.Add(service.Key);
        }

        return order;
    }

    /// <summary>The pool that most of the group's services are in now and that can become the group's; null = none.</summary>
    private static NftPool? Heir(Group group, Dictionary<ServiceKey, NftPool> old)
    {
        var votes = new Dictionary<NftPool, int>(ReferenceEqualityComparer.Instance);
        foreach (ServiceKey key in group.Keys)
            if (old.TryGetValue(key, out NftPool? pool) && pool.Kind.IPv6 == group.Kind.IPv6) votes[pool] = votes.GetValueOrDefault(pool) + 1;
        return votes.Count == 0 ? null : votes.MaxBy(vote => vote.Value).Key;
    }

    private static NftPool Continue(NftPool before, Group group)
    {
        bool sameKeys = before.Keys.SequenceEqual(group.Keys);
        bool sameServers = !before.HasWrongSlots && before.Kind == group.Kind && Same(before.Destinations, group.Destinations);
        if (sameKeys && sameServers) return before;
        NftPool fresh = new(before.Id, group.Kind)
        {
            Destinations = group.Destinations,
            Slots = [],
            Keys = sameKeys ? before.Keys : group.Keys,
            Matches = sameKeys ? before.Matches : NftMatch.Of(group.Keys),
        };
        return fresh with { Slots = sameServers ? before.Slots : Slots(before, fresh) };
    }

    private static NftEndpoint[] Slots(NftPool before, NftPool pool)
    {
        if (before.HasWrongSlots) return Spread(pool);
        if (pool.Kind.Hashes) return (before.Kind.Hashes && before.Kind.AnyPort == pool.Kind.AnyPort ? NftHashSlots.Adjust(before.Slots, before.Weights, pool.Weights) : null) ?? Spread(pool);
        NftEndpoint[] adjusted = NftSlots.Adjust(before.Slots, Wanted(pool));
        // A short turn is mixed anew: there it costs nothing, and order matters most.
        return adjusted.Length > 64 ? adjusted : Spread(pool);
    }

    private static NftPool Fresh(int id, Group group)
    {
        NftPool pool = new(id, group.Kind) { Destinations = group.Destinations, Slots = [], Keys = group.Keys, Matches = NftMatch.Of(group.Keys) };
        return pool with { Slots = Spread(pool) };
    }

    /// <summary>The slots of a pool written anew.</summary>
    public static NftEndpoint[] Spread(NftPool pool)
    {
        ValueArray<BalancerDestination> distinct = Distinct(pool);
        return [.. NftSlots.Spread(pool.Kind.Scheduler, distinct).Select(index => NftEndpoint.Of(distinct[index]))];
    }

    /// <summary>How many slots each server of a turn has.</summary>
    public static Dictionary<NftEndpoint, int> Wanted(NftPool pool)
    {
        ValueArray<BalancerDestination> distinct = Distinct(pool);
        int[] counts = NftSlots.Counts(pool.Kind.Scheduler, distinct);
        var wanted = new Dictionary<NftEndpoint, int>(counts.Length);
        bool whole = distinct.Count == pool.Destinations.Count;
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] > 0) wanted.Add(whole ? pool.Endpoints[i] : NftEndpoint.Of(distinct[i]), counts[i]);
        return wanted;
    }

    private static ValueArray<BalancerDestination> Distinct(NftPool pool) =>
        pool.Weights.Count == pool.Destinations.Count ? pool.Destinations : pool.Destinations.DistinctBy(NftEndpoint.Of).ToValueArray();

    private static bool Same(ValueArray<BalancerDestination> left, ValueArray<BalancerDestination> right) => left.Span == right.Span || left == right;

    private sealed record Group(NftPoolKind Kind, ValueArray<BalancerDestination> Destinations, List<ServiceKey> Keys);

    /// <summary>Compares lists of servers by content, but looks at a few of them only for the hash: the services of a range share one list.</summary>
    private sealed class ByContent : IEqualityComparer<(NftPoolKind Kind, ValueArray<BalancerDestination> Servers)>
    {
        public bool Equals((NftPoolKind Kind, ValueArray<BalancerDestination> Servers) x, (NftPoolKind Kind, ValueArray<BalancerDestination> Servers) y) =>
            x.Kind == y.Kind && Same(x.Servers, y.Servers);

        public int GetHashCode((NftPoolKind Kind, ValueArray<BalancerDestination> Servers) content)
        {
            ValueArray<BalancerDestination> servers = content.Servers;
            return servers.Count == 0
                ? content.Kind.GetHashCode()
                : HashCode.Combine(content.Kind, servers.Count, servers[0].Address, servers[0].Port, servers[0].Weight, servers[servers.Count / 2].Weight, servers[servers.Count - 1].Address, servers[servers.Count - 1].Weight);
        }
    }
}
