using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>What the kernel says of a service, its counters apart: numbers only, so that two listings are compared without allocating.</summary>
internal readonly record struct IpvsServiceEntry
{
    /// <summary>AF_INET or AF_INET6.</summary>
    public ushort Family { get; init; }

    /// <summary>TCP, UDP or SCTP; 0 with a firewall mark.</summary>
    public ushort Protocol { get; init; }

    /// <summary>The address; 0 with a firewall mark.</summary>
    public UInt128 Address { get; init; }

    /// <summary>The port; 0 = every port.</summary>
    public int Port { get; init; }

    /// <summary>The firewall mark; 0 = by address and port.</summary>
    public uint Mark { get; init; }

    /// <summary>Name of the scheduler.</summary>
    public UInt128 SchedulerName { get; init; }

    /// <summary>Name of the persistence engine; 0 = none.</summary>
    public UInt128 EngineName { get; init; }

    /// <summary>IP_VS_SVC_F bits that we set, the others cleared.</summary>
    public uint Flags { get; init; }

    /// <summary>Persistence in seconds.</summary>
    public uint Timeout { get; init; }

    /// <summary>Bits of a client's address that persistence compares.</summary>
    public int Granularity { get; init; }

    /// <summary>The scheduler; null = one that we do not use, so the service belongs to others.</summary>
    public Scheduler? Scheduler => SchedulerNames.Parse(IpvsEndpoint.Name(SchedulerName));

    /// <summary>Reads the attributes of one message of the listing; false when it holds no service of a kind that we ever make.</summary>
    public static bool TryParse(NetlinkAttributes message, out IpvsServiceEntry entry, out IpvsStats stats)
    {
        while (message.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == IPVS_CMD_ATTR_SERVICE) return TryParseService(new NetlinkAttributes(payload), out entry, out stats);
        entry = default;
        stats = default;
        return false;
    }

    /// <summary>As a service without destinations. <see cref="Scheduler"/> must not be null.</summary>
    public BalancerService ToService()
    {
        AddressFamily family = Family == AF_INET6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        ServiceKey key = Mark != 0
            ? new ServiceKey { FirewallMark = Mark }
            : new ServiceKey { Address = IpvsEndpoint.Address(Family, Address), Port = Port, Protocol = (TransportProtocol)Protocol };
        bool persistent = (Flags & IP_VS_SVC_F_PERSISTENT) != 0;
        return new BalancerService(key, Scheduler!.Value, persistent ? TimeSpan.FromSeconds(Timeout) : null, [])
        {
            SchedulerFlags = (SchedulerFlags)((Flags & IP_VS_SVC_F_SCHED_MASK) >> SchedulerFlagsShift),
            OnePacket = (Flags & IP_VS_SVC_F_ONEPACKET) != 0,
            PersistenceGranularity = persistent && Granularity != IpvsMessages.WholeAddress(Family) ? Granularity : null,
            PersistenceEngine = EngineName == 0 ? null : IpvsEndpoint.Name(EngineName),
            MarkFamily = Mark != 0 ? family : null,
        };
    }

    private static bool TryParseService(NetlinkAttributes attributes, out IpvsServiceEntry entry, out IpvsStats stats)
    {
        ushort family = 0, protocol = 0;
        int port = 0;
        uint mark = 0, flags = 0, timeout = 0, netmask = 0;
        UInt128 scheduler = 0, engine = 0;
        ReadOnlySpan<byte> address = default;
        IpvsStats? small = null, large = null;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_SVC_ATTR_AF: family = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_SVC_ATTR_PROTOCOL: protocol = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_SVC_ATTR_ADDR: address = value; break;
                case IPVS_SVC_ATTR_PORT: port = IpvsEndpoint.Port(value); break;
                case IPVS_SVC_ATTR_FWMARK: mark = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_SCHED_NAME: scheduler = IpvsEndpoint.NameBits(value); break;
                case IPVS_SVC_ATTR_PE_NAME: engine = IpvsEndpoint.NameBits(value); break;
                case IPVS_SVC_ATTR_FLAGS: flags = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_TIMEOUT: timeout = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_NETMASK: netmask = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_SVC_ATTR_STATS: small = IpvsStats.Parse(new NetlinkAttributes(value)); break;
                case IPVS_SVC_ATTR_STATS64: large = IpvsStats.Parse(new NetlinkAttributes(value)); break;
            }
        }

        UInt128 bits = 0;
        bool known = mark != 0 ? family is AF_INET or AF_INET6 : IpvsEndpoint.TryBits(family, address, out bits) && Enum.IsDefined((TransportProtocol)protocol);
        stats = large ?? small ?? default;
        entry = new IpvsServiceEntry
        {
            Family = family,
            Protocol = mark != 0 ? (ushort)0 : protocol,
            Address = bits,
            Port = mark != 0 ? 0 : port,
            Mark = mark,
            SchedulerName = scheduler,
            EngineName = engine,
            Flags = flags & (IP_VS_SVC_F_PERSISTENT | IP_VS_SVC_F_ONEPACKET | IP_VS_SVC_F_SCHED_MASK),
            Timeout = timeout,
            Granularity = IpvsMessages.Bits(family, netmask),
        };
        return known;
    }
}
