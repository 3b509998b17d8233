using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// ARP probe: "who has this address?" from 0.0.0.0, so that nobody's table changes by the question. RFC 5227 §2.1.1. It finds another host that holds an
/// address of ours too, and whether a neighbour is alive; <see cref="AddressClaim"/> reads the answer.
/// </summary>
public static class ArpProbe
{
    /// <summary>Ethernet header and ARP body: 42 bytes, not padded.</summary>
    public const int LengthBytes = ArpFrame.LengthBytes;

    /// <summary>Writes one frame to everybody and returns <see cref="LengthBytes"/>.</summary>
    /// <param name="frame">At least <see cref="LengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface; answers come to it.</param>
    /// <param name="address">The IPv4 address in question.</param>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, AddressKey address) =>
        ArpFrame.WriteRequest(frame, hardwareAddress, 0, default, address);
}
