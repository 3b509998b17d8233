using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The nftables table of VRRP, a table of our own. It drops packets to addresses that the master must not accept (RFC 9568 §6.4.3
/// step 650: Accept_Mode false), but never ARP or neighbour discovery; and keeps group reports of macvlans off the link, because a report
/// sent with the virtual MAC address would teach switches a wrong port. It stands as long as the instance does, master or not, so
/// that no program has to run during a takeover: packets to an address that is not held here never meet it.
/// </summary>
internal static class PacketFilter
{
    /// <summary>Name of the table.</summary>
    public const string Table = "keepalive_console_vrrp";

    /// <summary>Removes the table, also where there is none.</summary>
    public const string RemoveScript = $"table inet {Table} {{}}\ndelete table inet {Table}\n";

    /// <summary>A script for nft that replaces the table in one step; empty when no table is needed.</summary>
    public static string Script(IEnumerable<AddressHolding> holdings)
    {
        SortedSet<string> ipv4 = new(StringComparer.Ordinal);
        SortedSet<string> ipv6 = new(StringComparer.Ordinal);
        SortedSet<string> macvlans = new(StringComparer.Ordinal);
        foreach (AddressHolding holding in holdings)
        {
            if (holding.VirtualMac is { } macvlan) macvlans.Add($"\"{macvlan}\"");
            if (holding.Cell.Definition.Accept || holding.IsOwner) continue;
            foreach (VirtualAddressDefinition address in holding.Cell.Definition.VirtualAddresses)
                (AddressKey.From(address.Address).IsIPv6 ? ipv6 : ipv4).Add(address.Address.ToString());
        }

        if (ipv4.Count + ipv6.Count + macvlans.Count == 0) return "";
        var script = new StringBuilder(RemoveScript);
        script.Append("table inet ").Append(Table).Append(" {\n");
        if (ipv4.Count + ipv6.Count > 0)
        {
            script.Append(" chain input {\n  type filter hook input priority -1;\n");
            if (ipv6.Count > 0) script.Append("  icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n");
            if (ipv4.Count > 0) script.Append("  ip daddr ").Append(Set(ipv4)).Append(" drop\n");
            if (ipv6.Count > 0) script.Append("  ip6 daddr ").Append(Set(ipv6)).Append(" drop\n");
            script.Append(" }\n");
        }

        if (macvlans.Count > 0)
        {
            script.Append(" chain output {\n  type filter hook output priority -1;\n");
            script.Append("  oifname ").Append(Set(macvlans)).Append(" ip protocol igmp drop\n");
            script.Append("  oifname ").Append(Set(macvlans)).Append(" icmpv6 type { mld-listener-report, mld-listener-done, mld2-listener-report, nd-router-solicit } drop\n }\n");
        }

        return script.Append("}\n").ToString();
    }

    private static string Set(IEnumerable<string> items) => $"{{ {string.Join(", ", items)} }}";
}
