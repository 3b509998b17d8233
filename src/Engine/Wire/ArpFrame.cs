using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>An Ethernet frame with an ARP request, and where the fields of any ARP frame lie. RFC 826.</summary>
internal static class ArpFrame
{
    /// <summary>Ethernet header and ARP body: 42 bytes, not padded.</summary>
    public const int LengthBytes = 42;

    public const ushort EtherType = 0x0806;
    public const ushort Request = 1;
    public const ushort Reply = 2;

    private const ulong EthernetAndIPv4 = 0x0001_0800_0604;

    /// <summary>Is it ARP of Ethernet and IPv4, whole, a request or a reply?</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        frame.Length >= LengthBytes && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == EtherType
        && BinaryPrimitives.ReadUInt64BigEndian(frame[14..]) >> 16 == EthernetAndIPv4 && Operation(frame) is Request or Reply;

    public static ushort Operation(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[20..]);

    public static HardwareAddress Sender(ReadOnlySpan<byte> frame) => HardwareAddress.From(frame.Slice(22, HardwareAddress.LengthBytes));

    public static uint SenderAddress(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[28..]);

    public static uint TargetAddress(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32BigEndian(frame[38..]);

    /// <summary>Writes a request to everybody and returns <see cref="LengthBytes"/>.</summary>
    public static int WriteRequest(Span<byte> frame, ReadOnlySpan<byte> hardwareAddress, uint senderAddress, HardwareAddress target, AddressKey targetAddress)
    {
        HardwareAddress sender = HardwareAddress.From(hardwareAddress);
        if (targetAddress.IsIPv6) throw new ArgumentException($"{targetAddress} is IPv6, which neighbour discovery serves, not ARP.", nameof(targetAddress));
        if (frame.Length < LengthBytes) throw new ArgumentException($"The frame has {frame.Length} bytes; {LengthBytes} are needed.", nameof(frame));

        HardwareAddress.Broadcast.CopyTo(frame);
        sender.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherType);
        BinaryPrimitives.WriteUInt64BigEndian(frame[14..], (EthernetAndIPv4 << 16) | Request);
        sender.CopyTo(frame[22..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[28..], senderAddress);
        target.CopyTo(frame[32..]);
        BinaryPrimitives.WriteUInt32BigEndian(frame[38..], (uint)targetAddress.Low);
        return LengthBytes;
    }
}
