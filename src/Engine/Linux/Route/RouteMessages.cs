using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Route.RouteConstants;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>Builds and reads rtnetlink messages about addresses.</summary>
internal static class RouteMessages
{
    private const byte AnyFamily = 0;
    private const byte IPv4 = Libc.AF_INET;
    private const byte IPv6 = Libc.AF_INET6;
    private const int HostPrefixIPv6 = 128;
    private const int AddressHeaderLength = 8;

    /// <summary>Lists all addresses, IPv4 and IPv6.</summary>
    public static NetlinkMessage ListAddresses() =>
        new NetlinkMessage(RTM_GETADDR, NetlinkConstants.NLM_F_DUMP).Fixed([AnyFamily, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>
    /// Adds an address, or renews the lifetime of one that is there. IPv4: without broadcast address, scope global, as
    /// keepalived adds its own. IPv6: without duplicate address detection, because a takeover must not wait a second for it and
    /// the election has settled who holds the address (RFC 9568 §8.2.2); and a /128 is deprecated from the start, so that
    /// the kernel does not choose it as the source of this host's own connections, which would break at the next takeover.
    /// </summary>
    /// <param name="message">Is cleared first.</param>
    /// <param name="request">What.</param>
    public static NetlinkMessage Add(NetlinkMessage message, in AddressRequest request)
    {
        bool isIPv6 = request.Address.IsIPv6;
        Begin(message, RTM_NEWADDR, NetlinkConstants.NLM_F_CREATE | NetlinkConstants.NLM_F_REPLACE, request, isIPv6 ? IFA_F_NODAD : (byte)0);
        if (request.Label is not null && !isIPv6) message.AttributeString(IFA_LABEL, request.Label);
        uint valid = request.LeaseSeconds is { } seconds ? (uint)seconds : uint.MaxValue;
        uint preferred = isIPv6 && request.PrefixLength == HostPrefixIPv6 ? 0 : valid;
        // struct ifa_cacheinfo: preferred, valid, created, updated; the kernel fills in the last two.
        return message.Attribute(IFA_CACHEINFO, MemoryMarshal.AsBytes<uint>([preferred, valid, 0, 0]));
    }

    /// <summary>Removes an address.</summary>
    public static NetlinkMessage Remove(NetlinkMessage message, in AddressRequest request)
    {
        Begin(message, RTM_DELADDR, 0, request, 0);
        return message;
    }

    /// <summary>Reads RTM_NEWADDR and RTM_DELADDR. False: another family, or malformed. Allocates nothing: every renewal of a lease comes by here.</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> payload, out AddressFacts facts)
    {
        facts = default;
        if (payload.Length < AddressHeaderLength || payload[0] is not (IPv4 or IPv6)) return false;
        bool isIPv6 = payload[0] == IPv6;
        uint flags = payload[2];
        AddressKey? local = null;
        AddressKey? peer = null;
        var attributes = new NetlinkAttributes(payload[AddressHeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == IFA_LOCAL) local = ReadKey(value, isIPv6);
            else if (type == IFA_ADDRESS) peer = ReadKey(value, isIPv6);
            else if (type == IFA_FLAGS) flags = NetlinkAttributes.Number<uint>(value);
        }

        if ((local ?? peer) is not { } address) return false;
        facts = new AddressFacts(
            MemoryMarshal.Read<int>(payload[4..]),
            address,
            payload[1],
            (flags & IFA_F_SECONDARY) != 0,
            (flags & IFA_F_PERMANENT) != 0,
            (flags & IFA_F_TENTATIVE) != 0,
            (flags & IFA_F_DADFAILED) != 0);
        return true;
    }

    /// <summary>An address of four or sixteen bytes in network order; null when there are fewer.</summary>
    internal static AddressKey? ReadKey(ReadOnlySpan<byte> value, bool isIPv6) => isIPv6
        ? value.Length >= 16 ? AddressKey.FromIPv6(value) : null
        : value.Length >= 4 ? AddressKey.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value)) : null;

    /// <summary>Appends an address of either family.</summary>
    internal static void Attribute(NetlinkMessage message, ushort type, AddressKey address)
    {
        if (!address.IsIPv6)
        {
            message.AttributeUInt32BigEndian(type, (uint)address.Low);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.WriteIPv6(bytes);
        message.Attribute(type, bytes);
    }

    // struct ifaddrmsg: family, prefix length, flags, scope, index
    private static void Begin(NetlinkMessage message, ushort type, int flags, in AddressRequest request, byte addressFlags)
    {
        Span<byte> header = [request.Address.IsIPv6 ? IPv6 : IPv4, (byte)request.PrefixLength, addressFlags, RT_SCOPE_UNIVERSE, 0, 0, 0, 0];
        MemoryMarshal.Write(header[4..], request.InterfaceIndex);
        message.Begin(type, (ushort)flags).Fixed(header);
        Attribute(message, IFA_LOCAL, request.Address);
        if (!request.Address.IsIPv6) Attribute(message, IFA_ADDRESS, request.Address);
    }
}
