namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>The operations that turn the pools that are there into those that are to be. Together they are one transaction: all of it takes effect at one moment or none.</summary>
internal static class NftDifference
{
    /// <summary>Makes the whole table anew in one step, whatever was in it.</summary>
    public static List<NftOperation> Rebuild(IReadOnlyDictionary<int, NftPool> pools, bool masquerade)
    {
        // Adding first makes the deletion succeed when there is no table yet.
        var operations = new List<NftOperation> { new NftAddTable(), new NftDeleteTable() };
        operations.AddRange(NftSchema.Create(masquerade));
        operations.AddRange(Between(new Dictionary<int, NftPool>(), pools));
        return operations;
    }

    /// <summary>Removes the whole table.</summary>
    public static List<NftOperation> DropTable() => [new NftAddTable(), new NftDeleteTable()];

    /// <summary>From <paramref name="before"/> to <paramref name="after"/>; empty = nothing differs.</summary>
    public static List<NftOperation> Between(IReadOnlyDictionary<int, NftPool> before, IReadOnlyDictionary<int, NftPool> after)
    {
        var operations = new List<NftOperation>();
        List<NftPool> gone = [.. before.Values.Where(pool => !after.ContainsKey(pool.Id))];
        List<(NftPool? Old, NftPool New)> changed = [.. after.Values.Select(pool => ((NftPool?)before.GetValueOrDefault(pool.Id), pool)).Where(pair => !ReferenceEquals(pair.Item1, pair.pool))];
        if (gone.Count == 0 && changed.Count == 0) return operations;

        Servers(before, after, operations);
        // No element may lead to a chain that goes, and a key may have one element only: first all that go, then all that come.
        Elements(operations, delete: true, [.. gone.SelectMany(pool => pool.Matches.Select(match => (match, pool.Id))), .. changed.SelectMany(pair => Without(pair.Old, pair.New))]);
        foreach ((NftPool? old, NftPool pool) in changed) Pool(old, pool, operations);
        Elements(operations, delete: false, [.. changed.SelectMany(pair => pair.Old is null ? pair.New.Matches.Select(match => (match, pair.New.Id)) : Without(pair.New, pair.Old))]);
        foreach (NftPool pool in gone) Remove(pool, operations);
        return operations;
    }

    private static IEnumerable<(NftMatch Match, int Pool)> Without(NftPool? pool, NftPool other)
    {
        if (pool is null || ReferenceEquals(pool.Matches, other.Matches)) return [];
        HashSet<NftMatch> others = [.. other.Matches];
        return pool.Matches.Where(match => !others.Contains(match)).Select(match => (match, pool.Id));
    }

    private static void Elements(List<NftOperation> operations, bool delete, List<(NftMatch Match, int Pool)> matches)
    {
        foreach (IGrouping<string, (NftMatch Match, int Pool)> map in matches.GroupBy(entry => entry.Match.Map))
            operations.Add(new NftElements(map.Key, delete, [.. map.Select(entry => entry.Match.Element(delete ? null : NftNames.Chain(entry.Pool)))]));
    }

    private static void Pool(NftPool? old, NftPool pool, List<NftOperation> operations)
    {
        string chain = NftNames.Chain(pool.Id);
        if (old is null)
        {
            operations.Add(new NftAddChain(chain));
            foreach (NftSet set in NftPoolRules.Sets(pool.Id, pool.Kind)) operations.Add(new NftAddSet(set));
        }

        bool newRules = old is null || old.Kind != pool.Kind || old.Slots.Length != pool.Slots.Length;
        if (newRules && old is not null) operations.Add(new NftFlushChain(chain));
        if (old is not null && (old.Kind.Persistence, old.Kind.Bits) != (pool.Kind.Persistence, pool.Kind.Bits))
        {
            if (old.Kind.Persistence > 0) operations.Add(new NftDeleteSet(NftNames.Persistent(pool.Id)));
            if (pool.Kind.Persistence > 0) operations.Add(new NftAddSet(NftPoolRules.Sets(pool.Id, pool.Kind).Last()));
        }

        Map(NftNames.Weights(pool.Id), old?.Weights, pool.Weights, endpoint => endpoint.Bytes, weight => NftExpression.Native((uint)weight), operations);
        Slots(old?.Slots ?? [], pool, operations);
        if (!newRules) return;
        foreach (NftRule rule in NftPoolRules.Rules(pool.Id, pool.Kind, pool.Slots.Length)) operations.Add(new NftAddRule(chain, rule));
    }

