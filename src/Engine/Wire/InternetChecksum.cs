using System.Buffers.Binary;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The Internet checksum: the one's complement of the one's complement sum of 16-bit words. RFC 1071. Sums of several pieces
/// may be added before <see cref="Finish"/>, as long as every piece but the last has an even length.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>Adds <paramref name="bytes"/> to <paramref name="sum"/>. An odd last byte counts as the high half of a word. Cannot overflow below 4 GB.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        int index = 0;
        for (; index + 1 < bytes.Length; index += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[index..]);
        if (index < bytes.Length) sum += (uint)bytes[index] << 8;
        return sum;
    }

    /// <summary>Folds the carries back in and complements. 0 for data whose own checksum field is right.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>The checksum of one piece.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));
}
