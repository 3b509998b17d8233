using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>What the packets of an interface in a capture begin with. Values are those of the format.</summary>
public enum PcapngLinkType : ushort
{
    /// <summary>An Ethernet header: ARP and neighbour frames.</summary>
    Ethernet = 1,

    /// <summary>An IPv4 or IPv6 header, told apart by their first four bits: adverts.</summary>
    Raw = 101,
}

/// <summary>Which way a packet went. Values are those of the format.</summary>
public enum PcapngDirection : uint
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Received.</summary>
    Inbound = 1,

    /// <summary>Sent.</summary>
    Outbound = 2,
}

/// <summary>
/// Writes a capture file that Wireshark and tshark open: pcapng, version 1.0, little-endian, times in nanoseconds. draft-ietf-opsawg-pcapng §4.
/// One section: first the constructor's header, then interfaces and packets in any order, each interface before its packets. The caller owns the output.
/// </summary>
public sealed class PcapngWriter
{
    /// <summary>Longest packet that is written: 262144 bytes, as tcpdump.</summary>
    public const int MaxPacketBytes = 262144;

    private const uint SectionHeaderBlock = 0x0A0D_0D0A;
    private const uint InterfaceDescriptionBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1A2B_3C4D;
    private const ushort CommentOption = 1;
    private const ushort ApplicationOption = 4;
    private const ushort NameOption = 2;
    private const ushort FlagsOption = 2;
    private const ushort ResolutionOption = 9;
    private const byte Nanoseconds = 9;
    private const int MaxTextBytes = 1024;

    // Type and length in front, length once more behind.
    private const int BlockBytes = 12;
    private const int OptionBytes = 4;

    private readonly IBufferWriter<byte> _output;
    private int _interfaces;

    /// <summary>Writes the section header.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="application">What made the capture, as "KeepaliveConsole 1.0"; shown by Wireshark under file properties.</param>
    public PcapngWriter(IBufferWriter<byte> output, string application)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(application);
        _output = output;
        Span<byte> at = Begin(SectionHeaderBlock, 16 + TextOptionBytes(application) + OptionBytes, out int length);
        BinaryPrimitives.WriteUInt32LittleEndian(at, ByteOrderMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(at[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(at[6..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(at[8..], -1); // the section's length is not known
        int options = WriteText(at[16..], ApplicationOption, application);
        at.Slice(16 + options, OptionBytes).Clear();
        _output.Advance(length);
    }

    /// <summary>Describes an interface and returns its number, 0 for the first.</summary>
    /// <param name="name">Its name, as <c>eth0</c>.</param>
    /// <param name="linkType">What its packets begin with.</param>
    public int AddInterface(string name, PcapngLinkType linkType)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> at = Begin(InterfaceDescriptionBlock, 8 + TextOptionBytes(name) + OptionBytes + 4 + OptionBytes, out int length);
        BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)linkType);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], MaxPacketBytes);
        at = at[(8 + WriteText(at[8..], NameOption, name))..];
        WriteOptionHeader(at, ResolutionOption, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], Nanoseconds);
        at.Slice(8, OptionBytes).Clear();
        _output.Advance(length);
        return _interfaces++;
    }

    /// <summary>Writes one packet.</summary>
    /// <param name="interfaceNumber">From <see cref="AddInterface"/>; throws for another.</param>
    /// <param name="time">When it was sent or received, 1970 to 2554; kept to 100 ns.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="packet">The bytes; throws for more than <see cref="MaxPacketBytes"/>.</param>
    /// <param name="comment">Shown beside the packet, as "refused: checksum"; at most 1024 bytes of UTF-8, the rest is cut off; null = none.</param>
    public void WritePacket(int interfaceNumber, DateTimeOffset time, PcapngDirection direction, ReadOnlySpan<byte> packet, string? comment = null)
    {
        if (interfaceNumber < 0 || interfaceNumber >= _interfaces) throw new ArgumentOutOfRangeException(nameof(interfaceNumber), interfaceNumber, $"The capture has {_interfaces} interfaces.");
        if (packet.Length > MaxPacketBytes) throw new ArgumentException($"A packet has at most {MaxPacketBytes} bytes, not {packet.Length}.", nameof(packet));
        ArgumentOutOfRangeException.ThrowIfLessThan(time, DateTimeOffset.UnixEpoch);

        int padded = Padded(packet.Length);
        int commentBytes = comment is null ? 0 : TextOptionBytes(comment);
        Span<byte> at = Begin(EnhancedPacketBlock, 20 + padded + OptionBytes + 4 + commentBytes + OptionBytes, out int length);
        ulong nanoseconds = (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        BinaryPrimitives.WriteInt32LittleEndian(at, interfaceNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], (uint)(nanoseconds >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], (uint)nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(at[16..], packet.Length);
        packet.CopyTo(at[20..]);
        at[(20 + packet.Length)..(20 + padded)].Clear();
        at = at[(20 + padded)..];
        WriteOptionHeader(at, FlagsOption, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], (uint)direction);
        at = at[8..];
        if (comment is not null) at = at[WriteText(at, CommentOption, comment)..];
        at[..OptionBytes].Clear();
        _output.Advance(length);
    }

    /// <summary>Writes what is around a block's body and returns the room for the body.</summary>
    private Span<byte> Begin(uint type, int bodyBytes, out int length)
    {
        length = BlockBytes + bodyBytes;
        Span<byte> block = _output.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], length);
        BinaryPrimitives.WriteInt32LittleEndian(block[^4..], length);
        return block[8..^4];
    }

    private static int WriteText(Span<byte> at, ushort option, string text)
    {
        int bytes = TextBytes(text, out int characters);
        WriteOptionHeader(at, option, (ushort)bytes);
        Encoding.UTF8.GetBytes(text.AsSpan(0, characters), at[OptionBytes..]);
        at[(OptionBytes + bytes)..(OptionBytes + Padded(bytes))].Clear();
        return OptionBytes + Padded(bytes);
    }

    private static void WriteOptionHeader(Span<byte> at, ushort option, ushort bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, option);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], bytes);
    }

    private static int TextOptionBytes(string text) => OptionBytes + Padded(TextBytes(text, out _));

    // Whole characters only: half of one would make the file's text invalid.
    private static int TextBytes(string text, out int characters)
    {
        int bytes = 0;
        characters = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxTextBytes) break;
            bytes += rune.Utf8SequenceLength;
            characters += rune.Utf16SequenceLength;
        }

        return bytes;
    }

    private static int Padded(int bytes) => (bytes + 3) & ~3;
}
