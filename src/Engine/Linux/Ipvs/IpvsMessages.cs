using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Writes services and destinations as attributes of IPVS requests.</summary>
internal static class IpvsMessages
{
    /// <summary>Appends what identifies <paramref name="service"/>.</summary>
    public static NetlinkMessage ServiceKey(NetlinkMessage message, BalancerService service)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(message, service);
        return message.EndNested(nest);
    }

    /// <summary>Appends the whole of <paramref name="service"/>: key, scheduler, persistence.</summary>
    public static NetlinkMessage Service(NetlinkMessage message, BalancerService service)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(message, service);
        uint flags = service.PersistenceSeconds > 0 ? IP_VS_SVC_F_PERSISTENT : 0;
        message.AttributeString(IPVS_SVC_ATTR_SCHED_NAME, SchedulerNames.Of(service.Scheduler))
            .Attribute(IPVS_SVC_ATTR_FLAGS, MemoryMarshal.AsBytes([flags, uint.MaxValue]))
            .AttributeUInt32(IPVS_SVC_ATTR_TIMEOUT, (uint)service.PersistenceSeconds)
            .AttributeUInt32(IPVS_SVC_ATTR_NETMASK, WholeAddress(service));
        return message.EndNested(nest);
    }

    /// <summary>Appends what identifies <paramref name="destination"/>.</summary>
    public static NetlinkMessage DestinationKey(NetlinkMessage message, BalancerDestination destination)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DEST);
        Key(message, destination);
        return message.EndNested(nest);
    }

    /// <summary>Appends the whole of <paramref name="destination"/>.</summary>
    public static NetlinkMessage Destination(NetlinkMessage message, BalancerDestination destination)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DEST);
        Key(message, destination);
        message.AttributeUInt32(IPVS_DEST_ATTR_FWD_METHOD, Method(destination.ForwardingMethod))
            .AttributeUInt32(IPVS_DEST_ATTR_WEIGHT, (uint)destination.Weight)
            .AttributeUInt32(IPVS_DEST_ATTR_U_THRESH, 0)
            .AttributeUInt32(IPVS_DEST_ATTR_L_THRESH, 0);
        return message.EndNested(nest);
    }

    /// <summary>The family of the service: that of its address; firewall marks are for IPv4.</summary>
    public static ushort Family(BalancerService service) => service.Key.Address is { } address ? Family(address) : AF_INET;

    /// <summary>AF_INET or AF_INET6.</summary>
    public static ushort Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET;

    private static void Key(NetlinkMessage message, BalancerService service)
    {
        message.AttributeUInt16(IPVS_SVC_ATTR_AF, Family(service));
        if (service.Key.FirewallMark is { } mark)
        {
            message.AttributeUInt32(IPVS_SVC_ATTR_FWMARK, mark);
            return;
        }

        message.AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, (ushort)service.Key.Protocol)
            .Attribute(IPVS_SVC_ATTR_ADDR, Address(service.Key.Address!))
            .AttributeUInt16BigEndian(IPVS_SVC_ATTR_PORT, (ushort)service.Key.Port);
    }

    private static void Key(NetlinkMessage message, BalancerDestination destination) => message
        .AttributeUInt16(IPVS_DEST_ATTR_ADDR_FAMILY, Family(destination.Address))
        .Attribute(IPVS_DEST_ATTR_ADDR, Address(destination.Address))
        .AttributeUInt16BigEndian(IPVS_DEST_ATTR_PORT, (ushort)destination.Port);

    // The kernel's union is as long as an IPv6 address, whatever the family.
    private static byte[] Address(IPAddress address)
    {
        var bytes = new byte[16];
        address.TryWriteBytes(bytes, out _);
        return bytes;
    }

    // One client = one address: a mask in network order for IPv4, a length for IPv6.
    private static uint WholeAddress(BalancerService service) => Family(service) == AF_INET ? uint.MaxValue : 128;

    private static uint Method(ForwardingMethod method) => method == ForwardingMethod.DirectRouting ? IP_VS_CONN_F_DROUTE : IP_VS_CONN_F_MASQ;
}
