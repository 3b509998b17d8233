using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>How a host came to name its address.</summary>
public enum AddressClaimKind
{
    /// <summary>It answered: ARP reply, solicited neighbour advertisement.</summary>
    Answer,

    /// <summary>It told everybody: gratuitous ARP (request or reply), unsolicited neighbour advertisement.</summary>
    Announcement,

    /// <summary>It asked for another address and named its own: ARP request, neighbour solicitation. It uses the address, which for a backup is as telling.</summary>
    Question,
}

/// <summary>
/// "This IP address is at this MAC address", read from an Ethernet frame with ARP or neighbour discovery. Tells who else answers for a virtual address,
/// and that a neighbour is alive. Anybody on the link can send such a frame: it is evidence, not proof.
/// </summary>
/// <param name="Address">The address that is claimed; never unspecified, never a group.</param>
/// <param name="HardwareAddress">The MAC address named with it; may be that of a virtual router.</param>
/// <param name="Kind">How it was said.</param>
public readonly record struct AddressClaim(AddressKey Address, HardwareAddress HardwareAddress, AddressClaimKind Kind)
{
    /// <summary>
    /// Reads one frame from the Ethernet header on; bytes behind the message are ignored. False: another kind of frame, one that is cut off or invalid, or a
    /// probe, which claims nothing. Any bytes may be given.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out AddressClaim claim)
    {
        claim = default;
        if (ArpFrame.IsWhole(frame)) return TryReadArp(frame, out claim);
        return NeighbourFrame.IsValid(frame) && TryReadNeighbour(frame, out claim);
    }

    private static bool TryReadArp(ReadOnlySpan<byte> frame, out AddressClaim claim)
    {
        uint address = ArpFrame.SenderAddress(frame);
        AddressClaimKind kind = ArpFrame.TargetAddress(frame) == address ? AddressClaimKind.Announcement
            : ArpFrame.Operation(frame) == ArpFrame.Reply ? AddressClaimKind.Answer : AddressClaimKind.Question;
        claim = new AddressClaim(AddressKey.FromIPv4(address), ArpFrame.Sender(frame), kind);

        // 0.0.0.0 is a probe; groups, 240.0.0.0/4 and 255.255.255.255 are no host's.
        return address != 0 && address >> 28 < 0xE;
    }

    private static bool TryReadNeighbour(ReadOnlySpan<byte> frame, out AddressClaim claim)
    {
        if (NeighbourFrame.Message(frame) == NeighbourFrame.Advertisement)
        {
            bool isSolicited = (NeighbourFrame.Flags(frame) & NeighbourFrame.Solicited) != 0;
            claim = new AddressClaim(
                NeighbourFrame.Target(frame), NeighbourFrame.LinkAddress(frame, NeighbourFrame.TargetOption), isSolicited ? AddressClaimKind.Answer : AddressClaimKind.Announcement);

            // An answer goes to one host (RFC 4861 §7.1.2).
            return !claim.Address.IsUnspecified && !(isSolicited && IPv6Header.IsMulticast(NeighbourFrame.Destination(frame)));
        }

        claim = new AddressClaim(NeighbourFrame.Source(frame), NeighbourFrame.LinkAddress(frame, NeighbourFrame.SourceOption), AddressClaimKind.Question);
        return !claim.Address.IsUnspecified && !IPv6Header.IsMulticast(claim.Address);
    }
}
