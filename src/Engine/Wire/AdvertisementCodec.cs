using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Writes and reads whole IPv4 datagrams with a VRRP advertisement inside (protocol 112, TTL 255, TOS 0xC0). The codec of
/// each version is a type of its own; this is the door. No state, no allocation.
/// </summary>
public static class AdvertisementCodec
{
    /// <summary>Largest datagram that is written: IPv4 header, VRRP header, 255 addresses, authentication.</summary>
    public const int MaxLengthBytes = IPv4Header.LengthBytes + VrrpHeader.LengthBytes + (VrrpHeader.MaxAddresses * 4) + VrrpV2Codec.AuthenticationBytes;

    /// <summary>Writes one datagram and returns its length in bytes.</summary>
    /// <param name="buffer">At least <see cref="MaxLengthBytes"/>; every byte of the result is written.</param>
    /// <param name="format">What is constant. Throws <see cref="ArgumentException"/> for what the definition rules refuse: an IPv6 address, more than 255 addresses, an interval the version cannot carry.</param>
    /// <param name="priority">0 = leaving.</param>
    /// <param name="identification">IPv4 identification, 1 to 65535.</param>
    public static int Write(Span<byte> buffer, AdvertisementFormat format, VrrpPriority priority, ushort identification)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfZero(identification);
        int addressCount = format.Addresses.Count;
        if (addressCount > VrrpHeader.MaxAddresses) throw new ArgumentException($"An advert carries at most 255 addresses, not {addressCount}; exclude some from the advert.", nameof(format));

        int pduLength = PduLengthBytes((int)format.Version, addressCount);
        int length = IPv4Header.LengthBytes + pduLength;
        if (buffer.Length < length) throw new ArgumentException($"The buffer has {buffer.Length} bytes; {length} are needed.", nameof(buffer));

        Span<byte> datagram = buffer[..length];
        IPv4Header.Write(datagram, length, identification, format.Source, format.Destination);
        Span<byte> pdu = datagram[IPv4Header.LengthBytes..];
        if (format.Version == VrrpVersion.V2) VrrpV2Codec.Write(pdu, format, priority);
        else VrrpV3Codec.Write(pdu, format, priority, datagram.Slice(12, 8));
        return length;
    }

    /// <summary>Reads only what tells which instance a datagram is for. False: too short to say.</summary>
    public static bool TryReadVirtualRouterId(ReadOnlySpan<byte> datagram, out byte virtualRouterId, out AddressKey source)
    {
        virtualRouterId = 0;
        source = default;
        if (!IPv4Header.TryRead(datagram, out IPv4Header header) || datagram.Length < header.HeaderLengthBytes + 2) return false;

        virtualRouterId = VrrpHeader.VirtualRouterId(datagram[header.HeaderLengthBytes..]);
        source = AddressKey.FromIPv4(header.Source);
        return true;
    }

    /// <summary>
    /// Validates what RFC 9568 §7.1 (and RFC 3768 §7.1 for version 2) ask for, in keepalived's order, so that the reason counted is the
    /// same: length, time to live, version, authentication, interval, type, checksum, VRID, destination. <see cref="DropReason.None"/> = accepted.
    /// Any bytes may be given: it never throws for what came from the network.
    /// </summary>
    /// <param name="datagram">From the IPv4 header on, as a raw socket delivers it. Bytes after the length in the header (Ethernet padding) are ignored.</param>
    /// <param name="expected">Our own format; <see cref="AdvertisementFormat.Source"/> is not compared. With a unicast destination the time to live is not checked, as in keepalived.</param>
    /// <param name="priority">Priority in the packet; meaningful when accepted.</param>
    /// <param name="interval">Interval in the packet; meaningful when accepted.</param>
    /// <param name="source">Sender; known as soon as there is a whole IPv4 header.</param>
    /// <param name="sameAddresses">Does it name the same virtual addresses in the same number? A difference is logged, not refused. Meaningful when accepted.</param>
    public static DropReason Read(ReadOnlySpan<byte> datagram, AdvertisementFormat expected, out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out bool sameAddresses)
    {
        ArgumentNullException.ThrowIfNull(expected);
        priority = default;
        interval = default;
        source = default;
        sameAddresses = false;
        if (!IPv4Header.TryRead(datagram, out IPv4Header header)) return DropReason.Length;

        source = AddressKey.FromIPv4(header.Source);
        if (header.Protocol != IPv4Header.VrrpProtocol) return DropReason.Type;
        if (header.TotalLengthBytes > datagram.Length || header.TotalLengthBytes < header.HeaderLengthBytes + VrrpHeader.LengthBytes) return DropReason.Length;

        ReadOnlySpan<byte> pdu = datagram[header.HeaderLengthBytes..header.TotalLengthBytes];
        bool isV2 = VrrpHeader.Version(pdu) == (int)VrrpVersion.V2;
        DropReason reason = CheckOuter(header, pdu, expected);
        if (reason == DropReason.None) reason = isV2 ? VrrpV2Codec.Check(pdu, expected) : VrrpV3Codec.Check(pdu, header.AddressPair);
        if (reason == DropReason.None) reason = CheckAddressing(header, pdu, expected);
        if (reason != DropReason.None) return reason;

        priority = VrrpHeader.Priority(pdu);
        interval = isV2 ? VrrpV2Codec.Interval(pdu) : VrrpV3Codec.Interval(pdu);
        sameAddresses = AddressComparison.SameAddresses(VrrpHeader.Addresses(pdu), expected.Addresses.Span);
        return DropReason.None;
    }

    private static DropReason CheckOuter(in IPv4Header header, ReadOnlySpan<byte> pdu, AdvertisementFormat expected)
    {
        // Measured by the packet's own version: a router of another version is then told as such, not as a wrong length.
        int version = VrrpHeader.Version(pdu);
        bool isKnown = version is (int)VrrpVersion.V2 or (int)VrrpVersion.V3;
        if (isKnown && pdu.Length != PduLengthBytes(version, VrrpHeader.AddressCount(pdu))) return DropReason.Length;
        if (ExpectsMulticast(expected) && header.TimeToLive != IPv4Header.AdvertTimeToLive) return DropReason.TimeToLive;
        return version == (int)expected.Version ? DropReason.None : DropReason.Version;
    }

    private static DropReason CheckAddressing(in IPv4Header header, ReadOnlySpan<byte> pdu, AdvertisementFormat expected)
    {
        byte virtualRouterId = VrrpHeader.VirtualRouterId(pdu);
        if (virtualRouterId == 0 || virtualRouterId != expected.VirtualRouterId.Value) return DropReason.VirtualRouterId;
        return IPv4Header.IsMulticast(header.Destination) == ExpectsMulticast(expected) ? DropReason.None : DropReason.Destination;
    }

    private static bool ExpectsMulticast(AdvertisementFormat expected) => IPv4Header.ValueOf(expected.Destination) is { } destination && IPv4Header.IsMulticast(destination);

    private static int PduLengthBytes(int version, int addressCount) => version == (int)VrrpVersion.V2
        ? VrrpV2Codec.LengthBytes(addressCount)
        : VrrpV3Codec.LengthBytes(addressCount);
}
