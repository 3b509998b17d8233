using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Route.RouteConstants;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>Builds and reads rtnetlink messages about interfaces.</summary>
internal static class LinkMessages
{
    private const byte AnyFamily = 0;
    private const int HeaderLength = 16;

    /// <summary>Lists all interfaces.</summary>
    public static NetlinkMessage List() => new NetlinkMessage(RTM_GETLINK, NetlinkConstants.NLM_F_DUMP).Fixed(new byte[HeaderLength]);

    /// <summary>
    /// Adds a macvlan that is up, in mode private: nothing passes between it and another macvlan of the same interface. It makes itself no
    /// IPv6 address: all nodes would make the same one from the same MAC address.
    /// </summary>
    public static NetlinkMessage AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress)
    {
        NetlinkMessage message = new NetlinkMessage(RTM_NEWLINK, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_EXCL).Fixed(Header(0, 0, 0));
        message.AttributeString(IFLA_IFNAME, name).Attribute(IFLA_ADDRESS, hardwareAddress).AttributeUInt32(IFLA_LINK, (uint)baseIndex);
        int info = message.BeginNested(IFLA_LINKINFO);
        message.AttributeString(IFLA_INFO_KIND, "macvlan");
        int data = message.BeginNested(IFLA_INFO_DATA);
        message.AttributeUInt32(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE).EndNested(data);
        return message.EndNested(info);
    }

    /// <summary>An interface makes itself no IPv6 addresses.</summary>
    public static NetlinkMessage WithoutOwnIPv6(int index)
    {
        NetlinkMessage message = new NetlinkMessage(RTM_NEWLINK).Fixed(Header(index, 0, 0));
        int families = message.BeginNested(IFLA_AF_SPEC);
        int ipv6 = message.BeginNested(Libc.AF_INET6);
        message.AttributeByte(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE).EndNested(ipv6);
        return message.EndNested(families);
    }

    /// <summary>Brings an interface up.</summary>
    public static NetlinkMessage SetUp(int index) => new NetlinkMessage(RTM_NEWLINK).Fixed(Header(index, IFF_UP, IFF_UP));

    /// <summary>Removes an interface.</summary>
    public static NetlinkMessage Remove(int index) => new NetlinkMessage(RTM_DELLINK).Fixed(Header(index, 0, 0));

    /// <summary>Reads RTM_NEWLINK and RTM_DELLINK. False: not about an interface as such (bridges report their ports by the same type), or malformed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out LinkFacts link)
    {
        link = null!;
        if (payload.Length < HeaderLength || payload[0] != AnyFamily) return false;
        int index = MemoryMarshal.Read<int>(payload[4..]);
        uint flags = MemoryMarshal.Read<uint>(payload[8..]);
        string name = "";
        string? kind = null;
        int baseIndex = 0;
        byte[] hardwareAddress = [];
        var attributes = new NetlinkAttributes(payload[HeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == IFLA_IFNAME) name = NetlinkAttributes.Text(value);
            else if (type == IFLA_ADDRESS) hardwareAddress = value.ToArray();
            else if (type == IFLA_LINK) baseIndex = NetlinkAttributes.Number<int>(value);
            else if (type == IFLA_LINKINFO) kind = ReadKind(value);
        }

        if (name.Length == 0) return false;
        bool isUp = (flags & IFF_UP) != 0;
        link = new LinkFacts(
            index, name, new ValueArray<byte>(hardwareAddress), isUp, isUp && (flags & IFF_RUNNING) != 0, (flags & (IFF_LOOPBACK | IFF_NOARP)) == 0, kind, baseIndex);
        return true;
    }

    private static string? ReadKind(ReadOnlySpan<byte> info)
    {
        var attributes = new NetlinkAttributes(info);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == IFLA_INFO_KIND) return NetlinkAttributes.Text(value);
        return null;
    }

    // struct ifinfomsg: family, padding, type, index, flags, mask of the flags to change
    private static byte[] Header(int index, uint flags, uint change)
    {
        byte[] header = new byte[HeaderLength];
        MemoryMarshal.Write(header.AsSpan(4), index);
        MemoryMarshal.Write(header.AsSpan(8), flags);
        MemoryMarshal.Write(header.AsSpan(12), change);
        return header;
    }
}
