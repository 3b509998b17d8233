using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Route.RouteConstants;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>
/// Builds and reads rtnetlink messages about routes and rules. Ours carry a protocol number of their own, so that those an earlier run
/// left behind are known, and those of others are never touched.
/// </summary>
internal static class RoutingMessages
{
    /// <summary>Protocol number of our routes and rules (<c>ip route show proto 112</c>): that of VRRP in IP; no routing daemon uses it. keepalived has 18.</summary>
    public const byte Protocol = 112;

    private const int RouteHeaderLength = 12;
    private const int RuleHeaderLength = 12;

    /// <summary>Lists the routes of one family; a kernel that can shows only ours.</summary>
    public static NetlinkMessage ListRoutes(byte family) =>
        new NetlinkMessage(RTM_GETROUTE, NetlinkConstants.NLM_F_DUMP).Fixed([family, 0, 0, 0, 0, Protocol, 0, 0, 0, 0, 0, 0]);

    /// <summary>Lists the rules of one family.</summary>
    public static NetlinkMessage ListRules(byte family) =>
        new NetlinkMessage(RTM_GETRULE, NetlinkConstants.NLM_F_DUMP).Fixed([family, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Adds a route.</summary>
    public static NetlinkMessage Add(NetlinkMessage message, in RouteFacts route) =>
        Write(message.Begin(RTM_NEWROUTE, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL), route, route.Scope);

    /// <summary>Removes a route.</summary>
    public static NetlinkMessage Remove(NetlinkMessage message, in RouteFacts route) =>
        Write(message.Begin(RTM_DELROUTE), route, route.IsIPv6 ? RT_SCOPE_UNIVERSE : RT_SCOPE_NOWHERE);

    /// <summary>Adds a rule.</summary>
    public static NetlinkMessage Add(NetlinkMessage message, in RuleFacts rule) =>
        Write(message.Begin(RTM_NEWRULE, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL), rule);

    /// <summary>Removes a rule.</summary>
    public static NetlinkMessage Remove(NetlinkMessage message, in RuleFacts rule) => Write(message.Begin(RTM_DELRULE), rule);

    /// <summary>Reads RTM_NEWROUTE and RTM_DELROUTE. False: not ours, or malformed.</summary>
    public static bool TryReadRoute(ReadOnlySpan<byte> payload, out RouteFacts route)
    {
        route = default;
        if (payload.Length < RouteHeaderLength || payload[5] != Protocol || !TryFamily(payload[0], out bool isIPv6)) return false;
        if ((MemoryMarshal.Read<uint>(payload[8..]) & RTM_F_CLONED) != 0) return false;
        uint table = payload[4];
        AddressKey destination = AddressKey.Unspecified(isIPv6);
        AddressKey? gateway = null;
        AddressKey? source = null;
        uint metric = 0;
        uint mtu = 0;
        int index = 0;
        var attributes = new NetlinkAttributes(payload[RouteHeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case RTA_DST:
                    destination = RouteMessages.ReadKey(value, isIPv6) ?? destination;
                    break;
                case RTA_GATEWAY:
                    gateway = RouteMessages.ReadKey(value, isIPv6);
                    break;
                case RTA_VIA when value.Length >= 2:
                    gateway = RouteMessages.ReadKey(value[2..], NetlinkAttributes.Number<ushort>(value) == Libc.AF_INET6);
                    break;
                case RTA_PREFSRC:
                    source = RouteMessages.ReadKey(value, isIPv6);
                    break;
                case RTA_PRIORITY:
                    metric = NetlinkAttributes.Number<uint>(value);
                    break;
                case RTA_TABLE:
                    table = NetlinkAttributes.Number<uint>(value);
                    break;
                case RTA_OIF:
                    index = NetlinkAttributes.Number<int>(value);
                    break;
                case RTA_METRICS:
                    mtu = ReadMtu(value);
                    break;
            }
        }

        route = new RouteFacts
        {
            IsIPv6 = isIPv6,
            Table = table,
            Destination = destination,
            PrefixLength = payload[1],
            Metric = metric,
            Type = payload[7],
            Scope = payload[6],
            Gateway = gateway,
            InterfaceIndex = index,
            Source = source,
            Mtu = mtu,
        };
        return true;
    }

    /// <summary>Reads RTM_NEWRULE and RTM_DELRULE. False: not ours, or malformed.</summary>
    public static bool TryReadRule(ReadOnlySpan<byte> payload, out RuleFacts rule)
    {
        rule = default;
        if (payload.Length < RuleHeaderLength || !TryFamily(payload[0], out bool isIPv6)) return false;
        bool isOurs = false;
        var found = new RuleFacts { IsIPv6 = isIPv6, Table = payload[4], ToPrefixLength = payload[1], FromPrefixLength = payload[2], Priority = 0 };
        var attributes = new NetlinkAttributes(payload[RuleHeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case FRA_PROTOCOL:
                    isOurs = value.Length > 0 && value[0] == Protocol;
                    break;
                case FRA_SRC:
                    found = found with { From = RouteMessages.ReadKey(value, isIPv6) };
                    break;
                case FRA_DST:
                    found = found with { To = RouteMessages.ReadKey(value, isIPv6) };
                    break;
                case FRA_PRIORITY:
                    found = found with { Priority = NetlinkAttributes.Number<uint>(value) };
                    break;
                case FRA_FWMARK:
                    found = found with { Mark = NetlinkAttributes.Number<uint>(value) };
                    break;
                case FRA_TABLE:
                    found = found with { Table = NetlinkAttributes.Number<uint>(value) };
                    break;
                case FRA_IIFNAME:
                    found = found with { IncomingInterface = NetlinkAttributes.Text(value) };
                    break;
                case FRA_OIFNAME:
                    found = found with { OutgoingInterface = NetlinkAttributes.Text(value) };
                    break;
            }
        }

        rule = found;
        return isOurs;
    }

    private static bool TryFamily(byte family, out bool isIPv6)
    {
        isIPv6 = family == Libc.AF_INET6;
        return isIPv6 || family == Libc.AF_INET;
    }

    private static uint ReadMtu(ReadOnlySpan<byte> metrics)
    {
        var attributes = new NetlinkAttributes(metrics);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == RTAX_MTU) return NetlinkAttributes.Number<uint>(value);
        return 0;
    }

    // struct rtmsg: family, bits of destination and source, TOS, table, protocol, scope, type, flags
    private static NetlinkMessage Write(NetlinkMessage message, in RouteFacts route, byte scope)
    {
        Span<byte> header = [Family(route.IsIPv6), (byte)route.PrefixLength, 0, 0, ShortTable(route.Table), Protocol, scope, route.Type, 0, 0, 0, 0];
        if (route.IsOnLink) MemoryMarshal.Write(header[8..], RTNH_F_ONLINK);
        message.Fixed(header);
        if (route.PrefixLength > 0) RouteMessages.Attribute(message, RTA_DST, route.Destination);
        if (route.Gateway is { } gateway) WriteGateway(message, route.IsIPv6, gateway);
        if (route.Source is { } source) RouteMessages.Attribute(message, RTA_PREFSRC, source);
        if (route.InterfaceIndex != 0) message.AttributeUInt32(RTA_OIF, (uint)route.InterfaceIndex);
        if (route.Metric != 0) message.AttributeUInt32(RTA_PRIORITY, route.Metric);
        message.AttributeUInt32(RTA_TABLE, route.Table);
        if (route.Mtu == 0) return message;
        int metrics = message.BeginNested(RTA_METRICS);
        return message.AttributeUInt32(RTAX_MTU, route.Mtu).EndNested(metrics);
    }

    // struct rtvia, for an IPv4 route by an IPv6 gateway: family, address
    private static void WriteGateway(NetlinkMessage message, bool isIPv6, AddressKey gateway)
    {
        if (gateway.IsIPv6 == isIPv6)
        {
            RouteMessages.Attribute(message, RTA_GATEWAY, gateway);
            return;
        }

        Span<byte> via = stackalloc byte[18];
        MemoryMarshal.Write(via, (ushort)Family(gateway.IsIPv6));
        if (gateway.IsIPv6) gateway.WriteIPv6(via[2..]);
        else BinaryPrimitives.WriteUInt32BigEndian(via[2..], (uint)gateway.Low);
        message.Attribute(RTA_VIA, gateway.IsIPv6 ? via : via[..6]);
    }

    // struct fib_rule_hdr: family, bits of destination and source, TOS, table, two reserved, action, flags
    private static NetlinkMessage Write(NetlinkMessage message, in RuleFacts rule)
    {
        Span<byte> header =
        [
            Family(rule.IsIPv6), (byte)rule.ToPrefixLength, (byte)rule.FromPrefixLength, 0, ShortTable(rule.Table), 0, 0, FR_ACT_TO_TBL, 0, 0, 0, 0,
        ];
        message.Fixed(header).AttributeUInt32(FRA_TABLE, rule.Table).AttributeByte(FRA_PROTOCOL, Protocol);
        if (rule.From is { } from) RouteMessages.Attribute(message, FRA_SRC, from);
        if (rule.To is { } to) RouteMessages.Attribute(message, FRA_DST, to);
        if (rule.Priority is { } priority) message.AttributeUInt32(FRA_PRIORITY, priority);
        if (rule.Mark is { } mark) message.AttributeUInt32(FRA_FWMARK, mark).AttributeUInt32(FRA_FWMASK, uint.MaxValue);
        if (rule.IncomingInterface is { } incoming) message.AttributeString(FRA_IIFNAME, incoming);
        if (rule.OutgoingInterface is { } outgoing) message.AttributeString(FRA_OIFNAME, outgoing);
        return message;
    }

    private static byte Family(bool isIPv6) => isIPv6 ? (byte)Libc.AF_INET6 : (byte)Libc.AF_INET;

    // The field has one byte; a larger number travels in the attribute alone.
    private static byte ShortTable(uint table) => table <= byte.MaxValue ? (byte)table : RT_TABLE_UNSPEC;
}
