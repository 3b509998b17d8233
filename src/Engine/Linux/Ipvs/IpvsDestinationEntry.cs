using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>What the kernel says of a destination, its counters apart: numbers only, so that two listings are compared without allocating.</summary>
internal readonly record struct IpvsDestinationEntry
{
    /// <summary>AF_INET or AF_INET6.</summary>
    public ushort Family { get; init; }

    /// <summary>The address.</summary>
    public UInt128 AddressBits { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; init; }

    /// <summary>The weight.</summary>
    public int Weight { get; init; }

    /// <summary>IP_VS_CONN_F_MASQ, _LOCALNODE, _TUNNEL, _DROUTE or _BYPASS.</summary>
    public uint Method { get; init; }

    /// <summary>Upper threshold.</summary>
    public uint Upper { get; init; }

    /// <summary>Lower threshold.</summary>
    public uint Lower { get; init; }

    /// <summary>Does this kernel say how tunnels are made (5.2 and later)?</summary>
    public bool SaysTunnel { get; init; }

    /// <summary>IP_VS_CONN_F_TUNNEL_TYPE.</summary>
    public byte TunnelType { get; init; }

    /// <summary>UDP port of the tunnel.</summary>
    public int TunnelPort { get; init; }

    /// <summary>IP_VS_TUNNEL_ENCAP_FLAG bits.</summary>
    public ushort TunnelFlags { get; init; }

    /// <summary>The address.</summary>
    public IPAddress Address => IpvsEndpoint.Address(Family, AddressBits);

    /// <summary>How the tunnel is made; null = IP in IP, or the method is another. A kind of tomorrow's kernels is read as GUE without a port, which nobody asks for.</summary>
    public TunnelDefinition? Tunnel => Method != IP_VS_CONN_F_TUNNEL || TunnelType == IP_VS_CONN_F_TUNNEL_TYPE_IPIP ? null : new TunnelDefinition
    {
        Kind = TunnelType == IP_VS_CONN_F_TUNNEL_TYPE_GRE ? TunnelKind.Gre : TunnelKind.Gue,
        Port = TunnelType == IP_VS_CONN_F_TUNNEL_TYPE_GUE ? TunnelPort : null,
        Checksum = (TunnelFlags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM) != 0 ? TunnelChecksum.Remote
            : (TunnelFlags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM) != 0 ? TunnelChecksum.Full
            : TunnelChecksum.None,
    };

    /// <summary>Is it the same server (address and port)?</summary>
    public bool SamePlace(in IpvsDestinationEntry other) => AddressBits == other.AddressBits && Port == other.Port && Family == other.Family;

    /// <summary>Reads the attributes of one message of the listing; false when it holds no destination. <paramref name="serviceFamily"/> counts where old kernels name none.</summary>
    public static bool TryParse(NetlinkAttributes message, ushort serviceFamily, out IpvsDestinationEntry entry, out IpvsDestinationCounts counts)
    {
        while (message.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == IPVS_CMD_ATTR_DEST) return TryParseDestination(new NetlinkAttributes(payload), serviceFamily, out entry, out counts);
        entry = default;
        counts = default;
        return false;
    }

    private static bool TryParseDestination(NetlinkAttributes attributes, ushort family, out IpvsDestinationEntry entry, out IpvsDestinationCounts counts)
    {
        int port = 0, tunnelPort = 0;
        uint weight = 0, method = 0, upper = 0, lower = 0, active = 0, inactive = 0, persistent = 0;
        byte tunnelType = 0;
        ushort tunnelFlags = 0;
        bool saysTunnel = false;
        IpvsStats? small = null, large = null;
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
                case IPVS_DEST_ATTR_U_THRESH: upper = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_L_THRESH: lower = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_TUN_TYPE: (saysTunnel, tunnelType) = (true, NetlinkAttributes.Number<byte>(value)); break;
                case IPVS_DEST_ATTR_TUN_PORT: tunnelPort = IpvsEndpoint.Port(value); break;
                case IPVS_DEST_ATTR_TUN_FLAGS: tunnelFlags = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_DEST_ATTR_ACTIVE_CONNS: active = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_INACT_CONNS: inactive = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_PERSIST_CONNS: persistent = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DEST_ATTR_STATS: small = IpvsStats.Parse(new NetlinkAttributes(value)); break;
                case IPVS_DEST_ATTR_STATS64: large = IpvsStats.Parse(new NetlinkAttributes(value)); break;
            }
        }

        bool known = IpvsEndpoint.TryBits(family, address, out UInt128 bits);
        counts = new IpvsDestinationCounts(active, inactive, persistent, large ?? small ?? default);
        entry = new IpvsDestinationEntry
        {
            Family = family,
            AddressBits = bits,
            Port = port,
            Weight = (int)weight,
            Method = method,
            Upper = upper,
            Lower = lower,
            SaysTunnel = saysTunnel,
            TunnelType = tunnelType,
            TunnelPort = tunnelPort,
            TunnelFlags = tunnelFlags,
        };
        return known;
    }
}

/// <summary>What the kernel has counted for a destination.</summary>
/// <param name="Active">Established connections now.</param>
/// <param name="Inactive">Connections now in any other state.</param>
/// <param name="Persistent">Clients that persistence keeps with it now.</param>
/// <param name="Stats">What went through it so far.</param>
internal readonly record struct IpvsDestinationCounts(uint Active, uint Inactive, uint Persistent, IpvsStats Stats);
