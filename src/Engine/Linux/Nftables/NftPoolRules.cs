using KeepaliveConsole.Engine.Definitions;
using static KeepaliveConsole.Engine.Linux.Nftables.NftConstants;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>The sets and rules of one pool. Only new connections pass them; the kernel's connection tracking keeps established ones where they are.</summary>
internal static class NftPoolRules
{
    // Registers: the client (and what is hashed) from 0, the server from 4, the drawn number in 12, a weight in 13.
    private const int Client = 0;
    private const int Server = 4;
    private const int Drawn = 12;
    private const int Weight = 13;

    /// <summary>The pool's sets.</summary>
    public static IEnumerable<NftSet> Sets(int pool, NftPoolKind kind)
    {
        uint address = kind.IPv6 ? TypeIPv6 : TypeIPv4;
        uint endpoint = Concat(address, TypePort);
        int length = kind.IPv6 ? 16 : 4;
        yield return new NftSet(NftNames.Weights(pool), endpoint, [length, 2]) { ValueType = TypeMark, ValueLength = 4 };
        yield return new NftSet(NftNames.Slots(pool), TypeMark, [4]) { ValueType = endpoint, ValueLength = length + 4 };
        if (kind.Persistence > 0)
            yield return new NftSet(NftNames.Persistent(pool), address, [length]) { ValueType = endpoint, ValueLength = length + 4, Timeout = TimeSpan.FromSeconds(kind.Persistence) };
    }

    /// <summary>The pool's rules for <paramref name="slots"/> slots.</summary>
    public static NftRule[] Rules(int pool, NftPoolKind kind, int slots)
    {
        var rules = new List<NftRule>();
        // Only SYN opens a TCP connection. Anything else belongs to one that is not known any more (cut, or of another director): the client is told at once.
        if (kind.Protocol is null or TransportProtocol.Tcp)
        {
            rules.Add(new NftRule("only SYN opens",
                [.. OnlyTcp(), NftExpression.Transport(13, 1, Client), NftExpression.Mask(Client, [0x17]), NftExpression.Compare(Client, [0x02], not: true), NftExpression.RejectTcp()]));
        }

        // Without a server the director's own sockets must not answer instead, nor the client wait.
        if (slots == 0)
        {
            rules.Add(new NftRule("no server", [NftExpression.RejectPort()]));
        }
        else
        {
            if (kind.Persistence > 0) rules.AddRange(Persistence(pool, kind, slots));
            rules.Add(new NftRule("pick", [.. Pick(pool, kind, slots), Go(kind)]));
        }

        rules[0] = rules[0] with { Comment = kind.ToString() };
        return [.. rules];
    }

    /// <summary>
    /// A client that is known goes where it went, unless that server takes no new connections now; one that is not is given
    /// a server and remembered. When the memory is full the rule after these picks.
    /// </summary>
    private static IEnumerable<NftRule> Persistence(int pool, NftPoolKind kind, int slots)
    {
        string memory = NftNames.Persistent(pool);
        yield return new NftRule("known client",
        [
            .. ClientKey(kind), NftExpression.Lookup(memory, Client, Server), NftExpression.Lookup(NftNames.Weights(pool), Server, Weight),
            NftExpression.Compare(Weight, [0, 0, 0, 0], not: true), NftExpression.Remember(memory, Client, Server), Go(kind),
        ]);
        yield return new NftRule("new client",
        [
            .. Pick(pool, kind, slots), .. ClientKey(kind), NftExpression.Forget(memory, Client, Server), NftExpression.Remember(memory, Client, Server), Go(kind),
        ]);
    }

    private static NftExpression[] ClientKey(NftPoolKind kind)
    {
        NftExpression address = NftExpression.Network(kind.IPv6 ? 8 : 12, kind.IPv6 ? 16 : 4, Client);
        return kind.Bits is { } bits ? [address, NftExpression.Mask(Client, NftBytes.Mask(bits, kind.IPv6))] : [address];
    }

    private static NftExpression[] Pick(int pool, NftPoolKind kind, int slots)
    {
        NftExpression look = NftExpression.Lookup(NftNames.Slots(pool), Drawn, Server);
        if (!kind.Hashes) return [NftExpression.Counter(slots, Drawn), look];
        int length = kind.IPv6 ? 16 : 4;
        bool destination = kind.Scheduler == Scheduler.DestinationHash;
        int offset = kind.IPv6 ? (destination ? 24 : 8) : (destination ? 16 : 12);
        NftExpression address = NftExpression.Network(offset, length, Client);
        return kind.ByPort && !destination
            ? [address, NftExpression.Transport(0, 2, Client + (length / 4)), NftExpression.Hash(Client, length + 4, slots, Drawn), look]
            : [address, NftExpression.Hash(Client, length, slots, Drawn), look];
    }

    private static NftExpression Go(NftPoolKind kind) => NftExpression.Nat(kind.IPv6, Server, kind.AnyPort ? null : Server + (kind.IPv6 ? 4 : 1));

    private static NftExpression[] OnlyTcp() => [NftExpression.Meta("l4proto", Client), NftExpression.Compare(Client, [(byte)TransportProtocol.Tcp])];
}
