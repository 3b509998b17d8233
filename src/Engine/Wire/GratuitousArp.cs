using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Gratuitous ARP request: sender and target protocol address are both the VIP, sent to ff:ff:ff:ff:ff:ff. RFC 5227 §3, RFC 826.</summary>
public static class GratuitousArp
{
    /// <summary>Ethernet header and ARP body: 42 bytes, not padded.</summary>
    public const int LengthBytes = ArpFrame.LengthBytes;

    /// <summary>Writes one frame and returns <see cref="LengthBytes"/>.</summary>
    /// <param name="frame">At least <see cref="LengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface.</param>
    /// <param name="virtualAddress">The IPv4 address to announce.</param>
    // The target hardware address means nothing in a request; keepalived fills it with ones, and so do we.
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, AddressKey virtualAddress) =>
        ArpFrame.WriteRequest(frame, hardwareAddress, (uint)virtualAddress.Low, HardwareAddress.Broadcast, virtualAddress);
}
