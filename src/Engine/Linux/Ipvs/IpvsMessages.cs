using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Writes services and destinations as attributes of IPVS requests.</summary>
internal static class IpvsMessages
{
    /// <summary>Appends what identifies <paramref name="service"/> of <paramref name="family"/>.</summary>
    public static NetlinkMessage ServiceKey(NetlinkMessage message, BalancerService service, ushort family)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(message, service, family);
        return message.EndNested(nest);
    }

    /// <summary>Appends the whole of <paramref name="service"/>: key, scheduler with its flags, persistence. Every flag that we know of is set or cleared.</summary>
    public static NetlinkMessage Service(NetlinkMessage message, BalancerService service, ushort family)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_SERVICE);
        Key(message, service, family);
        uint flags = (uint)service.SchedulerFlags << SchedulerFlagsShift;
        if (service.PersistenceSeconds > 0) flags |= IP_VS_SVC_F_PERSISTENT;
        if (service.OnePacket) flags |= IP_VS_SVC_F_ONEPACKET;
        message.AttributeString(IPVS_SVC_ATTR_SCHED_NAME, SchedulerNames.Of(service.Scheduler));
        if (service.PersistenceEngine is { Length: > 0 } engine) message.AttributeString(IPVS_SVC_ATTR_PE_NAME, engine);
        message.Attribute(IPVS_SVC_ATTR_FLAGS, MemoryMarshal.AsBytes([flags, uint.MaxValue]))
            .AttributeUInt32(IPVS_SVC_ATTR_TIMEOUT, (uint)service.PersistenceSeconds);
        // A mask in network order for IPv4, a length for IPv6.
        int bits = service.PersistenceGranularity ?? WholeAddress(family);
        if (family == AF_INET) message.AttributeUInt32BigEndian(IPVS_SVC_ATTR_NETMASK, Mask(bits));
        else message.AttributeUInt32(IPVS_SVC_ATTR_NETMASK, (uint)bits);
        return message.EndNested(nest);
    }

    /// <summary>Appends what identifies <paramref name="destination"/>.</summary>
    public static NetlinkMessage DestinationKey(NetlinkMessage message, BalancerDestination destination)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DEST);
        Key(message, destination);
        return message.EndNested(nest);
    }

    /// <summary>Appends the whole of <paramref name="destination"/>. How a tunnel is made goes with tunnels only: kernels before 5.2 do not know it.</summary>
    public static NetlinkMessage Destination(NetlinkMessage message, BalancerDestination destination)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DEST);
        Key(message, destination);
        message.AttributeUInt32(IPVS_DEST_ATTR_FWD_METHOD, Method(destination.ForwardingMethod))
            .AttributeUInt32(IPVS_DEST_ATTR_WEIGHT, (uint)destination.Weight)
            .AttributeUInt32(IPVS_DEST_ATTR_U_THRESH, (uint)destination.UpperThreshold)
            .AttributeUInt32(IPVS_DEST_ATTR_L_THRESH, (uint)destination.LowerThreshold);
        if (destination.ForwardingMethod == ForwardingMethod.Tunnel)
        {
            TunnelDefinition tunnel = BalancerSameness.Tunnel(destination.Tunnel);
            message.AttributeByte(IPVS_DEST_ATTR_TUN_TYPE, Type(tunnel.Kind))
                .AttributeUInt16BigEndian(IPVS_DEST_ATTR_TUN_PORT, (ushort)(tunnel.Port ?? 0))
                .AttributeUInt16(IPVS_DEST_ATTR_TUN_FLAGS, Flags(tunnel.Checksum));
        }

        return message.EndNested(nest);
    }

    /// <summary>The family of <paramref name="service"/> as far as it says: that of its address, or of a firewall mark's destinations.</summary>
    public static ushort? Family(BalancerService service) =>
        service.Key.Address is { } address ? Family(address) : BalancerSameness.MarkFamily(service) is { } family ? Family(family) : null;

    /// <summary>AF_INET or AF_INET6.</summary>
    public static ushort Family(IPAddress address) => Family(address.AddressFamily);

    /// <summary>Bits of a whole address.</summary>
    public static int WholeAddress(ushort family) => family == AF_INET ? 32 : 128;

    /// <summary>Bits that a mask counts, as <see cref="IPVS_SVC_ATTR_NETMASK"/> gives it.</summary>
    public static int Bits(ushort family, uint netmask) => family == AF_INET ? BitOperations.PopCount(netmask) : (int)Math.Min(netmask, 128);

    private static ushort Family(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET;

    private static uint Mask(int bits) => bits <= 0 ? 0 : uint.MaxValue << (32 - Math.Min(bits, 32));

    private static void Key(NetlinkMessage message, BalancerService service, ushort family)
    {
        message.AttributeUInt16(IPVS_SVC_ATTR_AF, family);
        if (service.Key.FirewallMark is { } mark)
        {
            message.AttributeUInt32(IPVS_SVC_ATTR_FWMARK, mark);
            return;
        }

        message.AttributeUInt16(IPVS_SVC_ATTR_PROTOCOL, (ushort)service.Key.Protocol);
        Address(message, IPVS_SVC_ATTR_ADDR, service.Key.Address!);
        message.AttributeUInt16BigEndian(IPVS_SVC_ATTR_PORT, (ushort)service.Key.Port);
    }

    private static void Key(NetlinkMessage message, BalancerDestination destination)
    {
        message.AttributeUInt16(IPVS_DEST_ATTR_ADDR_FAMILY, Family(destination.Address));
        Address(message, IPVS_DEST_ATTR_ADDR, destination.Address);
        message.AttributeUInt16BigEndian(IPVS_DEST_ATTR_PORT, (ushort)destination.Port);
    }

    // The kernel's union is as long as an IPv6 address, whatever the family.
    private static void Address(NetlinkMessage message, ushort type, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        message.Attribute(type, bytes);
    }

    private static uint Method(ForwardingMethod method) => method switch
    {
        ForwardingMethod.DirectRouting => IP_VS_CONN_F_DROUTE,
        ForwardingMethod.Tunnel => IP_VS_CONN_F_TUNNEL,
        _ => IP_VS_CONN_F_MASQ,
    };

    private static byte Type(TunnelKind kind) => kind switch
    {
        TunnelKind.Gue => IP_VS_CONN_F_TUNNEL_TYPE_GUE,
        TunnelKind.Gre => IP_VS_CONN_F_TUNNEL_TYPE_GRE,
        _ => IP_VS_CONN_F_TUNNEL_TYPE_IPIP,
    };

    private static ushort Flags(TunnelChecksum checksum) => checksum switch
    {
        TunnelChecksum.Full => IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
        TunnelChecksum.Remote => IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM,
        _ => 0,
    };
}
