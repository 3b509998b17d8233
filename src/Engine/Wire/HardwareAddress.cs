using System.Buffers.Binary;
using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>An Ethernet address as a plain value, so that frames are compared without allocating.</summary>
/// <param name="Value">The six bytes as a number, the first one highest: 0 to 2^48 - 1.</param>
public readonly record struct HardwareAddress(ulong Value)
{
    /// <summary>Bytes of one.</summary>
    public const int LengthBytes = 6;

    /// <summary>ff:ff:ff:ff:ff:ff</summary>
    public static HardwareAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>From six bytes; throws for another number of them.</summary>
    public static HardwareAddress From(ReadOnlySpan<byte> sixBytes) => sixBytes.Length == LengthBytes
        ? new(((ulong)BinaryPrimitives.ReadUInt16BigEndian(sixBytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(sixBytes[2..]))
        : throw new ArgumentException($"A MAC address has 6 bytes, not {sixBytes.Length}.", nameof(sixBytes));

    /// <summary>Where IPv6 multicast to <paramref name="group"/> goes: 33:33 and its last four bytes. RFC 2464 §7.</summary>
    internal static HardwareAddress OfGroup(AddressKey group) => new(0x3333_0000_0000UL | (uint)group.Low);

    /// <summary>Writes the six bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)Value);
    }

    /// <summary>As <c>02:42:0a:00:00:02</c>; allocates.</summary>
    public override string ToString() => string.Create(17, Value, static (text, value) =>
    {
        for (int index = 0; index < LengthBytes; index++)
        {
            if (index > 0) text[(index * 3) - 1] = ':';
            ((byte)(value >> (40 - (index * 8)))).TryFormat(text[(index * 3)..], out _, "x2", CultureInfo.InvariantCulture);
        }
    });
}
