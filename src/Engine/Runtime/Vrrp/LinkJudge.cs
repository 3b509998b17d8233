using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What a heartbeat line needs.</summary>
internal readonly record struct LineNeeds
{
    /// <summary>Which line, 0-based.</summary>
    public int Line { get; init; }

    /// <summary>Its interface.</summary>
    public required string Interface { get; init; }

    /// <summary>The macvlan adverts are heard on; null = the interface itself.</summary>
    public string? VirtualMac { get; init; }

    /// <summary>Send from the interface although there is a macvlan?</summary>
    public bool TransmitOnBase { get; init; }

    /// <summary>Are the virtual addresses IPv6? Then adverts are sent from a link-local address (RFC 9568 §5.1.2.1).</summary>
    public bool IsIPv6 { get; init; }

    /// <summary>Source address as defined; null = IPv4: the first address that is not virtual; IPv6: the first link-local one.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Is the line unusable while the source as defined is not on the interface?</summary>
    public bool TrackSource { get; init; }

    /// <summary>Priority 255: the virtual address is the router's own and may be the source.</summary>
    public bool IsOwner { get; init; }
}

/// <summary>Can an instance use a heartbeat line, and which address does it send from?</summary>
internal static class LinkJudge
{
    /// <summary>Judges a line.</summary>
    /// <param name="table">What the kernel reported.</param>
    /// <param name="needs">What it must have.</param>
    /// <param name="virtualAddresses">Addresses that come and go with an election, and therefore are no source.</param>
    /// <param name="facts">Its interfaces, or null when one does not exist.</param>
    public static LinkState Judge(InterfaceTable table, in LineNeeds needs, IReadOnlySet<AddressKey> virtualAddresses, out LineFacts? facts)
    {
        facts = null;
        string name = needs.Interface;
        if (table.FindLink(name) is not { } link) return Unusable(needs, table.Missing(name));
        LinkFacts receive = link;
        if (needs.VirtualMac is not null)
        {
            if (table.FindLink(needs.VirtualMac) is not { } virtualMac)
                return Unusable(needs, $"the macvlan {needs.VirtualMac} on {name}, which carries the virtual MAC address, does not exist");
            receive = virtualMac;
        }

        facts = new LineFacts(receive, needs.TransmitOnBase ? link : receive);
        if (!link.IsUp) return Unusable(needs, $"interface {name} is down; bring it up with: ip link set {name} up");
        if (!link.HasCarrier) return Unusable(needs, $"interface {name} has no carrier; look at its cable, switch port or bridge");
        if (!receive.IsUp) return Unusable(needs, $"the macvlan {receive.Name} on {name} is down; bring it up with: ip link set {receive.Name} up");
        if (needs.Source is { } wanted) return FromDefined(table, needs, AddressKey.From(wanted), link, facts.Transmit);
        return needs.IsIPv6 ? FromLinkLocal(table, needs, facts.Transmit, virtualAddresses) : FromFirst(table, needs, link, virtualAddresses);
    }

    private static LinkState FromDefined(InterfaceTable table, in LineNeeds needs, AddressKey source, LinkFacts link, LinkFacts transmit) =>
        needs.TrackSource && !table.Has(link.Index, source) && !table.Has(transmit.Index, source)
            ? Unusable(needs, $"the source address {source} is not on {link.Name}; add it there, or define another one")
            : Usable(needs, source);

    private static LinkState FromFirst(InterfaceTable table, in LineNeeds needs, LinkFacts link, IReadOnlySet<AddressKey> virtualAddresses)
    {
        AddressKey? secondary = null;
        AddressKey? ownVirtual = null;
        foreach (AddressFacts address in table.AddressesOf(link.Index))
        {
            if (address.Address.IsIPv6) continue;
            if (virtualAddresses.Contains(address.Address)) ownVirtual ??= address.Address;
            else if (address.IsSecondary) secondary ??= address.Address;
            else return Usable(needs, address.Address);
        }

        return (secondary ?? (needs.IsOwner ? ownVirtual : null)) is { } source
            ? Usable(needs, source)
            : Unusable(needs, $"interface {link.Name} has no IPv4 address of its own to send adverts from; give it one, or define a source address");
    }

    // A virtual address may be link-local too, and must be the first of an IPv6 router: it lies on the interface only while this node is master.
    private static LinkState FromLinkLocal(InterfaceTable table, in LineNeeds needs, LinkFacts transmit, IReadOnlySet<AddressKey> virtualAddresses)
    {
        string? trouble = null;
        foreach (AddressFacts address in table.AddressesOf(transmit.Index))
        {
            if (!address.IsLinkLocal || virtualAddresses.Contains(address.Address)) continue;
            if (address.IsDuplicate) trouble = $"the link-local address {address.Address} of {transmit.Name} is also used by another host (duplicate address detection failed); give {transmit.Name} another one";
            else if (address.IsTentative) trouble ??= $"the link-local address {address.Address} of {transmit.Name} is not confirmed yet (duplicate address detection runs for a second)";
            else return Usable(needs, address.Address);
        }

        return Unusable(needs, trouble ?? $"interface {transmit.Name} has no IPv6 link-local address to send adverts from; is IPv6 switched off there (sysctl net.ipv6.conf.{transmit.Name}.disable_ipv6)?");
    }

    private static LinkState Usable(in LineNeeds needs, AddressKey source) => new(true, source, null, needs.Line);

    private static LinkState Unusable(in LineNeeds needs, string detail) => new(false, default, detail, needs.Line);
}
