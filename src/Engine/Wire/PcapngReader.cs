using System.Buffers.Binary;
using System.Text;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>One packet of a capture.</summary>
/// <param name="Interface">Name of its interface.</param>
/// <param name="At">When, UTC, to 100 ns.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Packet">Its bytes.</param>
/// <param name="Comment">What was noted beside it; null = nothing.</param>
internal sealed record CapturedPacket(string Interface, DateTimeOffset At, PcapngDirection Direction, ReadOnlyMemory<byte> Packet, string? Comment);

/// <summary>Reads what <see cref="PcapngWriter"/> wrote, and only that: one little-endian section, times in nanoseconds. draft-ietf-opsawg-pcapng §4.</summary>
internal static class PcapngReader
{
    private const uint InterfaceDescriptionBlock = 1;
    private const uint EnhancedPacketBlock = 6;
    private const int BlockBytes = 12;
    private const int PacketHeadBytes = 20;
    private const ushort CommentOption = 1;
    private const ushort NameOption = 2;
    private const ushort FlagsOption = 2;

    /// <summary>The packets in the order of the file. What does not fit ends the reading: what came before it counts.</summary>
    public static List<CapturedPacket> Read(ReadOnlyMemory<byte> file)
    {
        List<CapturedPacket> packets = [];
        List<string> interfaces = [];
        while (file.Length >= BlockBytes)
        {
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(file.Span);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.Span[4..]);
            if (length < BlockBytes || length > file.Length) break;
            ReadOnlyMemory<byte> body = file[8..((int)length - 4)];
            file = file[(int)length..];
            if (type == InterfaceDescriptionBlock && body.Length >= 8) interfaces.Add(Text(Find(body.Span[8..], NameOption)) ?? "");
            else if (type == EnhancedPacketBlock && ReadPacket(body, interfaces) is { } packet) packets.Add(packet);
        }

        return packets;
    }

    private static CapturedPacket? ReadPacket(ReadOnlyMemory<byte> body, List<string> interfaces)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        if (bytes.Length < PacketHeadBytes) return null;
        uint number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        ulong nanoseconds = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        uint captured = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (number >= interfaces.Count || captured > bytes.Length - PacketHeadBytes) return null;
        int padded = (int)((captured + 3) & ~3u);
        ReadOnlySpan<byte> options = padded <= bytes.Length - PacketHeadBytes ? bytes[(PacketHeadBytes + padded)..] : default;
        ReadOnlySpan<byte> flags = Find(options, FlagsOption);
        var direction = flags.Length == 4 ? (PcapngDirection)(BinaryPrimitives.ReadUInt32LittleEndian(flags) & 3) : PcapngDirection.Unknown;
        DateTimeOffset at = DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));
        return new CapturedPacket(interfaces[(int)number], at, direction, body.Slice(PacketHeadBytes, (int)captured), Text(Find(options, CommentOption)));
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> options, ushort wanted)
    {
        while (options.Length >= 4)
        {
            ushort option = BinaryPrimitives.ReadUInt16LittleEndian(options);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(options[2..]), padded = (length + 3) & ~3;
            if (option == 0 || padded > options.Length - 4) break;
            if (option == wanted) return options.Slice(4, length);
            options = options[(4 + padded)..];
        }

        return default;
    }

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
