using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Judges a listing: which services are whole, that is do what their recorded weights say. A service of which any part
/// was changed from outside counts as not there, so that it is written anew.
/// </summary>
internal sealed class NftTableReader(bool masquerade)
{
    /// <summary>What <paramref name="listing"/> amounts to.</summary>
    public NftReading Read(NftListing listing)
    {
        Dictionary<string, List<NftMatch>> matches = Matches(listing);
        if (BrokenSkeleton(listing) is { } broken)
            return new NftReading(BalancerTable.Empty, Keys(matches.Values.SelectMany(all => all)).Select(key => new DamagedService(key, broken)).ToValueArray(), null);

        var services = new List<BalancerService>();
        var damaged = new List<DamagedService>();
        var pools = new Dictionary<int, NftPool>();
        bool rebuild = HasStrangers(listing);
        HashSet<NftServer> counted = Counted(listing);
        foreach ((string chain, List<NftMatch> found) in matches)
        {
            List<ServiceKey> keys = Keys(found);
            string? damage = ReadPool(listing, chain, found, keys, out NftPool? pool);
            if (pool is null || pool.Servers.Any(server => !counted.Contains(server)))
            {
                rebuild = true;
                damage ??= "a real server is missing from those counted and masqueraded";
            }
            else
            {
                bool wrong = !CarriesOut(pool);
                if (wrong) damage = "its slots and its recorded weights differ";
                pools.Add(pool.Id, pool with { HasWrongSlots = wrong });
            }

            foreach (ServiceKey key in keys)
            {
                if (damage is not null) damaged.Add(new DamagedService(key, damage));
                else services.Add(Service(key, pool!));
            }
        }

        rebuild |= listing.Chains.Keys.Any(chain => NftNames.Pool(chain) is { } id && !pools.ContainsKey(id));
        return new NftReading(new BalancerTable(services.ToValueArray()), damaged.ToValueArray(), rebuild ? null : pools);
    }

    private static Dictionary<string, List<NftMatch>> Matches(NftListing listing)
    {
        var matches = new Dictionary<string, List<NftMatch>>();
        foreach (NftSet map in NftSchema.Maps())
        {
            foreach (NftElement element in listing.Elements.GetValueOrDefault(map.Name) ?? [])
            {
                if (element.Chain is not { } chain || NftMatch.Read(map.Name, element.Key, element.Last) is not { } match) continue;
                if (!matches.TryGetValue(chain, out List<NftMatch>? list)) matches[chain] = list = [];
                list.Add(match);
            }
        }

        return matches;
    }

    /// <summary>The services of some matches. A mark counts only with all of its protocols.</summary>
    private static List<ServiceKey> Keys(IEnumerable<NftMatch> matches)
    {
        List<NftMatch> all = [.. matches];
        ILookup<uint, NftMatch> marks = all.ToLookup(match => match.Mark);
        return [.. all.Where(match => match.Mark == 0 || marks[match.Mark].Count() == NftPoolKind.AllProtocols.Length).SelectMany(match => match.Keys())];
    }

    private string? BrokenSkeleton(NftListing listing)
    {
        if (listing.Flags != 0) return "the table was given a flag (dormant switches it off)";
        foreach (NftSet set in NftSchema.Maps().Concat(NftSchema.ServerSets()))
            if (!listing.Sets.TryGetValue(set.Name, out uint flags) || flags != set.Flags) return $"the {(set.ValueType is null ? "set" : "map")} {set.Name} is changed or gone";
        foreach ((string name, NftHook hook, NftRule[] rules) in NftSchema.Chains(masquerade))
        {
            List<NftListedRule> found = listing.Rules.GetValueOrDefault(name) ?? [];
            bool whole = listing.Chains.GetValueOrDefault(name) == hook && found.Count == rules.Length && !rules.Where((rule, index) => !found[index].Is(rule)).Any();
            if (!whole) return $"the chain {name} or a rule in it is changed or gone";
        }

        return null;
    }

    private static string? ReadPool(NftListing listing, string chain, List<NftMatch> matches, List<ServiceKey> keys, out NftPool? pool)
    {
        pool = null;
        if (NftNames.Pool(chain) is not { } id || !listing.Chains.ContainsKey(chain)) return $"its connections are sent to chain {chain}";
        List<NftListedRule> found = listing.Rules.GetValueOrDefault(chain) ?? [];
        if (found.Count == 0 || NftPoolKind.Parse(found[0].Comment ?? "") is not { } kind) return "its rules are gone or not ours";
        foreach (NftSet set in NftPoolRules.Sets(id, kind))
            if (!listing.Sets.TryGetValue(set.Name, out uint flags) || flags != set.Flags) return $"the map {set.Name} is changed or gone";

        if (Slots(listing.Elements.GetValueOrDefault(NftNames.Slots(id)) ?? []) is not { } slots) return "its slots have gaps";
        NftRule[] rules = NftPoolRules.Rules(id, kind, slots.Length);
        if (rules.Length != found.Count || rules.Where((rule, index) => !found[index].Is(rule)).Any()) return "its rules are changed";
        pool = new NftPool(id, kind)
        {
            Destinations = Destinations(listing.Elements.GetValueOrDefault(NftNames.Weights(id)) ?? []),
            Slots = slots,
            Keys = keys,
            Matches = [.. matches],
        };
        return null;
    }

