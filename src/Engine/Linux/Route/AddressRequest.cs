using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>An address to add, to renew or to remove.</summary>
/// <param name="InterfaceIndex">ifindex.</param>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="PrefixLength">0 to 32, or 0 to 128.</param>
/// <param name="Label">IPv4 only, at most 15 bytes; null = none.</param>
/// <param name="LeaseSeconds">Lifetime in whole seconds; null = for ever.</param>
internal readonly record struct AddressRequest(int InterfaceIndex, AddressKey Address, int PrefixLength, string? Label = null, int? LeaseSeconds = null);
