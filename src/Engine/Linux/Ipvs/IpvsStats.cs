using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>The 64-bit counters of a destination (IPVS_DEST_ATTR_STATS64). The kernel adds up its per-CPU counts every 2 s.</summary>
internal readonly record struct IpvsStats(long Connections, long InPackets, long OutPackets, long InBytes, long OutBytes)
{
    /// <summary>Reads the nested counters.</summary>
    public static IpvsStats Parse(NetlinkAttributes attributes)
    {
        IpvsStats stats = default;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            long number = NetlinkAttributes.Number<long>(value);
            stats = type switch
            {
                IPVS_STATS_ATTR_CONNS => stats with { Connections = number },
                IPVS_STATS_ATTR_INPKTS => stats with { InPackets = number },
                IPVS_STATS_ATTR_OUTPKTS => stats with { OutPackets = number },
                IPVS_STATS_ATTR_INBYTES => stats with { InBytes = number },
                IPVS_STATS_ATTR_OUTBYTES => stats with { OutBytes = number },
                _ => stats,
            };
        }

        return stats;
    }
}
