using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Peers;

/// <summary>Another node says that it is Master of what this node is Master of.</summary>
/// <param name="Instance">Name of the instance on this node.</param>
/// <param name="Peer">Where its adverts come from, or where its console answers.</param>
/// <param name="Priority">Its priority, 1 to 255.</param>
internal sealed record PeerClaim(string Instance, IPAddress Peer, int Priority);

/// <summary>Decides what of another console's picture contradicts this node's.</summary>
internal static class PeerClaims
{
    /// <summary>How far the time of a peer's picture may be from now, either way: 3 s. What is older may be over; and how old it is, nobody knows where clocks differ.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The claims that count: the same virtual router (VRID, family of the adverts, a virtual address in common), Master here and, freshly observed,
    /// there.
    /// </summary>
    /// <param name="own">This node.</param>
    /// <param name="peer">The other one.</param>
    /// <param name="connection">Where its console answered; null = unknown.</param>
    /// <param name="now">The wall clock.</param>
    public static IReadOnlyList<PeerClaim> Between(EngineStatus own, PeerDocument peer, IPAddress? connection, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(peer);
        if (!IsOfNow(peer, now) || IsSame(own, peer)) return [];
        var claims = new List<PeerClaim>();
        foreach (VrrpInstanceStatus mine in own.Vrrp)
        {
            if (mine.State != VrrpState.Master) continue;
            foreach (PeerInstance theirs in peer.Vrrp)
            {
                if (!theirs.IsMaster || theirs.VirtualRouterId != mine.VirtualRouterId.Value || !VrrpPriority.IsValid(theirs.EffectivePriority)) continue;
                IPAddress? source = Parse(theirs.Owner?.Address);
                if (!IsSameRouter(mine, theirs, source) || (source ?? Plain(connection)) is not { } address) continue;
                // Two nodes cannot speak from one address: this is our own picture, on whatever way it came here.
                if (!address.Equals(mine.Owner?.Address)) claims.Add(new PeerClaim(mine.Name, address, theirs.EffectivePriority));
            }
        }

        return claims;
    }

    /// <summary>Was the picture taken within <see cref="LongestAge"/>?</summary>
    public static bool IsOfNow(PeerDocument peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return (now - peer.At).Duration() <= LongestAge;
    }

    /// <summary>Is it this console itself, named as its own peer?</summary>
    public static bool IsSame(EngineStatus own, PeerDocument peer)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(peer);
        return peer.Node == own.Node && peer.StartedAt == own.Engine.StartedAt;
    }

    private static bool IsSameRouter(VrrpInstanceStatus mine, PeerInstance theirs, IPAddress? source)
    {
        IPAddress?[] addresses = [.. (theirs.VirtualAddresses ?? []).Select(each => Parse(each?.Address))];
        if (mine.Owner?.Address is { } own && source is not null && own.AddressFamily != source.AddressFamily) return false;
        return mine.VirtualAddresses.Any(each => addresses.Contains(Plain(each.Address)));
    }

    private static IPAddress? Parse(string? text) => IPAddress.TryParse(text, out IPAddress? address) ? Plain(address) : null;

    // Without the interface, which is another one on each host, and as IPv4 where it is.
    private static IPAddress? Plain(IPAddress? address) => address switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
        _ => address,
    };
}
