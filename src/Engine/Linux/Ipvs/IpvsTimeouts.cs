using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>How long the kernel remembers connections, in seconds; in a request 0 = as it is.</summary>
/// <param name="Tcp">Idle TCP connections.</param>
/// <param name="TcpFin">TCP connections after FIN.</param>
/// <param name="Udp">Idle UDP flows.</param>
internal readonly record struct IpvsTimeouts(uint Tcp, uint TcpFin, uint Udp)
{
    /// <summary>What the kernel begins with.</summary>
    public static IpvsTimeouts KernelsOwn { get; } = new(900, 120, 300);

    /// <summary>As asked for; 0 = not asked for. Whole seconds, rounded up.</summary>
    public static IpvsTimeouts Of(BalancerSettings settings) => new(Seconds(settings.TcpTimeout), Seconds(settings.TcpFinTimeout), Seconds(settings.UdpTimeout));

    /// <summary>Appends all three.</summary>
    public NetlinkMessage Write(NetlinkMessage message) => message
        .AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP, Tcp).AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, TcpFin).AttributeUInt32(IPVS_CMD_ATTR_TIMEOUT_UDP, Udp);

    /// <summary>Reads the attributes of the answer; 0 where it says nothing (a kernel without that protocol).</summary>
    public static IpvsTimeouts Parse(NetlinkAttributes attributes)
    {
        uint tcp = 0, tcpFin = 0, udp = 0;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_CMD_ATTR_TIMEOUT_TCP: tcp = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_CMD_ATTR_TIMEOUT_TCP_FIN: tcpFin = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_CMD_ATTR_TIMEOUT_UDP: udp = NetlinkAttributes.Number<uint>(value); break;
            }
        }

        return new IpvsTimeouts(tcp, tcpFin, udp);
    }

    /// <summary>These, and those of <paramref name="other"/> where these are 0.</summary>
    public IpvsTimeouts Or(IpvsTimeouts other) => new(Tcp == 0 ? other.Tcp : Tcp, TcpFin == 0 ? other.TcpFin : TcpFin, Udp == 0 ? other.Udp : Udp);

    private static uint Seconds(TimeSpan? timeout) => timeout is { } value && value > TimeSpan.Zero ? (uint)Math.Ceiling(value.TotalSeconds) : 0;
}
