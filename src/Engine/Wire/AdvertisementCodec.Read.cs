using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <content>Reading.</content>
public static partial class AdvertisementCodec
{
    /// <summary>Reads only what tells which instance a packet is for; look behind an authentication header too. False: too short to say. A VRID belongs to a family: <see cref="ReceivedPacket.Source"/> tells which.</summary>
    public static bool TryReadVirtualRouterId(in ReceivedPacket packet, out byte virtualRouterId)
    {
        ReadOnlySpan<byte> pdu = packet.Payload;
        if (packet.Protocol == AuthenticationHeader.Protocol) pdu = AuthenticationHeader.IsPresent(pdu) ? pdu[AuthenticationHeader.LengthBytes..] : default;
        virtualRouterId = pdu.Length < 2 ? (byte)0 : VrrpHeader.VirtualRouterId(pdu);
        return pdu.Length >= 2;
    }

    /// <summary>The same for a whole datagram.</summary>
    public static bool TryReadVirtualRouterId(ReadOnlySpan<byte> datagram, out byte virtualRouterId, out AddressKey source)
    {
        virtualRouterId = 0;
        source = default;
        if (!ReceivedPacket.TryRead(datagram, out ReceivedPacket packet) || !TryReadVirtualRouterId(packet, out virtualRouterId)) return false;

        source = packet.Source;
        return true;
    }

    /// <summary>Reads a whole datagram. As the other, but a recorded authentication header that comes again is not noticed.</summary>
    /// <param name="datagram">From the IP header on. Bytes after the length in the header (Ethernet padding) are ignored.</param>
    /// <param name="expected">Our own format.</param>
    /// <param name="priority">Priority in the packet; meaningful when accepted.</param>
    /// <param name="interval">Interval in the packet; meaningful when accepted.</param>
    /// <param name="source">Sender; known as soon as there is a whole IP header.</param>
    /// <param name="sameAddresses">As <see cref="AdvertisementContent.SameAddresses"/>; meaningful when accepted.</param>
    public static DropReason Read(ReadOnlySpan<byte> datagram, AdvertisementFormat expected, out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out bool sameAddresses)
    {
        AdvertisementContent content = default;
        source = default;
        DropReason reason = DropReason.Length;
        if (ReceivedPacket.TryRead(datagram, out ReceivedPacket packet))
        {
            source = packet.Source;
            reason = Read(packet, expected, null, out content);
        }

        (priority, interval, sameAddresses) = content;
        return reason;
    }

    /// <summary>
    /// Validates what RFC 9568 §7.1 (and RFC 3768 §7.1 for version 2) ask for, in keepalived's order, so that the reason counted is the
    /// same: authentication header, length, time to live, version, authentication, interval, type, checksum, VRID, destination, unicast sender.
    /// <see cref="DropReason.None"/> = accepted. Any bytes may be given: it never throws for what came from the network.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="expected">Our own format; <see cref="AdvertisementFormat.Source"/> only tells the family. By unicast the time to live is held to the limits of the peer, and without such limits not checked, as in keepalived.</param>
    /// <param name="sequences">Where the sequence numbers of authentication headers are kept; null = a packet that comes again is not noticed.</param>
    /// <param name="content">What it says; meaningful when accepted.</param>
    public static DropReason Read(in ReceivedPacket packet, AdvertisementFormat expected, AuthenticationSequences? sequences, out AdvertisementContent content)
    {
        ArgumentNullException.ThrowIfNull(expected);
        content = default;
        if (packet.Protocol is not (IPv4Header.VrrpProtocol or AuthenticationHeader.Protocol)) return DropReason.Type;

        DropReason reason = CheckAuthenticationHeader(packet, expected, sequences, out ReadOnlySpan<byte> pdu);
        if (reason == DropReason.None) reason = CheckOuter(packet, pdu, expected);
        bool isV2 = expected.Version == VrrpVersion.V2;
        if (reason == DropReason.None) reason = isV2 ? VrrpV2Codec.Check(pdu, expected) : VrrpV3Codec.Check(pdu, packet.Source, packet.Destination, expected.ChecksumAsV2);
        if (reason == DropReason.None) reason = CheckAddressing(packet, pdu, expected);
        if (reason != DropReason.None) return reason;

        int addressBytes = VrrpHeader.AddressBytes(packet.Source.IsIPv6);
        content = new AdvertisementContent(
            VrrpHeader.Priority(pdu),
            isV2 ? VrrpV2Codec.Interval(pdu) : VrrpV3Codec.Interval(pdu),
            AddressComparison.SameAddresses(VrrpHeader.Addresses(pdu, addressBytes), addressBytes, expected.Addresses.Span));
        return DropReason.None;
    }

