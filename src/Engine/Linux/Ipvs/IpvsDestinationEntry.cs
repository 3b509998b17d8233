using System.Net;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>A destination as the kernel lists it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Method">IP_VS_CONN_F_MASQ, _LOCALNODE, _TUNNEL, _DROUTE or _BYPASS.</param>
/// <param name="Active">Active connections.</param>
/// <param name="Inactive">Inactive connections.</param>
/// <param name="Stats">Connections, packets in and out, bytes in and out so far.</param>
internal sealed record IpvsDestinationEntry(IPAddress Address, int Port, int Weight, uint Method, uint Active, uint Inactive, IpvsStats Stats)
{
    /// <summary>Reads the attributes of one message of the listing; null when it holds no destination. <paramref name="serviceFamily"/> counts where old kernels name none.</summary>
    public static IpvsDestinationEntry? Parse(NetlinkAttributes message, ushort serviceFamily)
    {
        while (message.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == IPVS_CMD_ATTR_DEST) return ParseDestination(new NetlinkAttributes(payload), serviceFamily);
        return null;
    }

    private static IpvsDestinationEntry? ParseDestination(NetlinkAttributes attributes, ushort family)
    {
        int port = 0;
        uint weight = 0, method = 0, active = 0, inactive = 0;
        IpvsStats stats = default;
        ReadOnlySpan<byte> address = default;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_DEST_ATTR_ADDR_FAMILY: family = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_DEST_ATTR_ADDR: address = value; break;
                case IPVS_DEST_ATTR_PORT: port = IpvsEndpoint.Port(value); break;
                case IPVS_DEST_ATTR_WEIGHT: weight = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_FWD_METHOD: method = NetlinkAttributes.Number<uint>(value) & IP_VS_CONN_F_FWD_MASK; break;
                case IPVS_DEST_ATTR_ACTIVE_CONNS: active = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_INACT_CONNS: inactive = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_STATS64: stats = IpvsStats.Parse(new NetlinkAttributes(value)); break;
            }
        }

        return IpvsEndpoint.Address(family, address) is { } parsed ? new IpvsDestinationEntry(parsed, port, (int)weight, method, active, inactive, stats) : null;
    }
}
