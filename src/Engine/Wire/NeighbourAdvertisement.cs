using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Unsolicited neighbour advertisement: what a gratuitous ARP is to IPv4. From the VIP itself to ff02::1, with the Override flag, so that tables that name
/// another MAC change. RFC 4861 §4.4, §7.2.6; RFC 9568 §6.4.2.
/// </summary>
public static class NeighbourAdvertisement
{
    /// <summary>Ethernet, IPv6, ICMPv6 and one option: 86 bytes.</summary>
    public const int LengthBytes = NeighbourFrame.LengthBytes;

    private const uint Router = 0x8000_0000;
    private const uint Override = 0x2000_0000;

    // ff02::1
    private static readonly AddressKey s_allNodes = AddressKey.FromIPv6(0xFF02_0000_0000_0000, 1);

    /// <summary>Writes one frame and returns <see cref="LengthBytes"/>.</summary>
    /// <param name="frame">At least <see cref="LengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface.</param>
    /// <param name="virtualAddress">The IPv6 address to announce.</param>
    /// <param name="isRouter">Does the interface forward packets? Then the Router flag is set: hosts that use the address as their gateway would drop it without.</param>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, AddressKey virtualAddress, bool isRouter) => NeighbourFrame.Write(
        frame, hardwareAddress, NeighbourFrame.Advertisement, isRouter ? Router | Override : Override, virtualAddress, s_allNodes, virtualAddress, NeighbourFrame.TargetOption);
}
