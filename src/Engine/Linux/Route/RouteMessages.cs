using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Route.RouteConstants;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>Builds and reads rtnetlink messages about links and IPv4 addresses.</summary>
internal static class RouteMessages
{
    private const byte AnyFamily = 0;
    private const byte IPv4 = Libc.AF_INET;
    private const int LinkHeaderLength = 16;
    private const int AddressHeaderLength = 8;

    /// <summary>Lists all interfaces.</summary>
    public static NetlinkMessage ListLinks() =>
        new NetlinkMessage(RTM_GETLINK, NetlinkConstants.NLM_F_DUMP).Fixed(new byte[LinkHeaderLength]);

    /// <summary>Lists all IPv4 addresses.</summary>
    public static NetlinkMessage ListAddresses() =>
        new NetlinkMessage(RTM_GETADDR, NetlinkConstants.NLM_F_DUMP).Fixed([IPv4, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>
    /// Adds an address, or renews the lifetime of one that is there. Without broadcast address, scope global, as keepalived
    /// adds its own.
    /// </summary>
    /// <param name="message">Is cleared first.</param>
    /// <param name="interfaceIndex">ifindex.</param>
    /// <param name="address">IPv4 address.</param>
    /// <param name="prefixLength">0 to 32.</param>
    /// <param name="label">At most 15 bytes; null = none.</param>
    /// <param name="leaseSeconds">Lifetime in whole seconds; null = for ever.</param>
    public static NetlinkMessage Add(NetlinkMessage message, int interfaceIndex, AddressKey address, int prefixLength, string? label, int? leaseSeconds)
    {
        Begin(message, RTM_NEWADDR, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_REPLACE, interfaceIndex, address, prefixLength);
        if (label is not null) message.AttributeString(IFA_LABEL, label);
        uint lifetime = leaseSeconds is { } seconds ? (uint)seconds : uint.MaxValue;
        // struct ifa_cacheinfo: preferred, valid, created, updated; the kernel fills in the last two.
        return message.Attribute(IFA_CACHEINFO, MemoryMarshal.AsBytes<uint>([lifetime, lifetime, 0, 0]));
    }

    /// <summary>Removes an address.</summary>
    public static NetlinkMessage Remove(NetlinkMessage message, int interfaceIndex, AddressKey address, int prefixLength)
    {
        Begin(message, RTM_DELADDR, 0, interfaceIndex, address, prefixLength);
        return message;
    }

    /// <summary>Reads RTM_NEWLINK and RTM_DELLINK. False: not about an interface as such (bridges report their ports by the same type), or malformed.</summary>
    public static bool TryReadLink(ReadOnlySpan<byte> payload, out LinkFacts link)
    {
        link = null!;
        if (payload.Length < LinkHeaderLength || payload[0] != AnyFamily) return false;
        int index = MemoryMarshal.Read<int>(payload[4..]);
        uint flags = MemoryMarshal.Read<uint>(payload[8..]);
        string name = "";
        byte[] hardwareAddress = [];
        var attributes = new NetlinkAttributes(payload[LinkHeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == IFLA_IFNAME) name = NetlinkAttributes.Text(value);
            else if (type == IFLA_ADDRESS) hardwareAddress = value.ToArray();
        }

        if (name.Length == 0) return false;
        bool isUp = (flags & IFF_UP) != 0;
        link = new LinkFacts(index, name, new ValueArray<byte>(hardwareAddress), isUp, isUp && (flags & IFF_RUNNING) != 0, (flags & (IFF_LOOPBACK | IFF_NOARP)) == 0);
        return true;
    }

    /// <summary>Reads RTM_NEWADDR and RTM_DELADDR. False: not IPv4, or malformed. Allocates nothing: every renewal of a lease comes by here.</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> payload, out AddressFacts facts)
    {
        facts = default;
        if (payload.Length < AddressHeaderLength || payload[0] != IPv4) return false;
        uint flags = payload[2];
        uint? local = null;
        uint? peer = null;
        var attributes = new NetlinkAttributes(payload[AddressHeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (value.Length < 4) continue;
            if (type == IFA_LOCAL) local = BinaryPrimitives.ReadUInt32BigEndian(value);
            else if (type == IFA_ADDRESS) peer = BinaryPrimitives.ReadUInt32BigEndian(value);
            else if (type == IFA_FLAGS) flags = MemoryMarshal.Read<uint>(value);
        }

        if ((local ?? peer) is not { } address) return false;
        facts = new AddressFacts(
            MemoryMarshal.Read<int>(payload[4..]),
            AddressKey.FromIPv4(address),
            payload[1],
            (flags & IFA_F_SECONDARY) != 0,
            (flags & IFA_F_PERMANENT) != 0);
        return true;
    }

    // struct ifaddrmsg: family, prefix length, flags, scope, index
    private static void Begin(NetlinkMessage message, ushort type, int flags, int interfaceIndex, AddressKey address, int prefixLength)
    {
        Span<byte> header = [IPv4, (byte)prefixLength, 0, RT_SCOPE_UNIVERSE, 0, 0, 0, 0];
        MemoryMarshal.Write(header[4..], interfaceIndex);
        message.Begin(type, (ushort)flags).Fixed(header);
        message.AttributeUInt32BigEndian(IFA_LOCAL, (uint)address.Value);
        message.AttributeUInt32BigEndian(IFA_ADDRESS, (uint)address.Value);
    }
}
