using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>A sync daemon of the kernel, as it is listed or asked for.</summary>
/// <param name="Role">Master or backup; there may be one of each.</param>
/// <param name="Interface">Interface.</param>
/// <param name="SyncId">Sync id.</param>
/// <param name="MaximumLength">Longest message in bytes; 0 = by the interface's MTU.</param>
/// <param name="Port">UDP port; 0 = the kernel's.</param>
/// <param name="TimeToLive">TTL; 0 = the kernel's.</param>
/// <param name="Group">Multicast group; null = the kernel's.</param>
internal sealed record IpvsDaemon(SyncRole Role, string Interface, int SyncId, int MaximumLength, int Port, int TimeToLive, IPAddress? Group)
{
    /// <summary>The kernel's UDP port.</summary>
    public const int DefaultPort = 8848;

    /// <summary>The kernel's TTL.</summary>
    public const int DefaultTimeToLive = 1;

    private static readonly IPAddress s_defaultGroup = IPAddress.Parse("224.0.0.81");

    /// <summary>As asked for in <paramref name="definition"/>, in one <paramref name="role"/>.</summary>
    public static IpvsDaemon Of(SyncDaemonDefinition definition, SyncRole role) => new(
        role, definition.Interface, definition.SyncId, definition.MaximumLength ?? 0, definition.Port ?? 0, definition.TimeToLive ?? 0, definition.Group);

    /// <summary>Appends all of it.</summary>
    public NetlinkMessage Write(NetlinkMessage message)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DAEMON);
        message.AttributeUInt32(IPVS_DAEMON_ATTR_STATE, State(Role)).AttributeString(IPVS_DAEMON_ATTR_MCAST_IFN, Interface).AttributeUInt32(IPVS_DAEMON_ATTR_SYNC_ID, (uint)SyncId);
        if (MaximumLength != 0) message.AttributeUInt16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, (ushort)MaximumLength);
        if (Group is not null) message.Attribute(Group.AddressFamily == AddressFamily.InterNetworkV6 ? IPVS_DAEMON_ATTR_MCAST_GROUP6 : IPVS_DAEMON_ATTR_MCAST_GROUP, Group.GetAddressBytes());
        if (Port != 0) message.AttributeUInt16(IPVS_DAEMON_ATTR_MCAST_PORT, (ushort)Port);
        if (TimeToLive != 0) message.AttributeByte(IPVS_DAEMON_ATTR_MCAST_TTL, (byte)TimeToLive);
        return message.EndNested(nest);
    }

    /// <summary>Appends what ends the daemon of <paramref name="role"/>.</summary>
    public static NetlinkMessage WriteRole(NetlinkMessage message, SyncRole role)
    {
        int nest = message.BeginNested(IPVS_CMD_ATTR_DAEMON);
        message.AttributeUInt32(IPVS_DAEMON_ATTR_STATE, State(role));
        return message.EndNested(nest);
    }

    /// <summary>Reads the attributes of one message of the listing; null when it holds no daemon.</summary>
    public static IpvsDaemon? Parse(NetlinkAttributes message)
    {
        while (message.TryRead(out ushort type, out ReadOnlySpan<byte> payload))
            if (type == IPVS_CMD_ATTR_DAEMON) return ParseDaemon(new NetlinkAttributes(payload));
        return null;
    }

    /// <summary>Is <paramref name="running"/> what this asks for? What this leaves to the kernel's default must be that, except for the length, which follows from the MTU.</summary>
    public bool IsMetBy(IpvsDaemon running) =>
        Role == running.Role && Interface == running.Interface && SyncId == running.SyncId
        && (MaximumLength == 0 || MaximumLength == running.MaximumLength)
        && (Port == 0 ? DefaultPort : Port) == (running.Port == 0 ? DefaultPort : running.Port)
        && (TimeToLive == 0 ? DefaultTimeToLive : TimeToLive) == (running.TimeToLive == 0 ? DefaultTimeToLive : running.TimeToLive)
        && (Group ?? s_defaultGroup).Equals(running.Group ?? s_defaultGroup);

    private static IpvsDaemon? ParseDaemon(NetlinkAttributes attributes)
    {
        uint state = 0, id = 0;
        int length = 0, port = 0, ttl = 0;
        string? name = null;
        IPAddress? group = null;
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IPVS_DAEMON_ATTR_STATE: state = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DAEMON_ATTR_MCAST_IFN: name = NetlinkAttributes.Text(value); break;
                case IPVS_DAEMON_ATTR_SYNC_ID: id = NetlinkAttributes.Number<uint>(value); break;
                case IPVS_DAEMON_ATTR_SYNC_MAXLEN: length = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_DAEMON_ATTR_MCAST_GROUP when value.Length >= 4: group = new IPAddress(value[..4]); break;
                case IPVS_DAEMON_ATTR_MCAST_GROUP6 when value.Length >= 16: group = new IPAddress(value[..16]); break;
                case IPVS_DAEMON_ATTR_MCAST_PORT: port = NetlinkAttributes.Number<ushort>(value); break;
                case IPVS_DAEMON_ATTR_MCAST_TTL: ttl = NetlinkAttributes.Number<byte>(value); break;
            }
        }

        SyncRole role = state switch { IP_VS_STATE_MASTER => SyncRole.Master, IP_VS_STATE_BACKUP => SyncRole.Backup, _ => SyncRole.None };
        return name is null || role == SyncRole.None ? null : new IpvsDaemon(role, name, (int)id, length, port, ttl, group);
    }

    private static uint State(SyncRole role) => role == SyncRole.Master ? IP_VS_STATE_MASTER : IP_VS_STATE_BACKUP;
}
