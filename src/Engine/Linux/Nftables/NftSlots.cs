using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Turns weights into slots: the map from a number (a counter, or a hash of the client's address) to a destination that a
/// service's rule looks new connections up in. A destination with weight 0 has no slot.
/// </summary>
internal static class NftSlots
{
    /// <summary>Most slots of a weighted round robin. Weights whose sum is larger after reduction are rounded to this many.</summary>
    public const int MostWeightedSlots = 1024;

    /// <summary>Slots of a source hash: shares come out within about two per cent.</summary>
    public const int HashSlots = 512;

    /// <summary>For each slot the destination's index in <paramref name="destinations"/>; empty = nobody takes new connections.</summary>
    public static int[] Spread(Scheduler scheduler, ValueArray<BalancerDestination> destinations)
    {
        int[] taking = [.. Enumerable.Range(0, destinations.Count).Where(index => destinations[index].Weight > 0)];
        if (taking.Length == 0) return [];
        return scheduler switch
        {
            Scheduler.RoundRobin => taking,
            Scheduler.SourceHash => Hash(taking, destinations),
            _ => Weighted(taking, Reduce([.. taking.Select(index => destinations[index].Weight)])),
        };
    }

    /// <summary>
    /// Each round every destination gains its weight and the richest pays the sum: shares are exact over one turn and a heavy
    /// destination's slots are spread over the turn instead of standing in a row.
    /// </summary>
    private static int[] Weighted(int[] taking, int[] weights)
    {
        int sum = weights.Sum();
        var credit = new int[weights.Length];
        var slots = new int[sum];
        for (int slot = 0; slot < sum; slot++)
        {
            int richest = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                credit[i] += weights[i];
                if (credit[i] > credit[richest]) richest = i;
            }

            credit[richest] -= sum;
            slots[slot] = taking[richest];
        }

        return slots;
    }

    /// <summary>The same proportions in the smallest numbers, rounded where even those are too large; never 0.</summary>
    private static int[] Reduce(int[] weights)
    {
        int divisor = weights.Aggregate(GreatestCommonDivisor);
        int[] reduced = [.. weights.Select(weight => weight / divisor)];
        long sum = reduced.Sum(weight => (long)weight);
        return sum <= MostWeightedSlots ? reduced : [.. reduced.Select(weight => (int)Math.Max(1, weight * (long)MostWeightedSlots / sum))];
    }

    /// <summary>
    /// Highest random weight: each slot goes to the destination with the best draw, a draw depending on slot and destination
    /// only. So when a server leaves, only its own clients move, and two directors agree whatever the order of their definitions.
    /// </summary>
    private static int[] Hash(int[] taking, ValueArray<BalancerDestination> destinations)
    {
        var slots = new int[HashSlots];
        for (int slot = 0; slot < HashSlots; slot++)
        {
            double best = double.NegativeInfinity;
            foreach (int index in taking)
            {
                // With u uniform in (0,1) the chance that ln(u)/weight is the largest is the weight's share.
                double draw = Math.Log(Uniform(slot, destinations[index])) / destinations[index].Weight;
                if (draw <= best) continue;
                best = draw;
                slots[slot] = index;
            }
        }

        return slots;
    }

    private static double Uniform(int slot, BalancerDestination destination)
    {
        AddressKey address = AddressKey.From(destination.Address);
        ulong mixed = Mix(address.Low ^ Mix(address.High ^ Mix(((ulong)(uint)slot << 32) | (uint)destination.Port)));
        return ((mixed >> 11) + 0.5) / (1UL << 53);
    }

    /// <summary>The finaliser of splitmix64: every input bit changes every output bit with a chance of about one half.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