    private static DropReason CheckAuthenticationHeader(in ReceivedPacket packet, AdvertisementFormat expected, AuthenticationSequences? sequences, out ReadOnlySpan<byte> pdu)
    {
        pdu = packet.Payload;
        bool isPresent = packet.Protocol == AuthenticationHeader.Protocol;
        if (!packet.IsWhole) return DropReason.Length;
        if (isPresent != (expected.HasAuthenticationHeader && !packet.Source.IsIPv6)) return DropReason.AuthenticationType;
        if (isPresent)
        {
            // The length first: it bounds what the integrity value is computed over.
            if (pdu.Length is < AuthenticationHeader.LengthBytes + VrrpHeader.LengthBytes or > AuthenticationHeader.MaxPayloadBytes) return DropReason.Length;
            if (!AuthenticationHeader.IsPresent(pdu)) return DropReason.Authentication;
            pdu = pdu[AuthenticationHeader.LengthBytes..];
            return HasItsLength(packet, pdu) ? AuthenticationHeader.Check(packet, expected.Authentication!, sequences) : DropReason.Length;
        }

        return pdu.Length < VrrpHeader.LengthBytes ? DropReason.Length : DropReason.None;
    }

    private static DropReason CheckOuter(in ReceivedPacket packet, ReadOnlySpan<byte> pdu, AdvertisementFormat expected)
    {
        if (!HasItsLength(packet, pdu)) return DropReason.Length;
        if (!IsTimeToLiveAllowed(packet, expected)) return DropReason.TimeToLive;
        int version = VrrpHeader.Version(pdu);
        return version == (int)expected.Version && !(packet.Source.IsIPv6 && version == (int)VrrpVersion.V2) ? DropReason.None : DropReason.Version;
    }

    // Measured by the packet's own version: a router of another version is then told as such, not as a wrong length.
    private static bool HasItsLength(in ReceivedPacket packet, ReadOnlySpan<byte> pdu)
    {
        int version = VrrpHeader.Version(pdu);
        bool isKnown = version is (int)VrrpVersion.V2 or (int)VrrpVersion.V3;
        return !isKnown || pdu.Length == PduLengthBytes(version, VrrpHeader.AddressCount(pdu), packet.Source.IsIPv6);
    }

    private static bool IsTimeToLiveAllowed(in ReceivedPacket packet, AdvertisementFormat expected)
    {
        if (!expected.IsUnicast) return packet.TimeToLive == IPv4Header.AdvertTimeToLive;
        return PeerOf(packet.Source, expected) is not { } peer
            || (packet.TimeToLive >= (peer.MinimumTimeToLive ?? 0) && packet.TimeToLive <= (peer.MaximumTimeToLive ?? byte.MaxValue));
    }

    private static DropReason CheckAddressing(in ReceivedPacket packet, ReadOnlySpan<byte> pdu, AdvertisementFormat expected)
    {
        byte virtualRouterId = VrrpHeader.VirtualRouterId(pdu);
        if (virtualRouterId == 0 || virtualRouterId != expected.VirtualRouterId.Value || packet.Source.IsIPv6 != expected.IsIPv6) return DropReason.VirtualRouterId;
        bool isMulticast = AdvertisementFormat.IsMulticast(packet.Destination);
        if (isMulticast ? packet.Destination != AddressKey.From(expected.Destination) : !expected.IsUnicast) return DropReason.Destination;
        return expected.CheckUnicastSource && !isMulticast && PeerOf(packet.Source, expected) is null ? DropReason.UnicastSource : DropReason.None;
    }

    private static UnicastPeerDefinition? PeerOf(AddressKey source, AdvertisementFormat expected)
    {
        foreach (UnicastPeerDefinition peer in expected.UnicastPeers.Span)
            if (AddressKey.From(peer.Address) == source) return peer;
        return null;
    }
}
