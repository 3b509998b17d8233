using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Turns weights into slots: the map from a number (a counter, or a hash of the client's address) to a server that a new
/// connection is looked up in. A server with weight 0 has no slot.
/// </summary>
internal static class NftSlots
{
    /// <summary>Fewest slots at which the weights of a weighted round robin are rounded: with more servers than a quarter of it, four times their number.</summary>
    public const int MostWeightedSlots = 1024;

    /// <summary>Slots of a source hash of up to 64 servers: shares come out within about two per cent of the whole.</summary>
    public const int HashSlots = 512;

    /// <summary>Above this many steps the slots of a turn are placed by sorting.</summary>
    private const long MostSteps = 1_000_000;

    /// <summary>How many slots each destination gets in a turn, by its index; for a hash 0 or 1: whether it takes part.</summary>
    public static int[] Counts(Scheduler scheduler, ValueArray<BalancerDestination> destinations)
    {
        var counts = new int[destinations.Count];
        for (int i = 0; i < counts.Length; i++) counts[i] = Math.Max(0, destinations[i].Weight);

        switch (scheduler)
        {
            case Scheduler.WeightedRoundRobin:
                Reduce(counts);
                break;
            case Scheduler.FailOver:
                int heaviest = Heaviest(counts, destinations);
                for (int i = 0; i < counts.Length; i++) counts[i] = i == heaviest ? Math.Min(1, counts[i]) : 0;
                break;
            default:
                for (int i = 0; i < counts.Length; i++) counts[i] = Math.Min(1, counts[i]);
                break;
        }

        return counts;
    }

    /// <summary>For each slot the destination's index in <paramref name="destinations"/>; empty = nobody takes new connections.</summary>
    public static int[] Spread(Scheduler scheduler, ValueArray<BalancerDestination> destinations)
    {
        int[] counts = Counts(scheduler, destinations);
        int sum = counts.Sum();
        if (sum == 0) return [];
        if (scheduler is Scheduler.SourceHash or Scheduler.DestinationHash or Scheduler.MaglevHash) return NftHashSlots.Spread(destinations);
        return (long)sum * counts.Length <= MostSteps ? Mix(counts, sum) : Sorted(counts, sum);
    }

    /// <summary>
    /// The slots for the counts in <paramref name="missing"/> with as few changes of <paramref name="slots"/> as can be: one of many servers
    /// that leaves costs two elements. A server that comes takes a slot in the middle, whose server moves to the end.
    /// </summary>
    /// <param name="slots">The slots that are there.</param>
    /// <param name="missing">How many slots each server is to have; used up.</param>
    public static NftEndpoint[] Adjust(NftEndpoint[] slots, Dictionary<NftEndpoint, int> missing)
    {
        var kept = new List<NftEndpoint>(slots.Length);
        var holes = new List<int>();
        foreach (NftEndpoint slot in slots)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(missing, slot);
            if (!Unsafe.IsNullRef(ref count) && count > 0) count--;
            else holes.Add(kept.Count);
            kept.Add(slot);
        }

        foreach ((NftEndpoint endpoint, int count) in missing)
            for (int i = 0; i < count; i++) Place(endpoint);
        for (int i = holes.Count - 1; i >= 0; i--)
        {
            kept[holes[i]] = kept[^1];
            kept.RemoveAt(kept.Count - 1);
        }

        return [.. kept];

        void Place(NftEndpoint endpoint)
        {
            if (holes.Count > 0)
            {
                kept[holes[^1]] = endpoint;
                holes.RemoveAt(holes.Count - 1);
                return;
            }

            int at = (int)(NftHashSlots.Mix((ulong)endpoint.GetHashCode() ^ (ulong)kept.Count) % (ulong)(kept.Count + 1));
            kept.Add(endpoint);
            (kept[at], kept[^1]) = (kept[^1], kept[at]);
        }
    }

    // Of equally heavy ones the lowest place: who reads the table back does not know the definition's order.
    private static int Heaviest(int[] counts, ValueArray<BalancerDestination> destinations)
    {
        int heaviest = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[heaviest] || (counts[i] == counts[heaviest] && Place(destinations[i]).CompareTo(Place(destinations[heaviest])) < 0)) heaviest = i;
        return heaviest;

        static (AddressKey, int) Place(BalancerDestination destination) => (AddressKey.From(destination.Address), destination.Port);
    }

    /// <summary>
    /// Each round every destination gains its count and the richest pays the sum: shares are exact over one turn and a heavy
    /// destination's slots are spread over the turn instead of standing in a row.
    /// </summary>
    private static int[] Mix(int[] counts, int sum)
    {
        var credit = new int[counts.Length];
        var slots = new int[sum];
        for (int slot = 0; slot < sum; slot++)
        {
            int richest = -1;
            for (int i = 0; i < counts.Length; i++)
            {
                credit[i] += counts[i];
                if (counts[i] > 0 && (richest < 0 || credit[i] > credit[richest])) richest = i;
            }

            credit[richest] -= sum;
            slots[slot] = richest;
        }

        return slots;
    }

    /// <summary>The same shares, each destination's slots at even distances, for counts that <see cref="Mix"/> would take long for.</summary>
    private static int[] Sorted(int[] counts, int sum)
    {
        var places = new double[sum];
        var slots = new int[sum];
        int next = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            for (int turn = 0; turn < counts[i]; turn++)
            {
                // The index settles ties: a sort alone may put them in any order.
                places[next] = ((turn + 0.5) / counts[i]) + (i * 1e-10);
                slots[next++] = i;
            }
        }

        Array.Sort(places, slots);
        return slots;
    }

    /// <summary>The same proportions in the smallest numbers, rounded where even those are too large; never 0 unless it was.</summary>
    private static void Reduce(int[] counts)
    {
        int divisor = counts.Aggregate(0, GreatestCommonDivisor);
        if (divisor == 0) return;
        for (int i = 0; i < counts.Length; i++) counts[i] /= divisor;
        long sum = counts.Sum(count => (long)count);
        long most = Math.Max(MostWeightedSlots, 4L * counts.Length);
        if (sum <= most) return;
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] > 0) counts[i] = (int)Math.Max(1, ((counts[i] * most) + (sum / 2)) / sum);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
