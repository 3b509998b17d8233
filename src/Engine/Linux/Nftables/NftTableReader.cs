using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Judges a listing: which services are whole, that is do what their recorded weights say. A service of which any part
/// was changed from outside counts as not there, so that it is written anew.
/// </summary>
internal sealed class NftTableReader(bool masquerade)
{
    /// <summary>The table that <paramref name="listing"/> carries out, and what is wrong with the rest.</summary>
    public NftReading Read(NftListing listing)
    {
        string? broken = BrokenSkeleton(listing);
        if (broken is not null) return new NftReading(BalancerTable.Empty, [.. listing.Published.Keys.Select(key => new DamagedService(key, broken))], Rebuild: true);

        var services = new List<BalancerService>();
        var damaged = new List<DamagedService>();
        foreach ((ServiceKey key, string chain) in listing.Published)
        {
            string? damage = ReadService(listing, key, chain, out BalancerService? service);
            if (damage is null) services.Add(service!);
            else damaged.Add(new DamagedService(key, damage));
        }

        return new NftReading(new BalancerTable(services.ToValueArray()), damaged.ToValueArray(), HasStrangers(listing));
    }

    private string? BrokenSkeleton(NftListing listing)
    {
        if (listing.Flagged) return "the table was given a flag (dormant switches it off)";
        if (!Hooked(listing, NftNames.Prerouting, rule => rule.VerdictMap == "@" + NftNames.Services)) return "the rule in chain prerouting is changed or gone";
        if (!Hooked(listing, NftNames.Output, rule => rule.VerdictMap == "@" + NftNames.Services)) return "the rule in chain output is changed or gone";
        if (masquerade && !Hooked(listing, NftNames.Postrouting, rule => rule.Masquerades && rule.ComparedSets.Contains("@" + NftNames.RealServers)))
            return "the masquerading rule in chain postrouting is changed or gone";
        return !masquerade && listing.Chains.ContainsKey(NftNames.Postrouting) ? "masquerading is on though it is not wanted" : null;
    }

    private static bool Hooked(NftListing listing, string chain, Func<NftRule, bool> isOurs) =>
        listing.Chains.GetValueOrDefault(chain) == chain && listing.Rules.GetValueOrDefault(chain) is [var only] && isOurs(only);

    private string? ReadService(NftListing listing, ServiceKey key, string chain, out BalancerService? service)
    {
        service = null;
        if (chain != NftNames.Chain(key)) return $"its connections are sent to chain {chain}";
        if (!listing.Weights.TryGetValue(NftNames.Weights(key), out Dictionary<(IPAddress Address, int Port), int>? weights)) return "the record of its weights is gone";
        if (listing.Rules.GetValueOrDefault(chain) is not [var rule]) return "its rule is gone or not alone";
        if (SchedulerNames.Parse(rule.Comment) is not { } scheduler || rule.Protocol != (int)key.Protocol) return "its rule is not one of ours";

        var recorded = new BalancerService(key, scheduler, null,
            [.. weights.Select(entry => new BalancerDestination(entry.Key.Address, entry.Key.Port, entry.Value, ForwardingMethod.Nat))
                .OrderBy(destination => AddressKey.From(destination.Address)).ThenBy(destination => destination.Port)]);
        if (!CarriesOut(rule, recorded)) return "its rule and its recorded weights differ";
        if (masquerade && !NftScript.Endpoints(new BalancerTable([recorded])).IsSubsetOf(listing.RealServers)) return "a real server is missing from those masqueraded";
        service = recorded;
        return null;
    }

    private static bool CarriesOut(NftRule rule, BalancerService service)
    {
        int[] wanted = NftSlots.Spread(service.Scheduler, service.Destinations);
        if (wanted.Length == 0) return rule.Rejects && rule.Picking == NftPicking.None;
        NftPicking picking = service.Scheduler == Scheduler.SourceHash ? NftPicking.SourceHash : NftPicking.Counter;
        if (rule.Picking != picking || rule.Modulus != rule.Slots.Count || rule.Slots.Count != wanted.Length) return false;

        // Round robin may start anywhere and in any order; only how often each destination stands in the turn matters. A hash must agree slot by slot.
        IEnumerable<NftEndpoint?> found = rule.Slots.Select(slot => slot is { } end ? new NftEndpoint(end.Address, service.Key.Protocol, end.Port) : (NftEndpoint?)null);
        IEnumerable<NftEndpoint?> expected = wanted.Select(index => (NftEndpoint?)NftEndpoint.Of(service, service.Destinations[index]));
        return picking == NftPicking.SourceHash ? found.SequenceEqual(expected) : Ordered(found).SequenceEqual(Ordered(expected));
    }

    private static IEnumerable<string> Ordered(IEnumerable<NftEndpoint?> slots) => slots.Select(slot => slot.ToString() ?? "").Order(StringComparer.Ordinal);

    /// <summary>Is there a chain or map in our table that belongs to no published service? The next change then writes the whole table anew.</summary>
    private static bool HasStrangers(NftListing listing)
    {
        HashSet<string> known = [NftNames.Prerouting, NftNames.Output, NftNames.Postrouting, NftNames.Services, NftNames.RealServers];
        foreach (ServiceKey key in listing.Published.Keys)
        {
            known.Add(NftNames.Chain(key));
            known.Add(NftNames.Weights(key));
        }

        return !listing.Chains.Keys.All(known.Contains) || !listing.Sets.All(known.Contains);
    }
}

/// <summary>What a listing amounts to.</summary>
/// <param name="Table">The services that are whole.</param>
/// <param name="Damaged">The others, each with what is wrong.</param>
/// <param name="Rebuild">Must the next change write the whole table anew?</param>
internal sealed record NftReading(BalancerTable Table, ValueArray<DamagedService> Damaged, bool Rebuild);
