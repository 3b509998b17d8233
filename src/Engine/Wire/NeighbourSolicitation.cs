using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// Neighbour solicitation: "who has this address?", to the address's solicited-node group. RFC 4861 §4.3. It finds another host that holds an address of
/// ours too, and whether a neighbour is alive; <see cref="AddressClaim"/> reads the answer.
/// </summary>
public static class NeighbourSolicitation
{
    /// <summary>Longest frame: 86 bytes; from the unspecified address there is no option, and 78.</summary>
    public const int MaxLengthBytes = NeighbourFrame.LengthBytes;

    // ff02::1:ff00:0/104, RFC 4291 §2.7.1
    private const ulong SolicitedNodesHigh = 0xFF02_0000_0000_0000;
    private const ulong SolicitedNodesLow = 0x0000_0001_FF00_0000;

    /// <summary>Writes one frame and returns its length.</summary>
    /// <param name="frame">At least <see cref="MaxLengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface; answers come to it.</param>
    /// <param name="source">
    /// Our link-local address: the answer comes to it alone. The unspecified address <c>::</c> asks as a host does before it takes an address (RFC 4862
    /// §5.4.2): the answer goes to all nodes, nobody's table changes, and a host that is just about to take the address gives it up. Throws for IPv4.
    /// </param>
    /// <param name="target">The IPv6 address in question.</param>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, AddressKey source, AddressKey target)
    {
        if (!source.IsIPv6) throw new ArgumentException($"{source} is IPv4; a neighbour solicitation comes from an IPv6 address.", nameof(source));
        return NeighbourFrame.Write(
            frame, hardwareAddress, NeighbourFrame.Solicitation, 0, source, AddressKey.FromIPv6(SolicitedNodesHigh, SolicitedNodesLow | (target.Low & 0xFF_FFFF)), target, NeighbourFrame.SourceOption);
    }
}
