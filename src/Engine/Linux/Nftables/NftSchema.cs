using static KeepaliveConsole.Engine.Linux.Nftables.NftConstants;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// The parts of the table that all services share: the maps that lead a new connection to its pool, the sets of servers that
/// count, and the chains that the kernel calls.
/// </summary>
internal static class NftSchema
{
    private static readonly (bool IPv6, string Suffix)[] s_families = [(false, "4"), (true, "6")];

    /// <summary>What the sets of servers count: new connections, packets to the server, packets from it.</summary>
    public static readonly string[] Counted = ["new", "in", "out"];

    /// <summary>The maps that lead to pools, in the order in which they are asked.</summary>
    public static IEnumerable<NftSet> Maps() =>
    [
        Verdicts(NftNames.Marks, Concat(TypeMark, TypeProtocol), [4, 1], false),
        .. s_families.SelectMany(family => (NftSet[])
        [
            Verdicts("services" + family.Suffix, Concat(Address(family.IPv6), TypeProtocol, TypePort), [Length(family.IPv6), 1, 2], false),
            Verdicts("ranges" + family.Suffix, Concat(Address(family.IPv6), TypeProtocol, TypePort), [Length(family.IPv6), 1, 2], true),
            Verdicts("any_port" + family.Suffix, Concat(Address(family.IPv6), TypeProtocol), [Length(family.IPv6), 1], false),
        ]),
    ];

    /// <summary>The sets of servers.</summary>
    public static IEnumerable<NftSet> ServerSets() =>
        from family in s_families
        from ported in (bool[])[true, false]
        from what in Counted
        select new NftSet(ServerSet(what, family.IPv6, ported), ported ? Concat(TypeProtocol, Address(family.IPv6), TypePort) : Concat(TypeProtocol, Address(family.IPv6)),
            ported ? [1, Length(family.IPv6), 2] : [1, Length(family.IPv6)]) { Counts = true };

    /// <summary><c>in4</c>, <c>in_host6</c>: host = whatever the port.</summary>
    public static string ServerSet(string what, bool ipv6, bool ported) => what + (ported ? "" : "_host") + (ipv6 ? "6" : "4");

    /// <summary>The chains that the kernel calls, with their rules.</summary>
    public static IEnumerable<(string Name, NftHook Hook, NftRule[] Rules)> Chains(bool masquerade)
    {
        yield return (NftNames.Prerouting, new NftHook("nat", 0, -100), [.. Dispatching()]);
        // What the director itself sends never passes prerouting.
        yield return (NftNames.Output, new NftHook("nat", 3, -100), [.. Dispatching()]);
        yield return (NftNames.CountOut, new NftHook("filter", 0, -150), [.. Counting("out", 12, 0, 1)]);
        yield return (NftNames.CountIn, new NftHook("filter", 4, 99), [.. Counting("in", 16, 2, 0)]);
        yield return (NftNames.Postrouting, new NftHook("nat", 4, 100), [.. Leaving(masquerade)]);
    }

    /// <summary>Every operation that makes the table and what all share.</summary>
    public static IEnumerable<NftOperation> Create(bool masquerade)
    {
        yield return new NftAddTable();
        foreach (NftSet set in Maps()) yield return new NftAddSet(set);
        foreach (NftSet set in ServerSets()) yield return new NftAddSet(set);
        foreach ((string name, NftHook hook, NftRule[] rules) in Chains(masquerade))
        {
            yield return new NftAddChain(name, hook);
            foreach (NftRule rule in rules) yield return new NftAddRule(name, rule);
        }
    }

    private static IEnumerable<NftRule> Dispatching()
    {
        yield return new NftRule("by mark", [NftExpression.Meta("mark", 0), NftExpression.Meta("l4proto", 1), NftExpression.Dispatch(NftNames.Marks, 0)]);
        foreach ((bool ipv6, string suffix) in s_families)
        {
            int protocol = ipv6 ? 4 : 1;
            NftExpression[] place = [.. Family(ipv6), NftExpression.Network(ipv6 ? 24 : 16, Length(ipv6), 0), NftExpression.Meta("l4proto", protocol)];
            foreach (string map in (string[])["services", "ranges"])
                yield return new NftRule(map, [.. place, NftExpression.Transport(2, 2, protocol + 1), NftExpression.Dispatch(map + suffix, 0)]);
            yield return new NftRule("any port", [.. place, NftExpression.Dispatch("any_port" + suffix, 0)]);
        }
    }

    /// <summary>Counts packets of connections that were sent on: offset of the server's address in an IPv4 header, of its port, and the direction.</summary>
    private static IEnumerable<NftRule> Counting(string what, int offset, int port, byte direction) =>
        from family in s_families
        from ported in (bool[])[true, false]
        select new NftRule("count", [.. Family(family.IPv6), NftExpression.Ct("direction", 15), NftExpression.Compare(15, [direction]), .. SentOn(),
            .. Server(what, family.IPv6, ported, family.IPv6 ? (offset == 12 ? 8 : 24) : offset, port)]);

    /// <summary>Only the first packet of a connection passes here, so the sets' counters count connections.</summary>
    private static IEnumerable<NftRule> Leaving(bool masquerade) =>
        from family in s_families
        from ported in (bool[])[true, false]
        select new NftRule("new connections", [.. Family(family.IPv6), .. SentOn(), .. Server("new", family.IPv6, ported, family.IPv6 ? 24 : 16, 2), .. masquerade ? (NftExpression[])[NftExpression.Masquerade()] : []]);

    private static NftExpression[] Server(string what, bool ipv6, bool ported, int offset, int port) =>
    [
        NftExpression.Meta("l4proto", 0), NftExpression.Network(offset, Length(ipv6), 1),
        .. ported ? (NftExpression[])[NftExpression.Transport(port, 2, ipv6 ? 5 : 2)] : [],
        NftExpression.Lookup(ServerSet(what, ipv6, ported), 0),
    ];

    private static NftExpression[] Family(bool ipv6) => [NftExpression.Meta("nfproto", 15), NftExpression.Compare(15, [ipv6 ? NFPROTO_IPV6 : NFPROTO_IPV4])];

    // IPS_DST_NAT of linux/netfilter/nf_conntrack_common.h.
    private static NftExpression[] SentOn() => [NftExpression.Ct("status", 15), NftExpression.Mask(15, NftExpression.Native(32)), NftExpression.Compare(15, [0, 0, 0, 0], not: true)];

    private static NftSet Verdicts(string name, uint type, int[] fields, bool ranges) => new(name, type, fields) { ValueType = NFT_DATA_VERDICT, Ranges = ranges };

    private static uint Address(bool ipv6) => ipv6 ? TypeIPv6 : TypeIPv4;

    private static int Length(bool ipv6) => ipv6 ? 16 : 4;
}