    private static void Slots(NftEndpoint[] before, NftPool pool, List<NftOperation> operations)
    {
        if (ReferenceEquals(before, pool.Slots)) return;
        var delete = new List<NftElement>();
        var add = new List<NftElement>();
        for (int slot = 0; slot < Math.Max(before.Length, pool.Slots.Length); slot++)
        {
            bool was = slot < before.Length;
            bool comes = slot < pool.Slots.Length;
            if (was && comes && before[slot] == pool.Slots[slot]) continue;
            byte[] key = NftExpression.Native((uint)slot);
            if (was) delete.Add(new NftElement(key));
            if (comes) add.Add(new NftElement(key, Value: pool.Slots[slot].Bytes));
        }

        if (delete.Count > 0) operations.Add(new NftElements(NftNames.Slots(pool.Id), true, delete));
        if (add.Count > 0) operations.Add(new NftElements(NftNames.Slots(pool.Id), false, add));
    }

    private static void Map<TKey, TValue>(string name, IReadOnlyDictionary<TKey, TValue>? before, IReadOnlyDictionary<TKey, TValue> after,
        Func<TKey, byte[]> key, Func<TValue, byte[]> value, List<NftOperation> operations)
        where TKey : notnull
        where TValue : IEquatable<TValue>
    {
        List<NftElement> delete = [.. (before ?? new Dictionary<TKey, TValue>()).Where(entry => !after.TryGetValue(entry.Key, out TValue? now) || !now.Equals(entry.Value)).Select(entry => new NftElement(key(entry.Key)))];
        List<NftElement> add = [.. after.Where(entry => before is null || !before.TryGetValue(entry.Key, out TValue? was) || !was.Equals(entry.Value)).Select(entry => new NftElement(key(entry.Key), Value: value(entry.Value)))];
        if (delete.Count > 0) operations.Add(new NftElements(name, true, delete));
        if (add.Count > 0) operations.Add(new NftElements(name, false, add));
    }

    private static void Servers(IReadOnlyDictionary<int, NftPool> before, IReadOnlyDictionary<int, NftPool> after, List<NftOperation> operations)
    {
        Servers(Gone(before, after), delete: true, operations);
        Servers(Gone(after, before), delete: false, operations);
    }

    /// <summary>Servers that are in some pool of <paramref name="from"/> and in none of <paramref name="to"/>.</summary>
    private static List<NftServer> Gone(IReadOnlyDictionary<int, NftPool> from, IReadOnlyDictionary<int, NftPool> to)
    {
        // Most pools are the same, or have the same servers: only what is left is looked for in all the others.
        List<NftServer> candidates = [.. from.Values.Where(pool => to.GetValueOrDefault(pool.Id) is not { } other || !HasServersOf(other, pool)).SelectMany(pool => pool.Servers).Distinct()];
        if (candidates.Count == 0) return candidates;
        HashSet<NftServer> all = [.. to.Values.SelectMany(pool => pool.Servers)];
        return [.. candidates.Where(server => !all.Contains(server))];
    }

    private static bool HasServersOf(NftPool pool, NftPool other) => ReferenceEquals(pool, other)
        || (pool.Kind.Protocol == other.Kind.Protocol && (pool.Endpoints.AsSpan().SequenceEqual(other.Endpoints) || other.Weights.Keys.All(pool.Weights.ContainsKey)));

    private static void Servers(IEnumerable<NftServer> servers, bool delete, List<NftOperation> operations)
    {
        foreach (IGrouping<(bool IPv6, bool Ported), NftServer> kind in servers.GroupBy(server => (server.Endpoint.Address.IsIPv6, server.Endpoint.Port != 0)))
        {
            NftElement[] elements = [.. kind.Select(server => new NftElement(server.Key))];
            foreach (string what in NftSchema.Counted) operations.Add(new NftElements(NftSchema.ServerSet(what, kind.Key.IPv6, kind.Key.Ported), delete, elements));
        }
    }

    private static void Remove(NftPool pool, List<NftOperation> operations)
    {
        operations.Add(new NftFlushChain(NftNames.Chain(pool.Id)));
        operations.Add(new NftDeleteChain(NftNames.Chain(pool.Id)));
        foreach (NftSet set in NftPoolRules.Sets(pool.Id, pool.Kind)) operations.Add(new NftDeleteSet(set.Name));
    }
}
