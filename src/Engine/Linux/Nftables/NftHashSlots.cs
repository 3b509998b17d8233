using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

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
        int[] weights = [.. destinations.Select(destination => destination.Weight)];
        for (int slot = 0; slot < slots.Length; slot++)
        {
            ulong mixed = Mix((ulong)slot);
            double best = double.NegativeInfinity;
            for (int i = 0; i < names.Length; i++)
                if (weights[i] > 0 && Beats(mixed, names[i], weights[i], ref best)) slots[slot] = i;
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
            ulong mixed = Mix((ulong)slot);
            double best = double.NegativeInfinity;
            if (!anew) Beats(mixed, Name(holder), now.GetValueOrDefault(holder), ref best);
            foreach ((NftEndpoint endpoint, ulong name, int weight) in anew ? all : gained)
                if (Beats(mixed, name, weight, ref best)) holder = endpoint;

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

    /// <summary>Is this draw better than <paramref name="best"/>? Then it becomes the best.</summary>
    private static bool Beats(ulong slot, ulong name, int weight, ref double best)
    {
        // With u uniform in (0,1) the chance that ln(u)/weight is the largest is the weight's share. ln(u) is at most u - 1, so most draws need no logarithm.
        double uniform = ((Mix(name ^ slot) >> 11) + 0.5) / (1UL << 53);
        if (uniform - 1 <= best * weight) return false;
        double draw = Math.Log(uniform) / weight;
        if (draw <= best) return false;
        best = draw;
        return true;
    }

    private static ulong Name(NftEndpoint endpoint)
    {
        AddressKey address = endpoint.Address;
        return Mix(address.Low ^ Mix(address.High ^ Mix((ulong)(uint)endpoint.Port)));
    }
}
