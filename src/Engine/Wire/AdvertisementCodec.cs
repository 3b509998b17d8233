using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Writes and reads whole IPv4 datagrams with a VRRP advertisement inside (protocol 112, TTL 255, TOS 0xC0). The codec of
/// each version is a type of its own; this is the door. No state, no allocation.
/// </summary>
public static class AdvertisementCodec
{
    /// <summary>Largest datagram that is written: IPv4 header, VRRP header, 255 addresses, authentication.</summary>
    public const int MaxLengthBytes = 20 + 8 + (255 * 4) + 8;

    /// <summary>Writes one datagram and returns its length in bytes.</summary>
    /// <param name="buffer">At least <see cref="MaxLengthBytes"/>; every byte of the result is written.</param>
    /// <param name="format">What is constant.</param>
    /// <param name="priority">0 = leaving.</param>
    /// <param name="identification">IPv4 identification, 1 to 65535.</param>
    public static int Write(Span<byte> buffer, AdvertisementFormat format, VrrpPriority priority, ushort identification) => throw new NotImplementedException();

    /// <summary>Reads only what tells which instance a datagram is for. False: too short to say.</summary>
    public static bool TryReadVirtualRouterId(ReadOnlySpan<byte> datagram, out byte virtualRouterId, out AddressKey source) => throw new NotImplementedException();

    /// <summary>
    /// Validates in the order of RFC 9568 §7.1 (and RFC 3768 §7.1 for version 2). <see cref="DropReason.None"/> = accepted.
    /// </summary>
    /// <param name="datagram">From the IPv4 header on, as a raw socket delivers it.</param>
    /// <param name="expected">Our own format; <see cref="AdvertisementFormat.Source"/> is not compared.</param>
    /// <param name="priority">Priority in the packet.</param>
    /// <param name="interval">Interval in the packet.</param>
    /// <param name="source">Sender.</param>
    /// <param name="sameAddresses">Does it name the same virtual addresses in the same number? A difference is logged, not refused.</param>
    public static DropReason Read(ReadOnlySpan<byte> datagram, AdvertisementFormat expected, out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out bool sameAddresses) => throw new NotImplementedException();
}
