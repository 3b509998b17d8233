using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>What the kernel says about an interface.</summary>
/// <param name="Index">ifindex; a re-created interface has another.</param>
/// <param name="Name">Name, such as <c>eth0</c>.</param>
/// <param name="HardwareAddress">MAC address; six bytes on Ethernet, else another length or none.</param>
/// <param name="IsUp">Set up by an administrator.</param>
/// <param name="HasCarrier">Operational: up and with carrier.</param>
/// <param name="SpeaksArp">Broadcasts with ARP: not a loopback, not point-to-point without ARP.</param>
/// <param name="Kind">Kind of a virtual interface, such as <c>macvlan</c> or <c>veth</c>; null = none is named.</param>
/// <param name="BaseIndex">ifindex of the interface it lies on; 0 = none.</param>
internal sealed record LinkFacts(
    int Index, string Name, ValueArray<byte> HardwareAddress, bool IsUp, bool HasCarrier, bool SpeaksArp, string? Kind = null, int BaseIndex = 0);

/// <summary>What the kernel says about an address.</summary>
/// <param name="InterfaceIndex">ifindex of its interface.</param>
/// <param name="Address">The local address.</param>
/// <param name="PrefixLength">Bits of the network part.</param>
/// <param name="IsSecondary">IPv4: another address of the same network came before it. IPv6: temporary.</param>
/// <param name="IsPermanent">No lifetime: stays until someone removes it.</param>
/// <param name="IsTentative">IPv6: duplicate address detection has not ended, so nothing may be sent from it.</param>
/// <param name="IsDuplicate">IPv6: duplicate address detection found another holder.</param>
internal readonly record struct AddressFacts(
    int InterfaceIndex, AddressKey Address, int PrefixLength, bool IsSecondary, bool IsPermanent, bool IsTentative = false, bool IsDuplicate = false)
{
    /// <summary>Is it an IPv6 address of the link itself, fe80::/10?</summary>
    public bool IsLinkLocal => Address.IsIPv6 && (ushort)(Address.High >> 48) is >= 0xFE80 and <= 0xFEBF;
}
