using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// The counters of a service or destination, from STATS64, or from STATS (32 bits, which wrap) where the kernel has nothing better. The
/// kernel adds up its per-CPU counts every 2 s.
/// </summary>
internal readonly record struct IpvsStats(long Connections, long InPackets, long OutPackets, long InBytes, long OutBytes)
{
    /// <summary>Reads the nested counters.</summary>
    public static IpvsStats Parse(NetlinkAttributes attributes)
    {
        long connections = 0, inPackets = 0, outPackets = 0, inBytes = 0, outBytes = 0;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_STATS_ATTR_CONNS: connections = Number(value); break;
                case IPVS_STATS_ATTR_INPKTS: inPackets = Number(value); break;
                case IPVS_STATS_ATTR_OUTPKTS: outPackets = Number(value); break;
                case IPVS_STATS_ATTR_INBYTES: inBytes = Number(value); break;
                case IPVS_STATS_ATTR_OUTBYTES: outBytes = Number(value); break;
            }
        }

        return new IpvsStats(connections, inPackets, outPackets, inBytes, outBytes);
    }

    private static long Number(ReadOnlySpan<byte> value) => value.Length >= 8 ? NetlinkAttributes.Number<long>(value) : NetlinkAttributes.Number<uint>(value);
}
