using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Brings what the kernel reports of links and addresses into the table.</summary>
internal static class NotificationReader
{
    /// <summary>One message; of another type: nothing.</summary>
    public static void Apply(InterfaceTable table, ushort type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case RouteConstants.RTM_NEWLINK when LinkMessages.TryRead(payload, out LinkFacts link):
                table.Set(link);
                break;
            case RouteConstants.RTM_DELLINK when LinkMessages.TryRead(payload, out LinkFacts link):
                table.RemoveLink(link.Index);
                break;
            case RouteConstants.RTM_NEWADDR when RouteMessages.TryReadAddress(payload, out AddressFacts address):
                table.Set(address);
                break;
            case RouteConstants.RTM_DELADDR when RouteMessages.TryReadAddress(payload, out AddressFacts address):
                table.RemoveAddress(address.InterfaceIndex, address.Address, address.PrefixLength);
                break;
        }
    }
}
