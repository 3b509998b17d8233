using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Writes and reads whole datagrams with a VRRP advertisement inside: IPv4 or IPv6, protocol 112 (or 112 behind an authentication header), TTL 255, traffic class 0xC0.
/// The codec of each version is a type of its own; this is the door. No state, no allocation.
/// </summary>
public static partial class AdvertisementCodec
{
    /// <summary>Largest datagram that is written: IPv6 header, VRRP header, 255 addresses.</summary>
    public const int MaxLengthBytes = IPv6Header.LengthBytes + VrrpHeader.LengthBytes + (VrrpHeader.MaxAddresses * 16);

    /// <summary>Writes one datagram to <see cref="AdvertisementFormat.Destination"/>; for formats without an authentication header.</summary>
    public static int Write(Span<byte> buffer, AdvertisementFormat format, VrrpPriority priority, ushort identification)
    {
        ArgumentNullException.ThrowIfNull(format);
        return Write(buffer, format, format.Destination, priority, identification, 0);
    }

    /// <summary>Writes one datagram from the IP header on and returns its length in bytes.</summary>
    /// <param name="buffer">At least <see cref="MaxLengthBytes"/>; every byte of the result is written.</param>
    /// <param name="format">What is constant. Throws <see cref="ArgumentException"/> for what the definition rules refuse: addresses of two families, version 2 over IPv6, more than 255 addresses, an interval the version cannot carry.</param>
    /// <param name="destination">The group, or the peer this one is for.</param>
    /// <param name="priority">0 = leaving.</param>
    /// <param name="identification">IPv4 identification, 1 to 65535; IPv6 has none.</param>
    /// <param name="sequence">Sequence number of the authentication header, from <see cref="AuthenticationSequences.Next"/>; not used without one.</param>
    public static int Write(Span<byte> buffer, AdvertisementFormat format, IPAddress destination, VrrpPriority priority, ushort identification, uint sequence)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfZero(identification);
        bool isIPv6 = format.IsIPv6;
        bool hasAuthenticationHeader = format.HasAuthenticationHeader;
        if (hasAuthenticationHeader) ArgumentOutOfRangeException.ThrowIfZero(sequence);

        int before = isIPv6 ? IPv6Header.LengthBytes : IPv4Header.LengthBytes + (hasAuthenticationHeader ? AuthenticationHeader.LengthBytes : 0);
        Span<byte> datagram = Room(buffer, before + CheckedPduLengthBytes(format));
        AddressKey to = AddressKey.From(destination);
        if (to.IsIPv6 != isIPv6) throw new ArgumentException($"{destination} is of another family than the source {format.Source}; adverts to it have another format.", nameof(destination));
        byte timeToLive = AdvertisementFormat.IsMulticast(to) ? IPv4Header.AdvertTimeToLive : format.UnicastTimeToLive;
        if (isIPv6) IPv6Header.WriteForAdvert(datagram, datagram.Length - before, timeToLive, AddressKey.From(format.Source), to);
        else IPv4Header.Write(datagram, datagram.Length, identification, timeToLive, hasAuthenticationHeader ? AuthenticationHeader.Protocol : IPv4Header.VrrpProtocol, format.Source, destination);
        WritePacket(datagram[before..], format, to, priority);
        if (hasAuthenticationHeader) AuthenticationHeader.Write(datagram, sequence, format.Authentication!);
        return datagram.Length;
    }

    /// <summary>Writes the VRRP packet alone, for a socket that makes the IP header itself, and returns its length. Its checksum holds for <see cref="AdvertisementFormat.Source"/> and <paramref name="destination"/>. Not with an authentication header, which covers the IP header.</summary>
    public static int WritePayload(Span<byte> buffer, AdvertisementFormat format, IPAddress destination, VrrpPriority priority)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(destination);
        if (format.HasAuthenticationHeader) throw new ArgumentException("An authentication header covers the IP header; write the whole datagram.", nameof(format));

        Span<byte> pdu = Room(buffer, CheckedPduLengthBytes(format));
        WritePacket(pdu, format, AddressKey.From(destination), priority);
        return pdu.Length;
    }

    private static void WritePacket(Span<byte> pdu, AdvertisementFormat format, AddressKey destination, VrrpPriority priority)
    {
        if (format.Version == VrrpVersion.V2) VrrpV2Codec.Write(pdu, format, priority);
        else VrrpV3Codec.Write(pdu, format, priority, AddressKey.From(format.Source), destination);
    }

    private static Span<byte> Room(Span<byte> buffer, int length) => buffer.Length >= length
        ? buffer[..length]
        : throw new ArgumentException($"The buffer has {buffer.Length} bytes; {length} are needed.", nameof(buffer));

    private static int CheckedPduLengthBytes(AdvertisementFormat format)
    {
        int addressCount = format.Addresses.Count;
        if (addressCount > VrrpHeader.MaxAddresses) throw new ArgumentException($"An advert carries at most 255 addresses, not {addressCount}; exclude some from the advert.", nameof(format));
        if (format.IsIPv6 && format.Version == VrrpVersion.V2) throw new ArgumentException("VRRPv2 has no IPv6; define version 3.", nameof(format));
        if (format.HasAuthenticationHeader && format.Version != VrrpVersion.V2) throw new ArgumentException("Only VRRPv2 has authentication; define version 2 or none.", nameof(format));
        return PduLengthBytes((int)format.Version, addressCount, format.IsIPv6);
    }

    private static int PduLengthBytes(int version, int addressCount, bool isIPv6) => version == (int)VrrpVersion.V2
        ? VrrpV2Codec.LengthBytes(addressCount)
        : VrrpV3Codec.LengthBytes(addressCount, VrrpHeader.AddressBytes(isIPv6));
}
