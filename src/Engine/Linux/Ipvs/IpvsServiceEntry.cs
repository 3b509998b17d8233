using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>A service as the kernel lists it; also one of a kind that we never make.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Scheduler">Its scheduler; null = one that we do not use.</param>
/// <param name="PersistenceTimeout">Its persistence; null = none.</param>
internal sealed record IpvsServiceEntry(ServiceKey Key, Scheduler? Scheduler, TimeSpan? PersistenceTimeout)
{
    /// <summary>Reads the attributes of one message of the listing; null when it holds no service.</summary>
    public static IpvsServiceEntry? Parse(NetlinkAttributes message)
    {
        while (message.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == IPVS_CMD_ATTR_SERVICE) return ParseService(new NetlinkAttributes(payload));
        return null;
    }

    private static IpvsServiceEntry? ParseService(NetlinkAttributes attributes)
    {
        ushort family = 0, protocol = 0;
        int port = 0;
        uint mark = 0, flags = 0, timeout = 0;
        string? scheduler = null;
        ReadOnlySpan<byte> address = default;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_SVC_ATTR_AF: family = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_SVC_ATTR_PROTOCOL: protocol = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_SVC_ATTR_ADDR: address = value; break;
                case IPVS_SVC_ATTR_PORT: port = IpvsEndpoint.Port(value); break;
                case IPVS_SVC_ATTR_FWMARK: mark = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_SCHED_NAME: scheduler = NetlinkAttributes.Text(value); break;
                case IPVS_SVC_ATTR_FLAGS: flags = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_TIMEOUT: timeout = NetlinkAttributes.Number<uint>(value); break;
            }
        }

        ServiceKey? key = mark != 0 ? (family == AF_INET ? new ServiceKey { FirewallMark = mark } : null)
            : IpvsEndpoint.Address(family, address) is { } parsed && Enum.IsDefined((TransportProtocol)protocol)
                ? new ServiceKey { Address = parsed, Port = port, Protocol = (TransportProtocol)protocol }
                : null;
        TimeSpan? persistence = (flags & IP_VS_SVC_F_PERSISTENT) != 0 ? TimeSpan.FromSeconds(timeout) : null;
        return key is null ? null : new IpvsServiceEntry(key, SchedulerNames.Parse(scheduler), persistence);
    }
}
