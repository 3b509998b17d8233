using System.Buffers.Binary;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Which connections belong to a pool: one element of a map of verdicts. A firewall mark, or addresses and ports from first to last.</summary>
/// <param name="Protocol">Protocol.</param>
/// <param name="First">First address; default for a mark.</param>
/// <param name="Last">Last address.</param>
/// <param name="FirstPort">First port; 0 = every port.</param>
/// <param name="LastPort">Last port.</param>
/// <param name="Mark">The mark; 0 = none.</param>
internal readonly record struct NftMatch(TransportProtocol Protocol, AddressKey First, AddressKey Last, int FirstPort, int LastPort, uint Mark)
{
    /// <summary>Name of the map it is in.</summary>
    public string Map => Mark != 0 ? NftNames.Marks : (FirstPort == 0 ? "any_port" : Single ? "services" : "ranges") + (First.IsIPv6 ? "6" : "4");

    private bool Single => First == Last && FirstPort == LastPort;

    /// <summary>The matches of services of one pool, in as few elements as ranges allow.</summary>
    public static NftMatch[] Of(IReadOnlyCollection<ServiceKey> keys)
    {
        var matches = new List<NftMatch>();
        var ported = new List<(TransportProtocol Protocol, AddressKey Address, int Port)>();
        foreach (ServiceKey key in keys)
        {
            if (key.FirewallMark is { } mark) matches.AddRange(NftPoolKind.AllProtocols.Select(protocol => new NftMatch(protocol, default, default, 0, 0, mark)));
            else if (key.Port == 0) matches.Add(Exact(key.Protocol, AddressKey.From(key.Address!), 0));
            else ported.Add((key.Protocol, AddressKey.From(key.Address!), key.Port));
        }

        // A few are looked up faster, and changed without touching others, one by one.
        if (ported.Count <= 16) matches.AddRange(ported.Select(key => Exact(key.Protocol, key.Address, key.Port)));
        else Join(ported, matches);
        return [.. matches];
    }

    /// <summary>The services it stands for.</summary>
    public IEnumerable<ServiceKey> Keys()
    {
        if (Mark != 0)
        {
            if (Protocol == TransportProtocol.Tcp) yield return new ServiceKey { FirewallMark = Mark };
            yield break;
        }

        // What the kernel lists may be backwards; the last address of all has no next one.
        for (AddressKey address = First; address.CompareTo(Last) <= 0; address = address.Next)
        {
            IPAddress ip = address.ToIPAddress();
            for (int port = FirstPort; port <= LastPort; port++) yield return new ServiceKey { Address = ip, Port = port, Protocol = Protocol };
            if (address == Last) yield break;
        }
    }

    /// <summary>As an element of its map.</summary>
    public NftElement Element(string? chain) => Mark != 0 ? new NftElement([.. NftExpression.Native(Mark), (byte)Protocol, 0, 0, 0], Chain: chain)
        : new NftElement(Bytes(First, FirstPort), Single || FirstPort == 0 ? null : Bytes(Last, LastPort), Chain: chain);

    /// <summary>The reverse; null when it is of a form we never write.</summary>
    public static NftMatch? Read(string map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last)
    {
        if (map == NftNames.Marks)
            return key.Length == 8 ? new NftMatch((TransportProtocol)key[4], default, default, 0, 0, NetlinkAttributes.Number<uint>(key)) : null;
        bool ported = !map.StartsWith("any_port", StringComparison.Ordinal);
        int length = map.EndsWith('6') ? 16 : 4;
        if (key.Length != length + (ported ? 8 : 4)) return null;
        if (last.Length != key.Length) last = key;
        return new NftMatch((TransportProtocol)key[length], NftBytes.Address(key[..length]), NftBytes.Address(last[..length]),
            ported ? BinaryPrimitives.ReadUInt16BigEndian(key[(length + 4)..]) : 0, ported ? BinaryPrimitives.ReadUInt16BigEndian(last[(length + 4)..]) : 0, 0);
    }

    private static NftMatch Exact(TransportProtocol protocol, AddressKey address, int port) => new(protocol, address, address, port, port, 0);

    private byte[] Bytes(AddressKey address, int port) => [.. NftBytes.Of(address), (byte)Protocol, 0, 0, 0, .. port == 0 ? [] : NftExpression.Port(port)];

    /// <summary>Neighbouring ports become ranges, then neighbouring addresses with the same range of ports.</summary>
    private static void Join(List<(TransportProtocol Protocol, AddressKey Address, int Port)> keys, List<NftMatch> matches)
    {
        keys.Sort();
        var runs = new List<NftMatch>();
        foreach ((TransportProtocol protocol, AddressKey address, int port) in keys)
        {
            NftMatch? before = runs.Count == 0 ? null : runs[^1];
            if (before is { } run && run.Protocol == protocol && run.First == address && run.LastPort >= port - 1) runs[^1] = run with { LastPort = port };
            else runs.Add(Exact(protocol, address, port));
        }

        foreach (IGrouping<(TransportProtocol, int, int, bool), NftMatch> same in runs.GroupBy(run => (run.Protocol, run.FirstPort, run.LastPort, run.First.IsIPv6)))
        {
            NftMatch open = same.First();
            foreach (NftMatch run in same.Skip(1))
            {
                if (run.First == open.Last.Next)
                {
                    open = open with { Last = run.First };
                    continue;
                }

                matches.Add(open);
                open = run;
            }

            matches.Add(open);
        }
    }
}
