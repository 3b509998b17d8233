using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Gratuitous ARP request: sender and target protocol address are both the VIP, sent to ff:ff:ff:ff:ff:ff. RFC 5227 §3, RFC 826.</summary>
public static class GratuitousArp
{
    /// <summary>Ethernet header and ARP body: 42 bytes, not padded.</summary>
    public const int LengthBytes = 42;

    private const int HardwareAddressBytes = 6;
    private const ushort EtherTypeArp = 0x0806;
    private const ushort HardwareTypeEthernet = 1;
    private const ushort ProtocolTypeIPv4 = 0x0800;
    private const ushort OperationRequest = 1;

    /// <summary>Writes one frame and returns <see cref="LengthBytes"/>.</summary>
    /// <param name="frame">At least <see cref="LengthBytes"/>.</param>
    /// <param name="hardwareAddress">Six bytes: the MAC of the interface.</param>
    /// <param name="virtualAddress">The IPv4 address to announce.</param>
    public static int Write(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, AddressKey virtualAddress)
    {
        if (hardwareAddress.Length != HardwareAddressBytes) throw new ArgumentException($"A MAC address has 6 bytes, not {hardwareAddress.Length}.", nameof(hardwareAddress));
        if (virtualAddress.IsIPv6) throw new ArgumentException($"{virtualAddress} is IPv6, which neighbour advertisements announce, not ARP.", nameof(virtualAddress));
        if (frame.Length < LengthBytes) throw new ArgumentException($"The frame has {frame.Length} bytes; {LengthBytes} are needed.", nameof(frame));

        uint address = (uint)virtualAddress.Value;
        frame[..6].Fill(0xFF);
        hardwareAddress.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypeArp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], HardwareTypeEthernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], ProtocolTypeIPv4);
        frame[18] = HardwareAddressBytes;
        frame[19] = sizeof(uint);
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], OperationRequest);
        hardwareAddress.CopyTo(frame[22..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[28..], address);
        // The target hardware address means nothing in a request; keepalived fills it with ones, and so do we.
        frame.Slice(32, HardwareAddressBytes).Fill(0xFF);
        BinaryPrimitives.WriteUInt32BigEndian(frame[38..], address);
        return LengthBytes;
    }
}
