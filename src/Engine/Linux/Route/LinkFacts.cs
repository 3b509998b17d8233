using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>What the kernel says about an interface.</summary>
/// <param name="Index">ifindex; a re-created interface has another.</param>
/// <param name="Name">Name, such as <c>eth0</c>.</param>
/// <param name="HardwareAddress">MAC address; six bytes on Ethernet, else another length or none.</param>
/// <param name="IsUp">Set up by an administrator.</param>
/// <param name="HasCarrier">Operational: up and with carrier.</param>
/// <param name="SpeaksArp">Broadcasts with ARP: not a loopback, not point-to-point without ARP.</param>
internal sealed record LinkFacts(int Index, string Name, ValueArray<byte> HardwareAddress, bool IsUp, bool HasCarrier, bool SpeaksArp);

/// <summary>What the kernel says about an IPv4 address.</summary>
/// <param name="InterfaceIndex">ifindex of its interface.</param>
/// <param name="Address">The local address.</param>
/// <param name="PrefixLength">Bits of the network part.</param>
/// <param name="IsSecondary">Another address of the same network came before it.</param>
/// <param name="IsPermanent">No lifetime: stays until someone removes it.</param>
internal readonly record struct AddressFacts(int InterfaceIndex, AddressKey Address, int PrefixLength, bool IsSecondary, bool IsPermanent);
