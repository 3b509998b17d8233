using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The part of the IP header that a checksum also covers: source, destination, length and protocol. RFC 793 §3.1 for IPv4, RFC 8200 §8.1 for IPv6.
/// The two differ only in where the length and the protocol lie, which a sum of 16-bit words does not see for lengths below 65536.
/// </summary>
internal static class PseudoHeader
{
    /// <summary>Its sum, to go on with <see cref="InternetChecksum.Add"/>.</summary>
    public static ulong Sum(AddressKey source, AddressKey destination, byte protocol, int lengthBytes) =>
        Words(source) + Words(destination) + protocol + (uint)lengthBytes;

    private static ulong Words(AddressKey address) => Words(address.Low) + Words(address.High);

    private static ulong Words(ulong half) => (half & 0xFFFF) + ((half >> 16) & 0xFFFF) + ((half >> 32) & 0xFFFF) + (half >> 48);
}
