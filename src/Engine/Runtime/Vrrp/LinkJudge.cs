using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Can an instance use its interface, and which address does it send from?</summary>
internal static class LinkJudge
{
    /// <summary>Judges the interface called <paramref name="name"/>.</summary>
    /// <param name="table">What the kernel reported.</param>
    /// <param name="name">Interface of the instance.</param>
    /// <param name="wantedSource">Source address as defined; null = the interface's first address that is not virtual.</param>
    /// <param name="virtualAddresses">Addresses that come and go with an election, and therefore are no source.</param>
    /// <param name="isOwner">Priority 255: the virtual address is the router's own and may be the source.</param>
    /// <param name="facts">The interface, or null when it does not exist.</param>
    public static LinkState Judge(InterfaceTable table, string name, IPAddress? wantedSource, IReadOnlySet<AddressKey> virtualAddresses, bool isOwner, out LinkFacts? facts)
    {
        facts = table.FindLink(name);
        if (facts is null) return Unusable(table.Missing(name));
        if (!facts.IsUp) return Unusable($"interface {name} is down; bring it up with: ip link set {name} up");
        if (!facts.HasCarrier) return Unusable($"interface {name} has no carrier; look at its cable, switch port or bridge");
        if (wantedSource is not null) return new LinkState(true, AddressKey.From(wantedSource), null);
        return FirstAddress(table, facts.Index, virtualAddresses, isOwner) is { } source
            ? new LinkState(true, source, null)
            : Unusable($"interface {name} has no IPv4 address of its own to send adverts from; give it one, or define a source address");
    }

    private static LinkState Unusable(string detail) => new(false, default, detail);

    private static AddressKey? FirstAddress(InterfaceTable table, int index, IReadOnlySet<AddressKey> virtualAddresses, bool isOwner)
    {
        AddressKey? secondary = null;
        AddressKey? ownVirtual = null;
        foreach (AddressFacts address in table.Addresses)
        {
            if (address.InterfaceIndex != index) continue;
            if (virtualAddresses.Contains(address.Address)) ownVirtual ??= address.Address;
            else if (address.IsSecondary) secondary ??= address.Address;
            else return address.Address;
        }

        return secondary ?? (isOwner ? ownVirtual : null);
    }
}