    private static NftEndpoint[]? Slots(List<NftElement> elements)
    {
        var slots = new NftEndpoint?[elements.Count];
        foreach (NftElement element in elements)
        {
            if (element.Key.Length != 4 || element.Value is null) return null;
            uint slot = BitConverter.ToUInt32(element.Key);
            if (slot >= slots.Length || NftEndpoint.Read(element.Value) is not { } endpoint) return null;
            slots[slot] = endpoint;
        }

        return Array.Exists(slots, slot => slot is null) ? null : [.. slots.Select(slot => slot!.Value)];
    }

    private static ValueArray<BalancerDestination> Destinations(List<NftElement> elements) =>
        elements.Where(element => element.Value is { Length: 4 }).Select(element => (Endpoint: NftEndpoint.Read(element.Key), Weight: (int)BitConverter.ToUInt32(element.Value!)))
            .Where(entry => entry.Endpoint is not null).OrderBy(entry => entry.Endpoint!.Value.Address).ThenBy(entry => entry.Endpoint!.Value.Port)
            .Select(entry => new BalancerDestination(entry.Endpoint!.Value.Address.ToIPAddress(), entry.Endpoint.Value.Port, entry.Weight, ForwardingMethod.Nat)).ToValueArray();

    /// <summary>Round robin may start anywhere and in any order; only how often each server stands in the turn matters. A hash must agree slot by slot.</summary>
    private static bool CarriesOut(NftPool pool)
    {
        if (pool.Kind.Hashes) return pool.Slots.SequenceEqual(NftPools.Spread(pool));
        Dictionary<NftEndpoint, int> wanted = NftPools.Wanted(pool);
        return wanted.Values.Sum() == pool.Slots.Length
            && pool.Slots.CountBy(slot => slot).All(entry => wanted.GetValueOrDefault(entry.Key) == entry.Value);
    }

    private static BalancerService Service(ServiceKey key, NftPool pool) =>
        new(key, pool.Kind.Scheduler, pool.Kind.Persistence > 0 ? TimeSpan.FromSeconds(pool.Kind.Persistence) : null, pool.Destinations)
        {
            SchedulerFlags = pool.Kind.Flags,
            PersistenceGranularity = pool.Kind.Bits,
        };

    private static HashSet<NftServer> Counted(NftListing listing)
    {
        HashSet<NftServer>? all = null;
        foreach (string what in NftSchema.Counted)
        {
            var counted = new HashSet<NftServer>();
            foreach (bool ipv6 in (bool[])[false, true])
                foreach (bool ported in (bool[])[false, true])
                    foreach (NftElement element in listing.Elements.GetValueOrDefault(NftSchema.ServerSet(what, ipv6, ported)) ?? [])
                        if (NftServer.Read(element.Key, ported) is { } server) counted.Add(server);
            if (all is null) all = counted;
            else all.IntersectWith(counted);
        }

        return all!;
    }

    /// <summary>Is there a chain or set in our table that is none of ours? The next change then writes the whole table anew.</summary>
    private bool HasStrangers(NftListing listing)
    {
        HashSet<string> chains = [.. NftSchema.Chains(masquerade).Select(chain => chain.Name)];
        HashSet<string> sets = [.. NftSchema.Maps().Concat(NftSchema.ServerSets()).Select(set => set.Name)];
        HashSet<int> pools = [.. listing.Chains.Keys.Select(NftNames.Pool).OfType<int>()];
        foreach (int pool in pools)
        {
            chains.Add(NftNames.Chain(pool));
            sets.UnionWith([NftNames.Weights(pool), NftNames.Slots(pool), NftNames.Persistent(pool)]);
        }

        return !listing.Chains.Keys.All(chains.Contains) || !listing.Sets.Keys.All(sets.Contains);
    }
}

/// <summary>What a listing amounts to.</summary>
/// <param name="Table">The services that are whole.</param>
/// <param name="Damaged">The others, each with what is wrong.</param>
/// <param name="Pools">What is there, for the next change to start from; null = it must write the whole table anew.</param>
internal sealed record NftReading(BalancerTable Table, ValueArray<DamagedService> Damaged, Dictionary<int, NftPool>? Pools);
