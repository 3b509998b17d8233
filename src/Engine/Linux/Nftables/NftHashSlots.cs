using KeepaliveConsole.Engine.Balancing;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Slots of a hash, by highest random weight: each slot goes to the destination with the best draw, a draw depending on slot and
/// destination only. So when a server leaves only its own clients move, and two directors agree whatever the order of their definitions.
/// </summary>
internal static class NftHashSlots
{
    /// <summary>Number of slots for so many destinations, those with weight 0 included: it must not change when a server is drained.</summary>
    public static int Number(int destinations) => destinations <= 64 ? NftSlots.HashSlots : destinations <= 512 ? 4096 : 16384;

    /// <summary>For each slot the destination's index; at least one has a weight.</summary>
    public static int[] Spread(ValueArray<BalancerDestination> destinations)
    {
        ulong[] names = [.. destinations.Select(destination => Name(NftEndpoint.Of(destination)))];
        var slots = new int[Number(destinations.Count)];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            double best = double.NegativeInfinity;
            for (int i = 0; i < names.Length; i++)
            {
                if (destinations[i].Weight <= 0) continue;
                double draw = Draw(slot, names[i], destinations[i].Weight);
                if (draw <= best) continue;
                best = draw;
                slots[slot] = i;
            }
        }

        return slots;
    }

    /// <summary>
    /// What <see cref="Spread"/> would give, from what it gave for <paramref name="before"/>: only the slots of servers that left or
    /// lost weight are drawn anew, and the others only against those that came or gained. Null when the number of slots changes.
    /// </summary>
    public static NftEndpoint[]? Adjust(NftEndpoint[] slots, IReadOnlyDictionary<NftEndpoint, int> before, IReadOnlyDictionary<NftEndpoint, int> now)
    {
        if (slots.Length == 0 || slots.Length != Number(now.Count) || !now.Values.Any(weight => weight > 0)) return null;
        (NftEndpoint Endpoint, ulong Name, int Weight)[] all = [.. now.Where(entry => entry.Value > 0).Select(entry => (entry.Key, Name(entry.Key), entry.Value))];
        (NftEndpoint Endpoint, ulong Name, int Weight)[] gained = [.. all.Where(entry => entry.Weight > before.GetValueOrDefault(entry.Endpoint))];
        HashSet<NftEndpoint> lost = [.. before.Where(entry => now.GetValueOrDefault(entry.Key) < entry.Value).Select(entry => entry.Key)];
        var adjusted = new NftEndpoint[slots.Length];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            NftEndpoint holder = slots[slot];
            bool anew = lost.Contains(holder);
            double best = anew ? double.NegativeInfinity : Draw(slot, Name(holder), now.GetValueOrDefault(holder));
            foreach ((NftEndpoint endpoint, ulong name, int weight) in anew ? all : gained)
            {
                double draw = Draw(slot, name, weight);
                if (draw <= best) continue;
                best = draw;
                holder = endpoint;
            }

            adjusted[slot] = holder;
        }

        return adjusted;
    }

    /// <summary>The finaliser of splitmix64: every input bit changes every output bit with a chance of about one half.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    // With u uniform in (0,1) the chance that ln(u)/weight is the largest is the weight's share.
    private static double Draw(int slot, ulong name, int weight) => Math.Log(((Mix(name ^ Mix((ulong)slot)) >> 11) + 0.5) / (1UL << 53)) / weight;

    private static ulong Name(NftEndpoint endpoint)
    {
        UInt128 address = endpoint.Address.Value;
        return Mix((ulong)address ^ Mix((ulong)(address >> 64) ^ Mix((ulong)(uint)endpoint.Port)));
    }
}
