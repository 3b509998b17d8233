using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>
/// Spoils valid datagrams in a buffer of its own, from a seed: bytes, bits, lengths, pieces of other datagrams; and half of the time makes checksum and
/// integrity value right again, so that what is checked behind them is reached too.
/// </summary>
internal sealed class AdvertisementMutator(ulong seed, byte[][] originals)
{
    private readonly byte[] _buffer = new byte[1024];
    private ulong _state = seed;

    /// <summary>Number below <paramref name="limit"/>.</summary>
    public int Below(int limit)
    {
        // xorshift64*: ten million draws cost nothing beside the reading.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((uint)((_state * 0x2545F4914F6CDD1D) >> 33) % (uint)limit);
    }

    /// <summary>The next datagram, valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(byte[] original)
    {
        original.CopyTo(_buffer, 0);
        int length = original.Length;
        for (int change = Below(4); change > 0; change--) length = Change(length);
        if (length > 28 && Below(2) == 0) Repair(_buffer.AsSpan(0, length));
        return _buffer.AsSpan(0, length);
    }

    private int Change(int length)
    {
        switch (Below(8))
        {
            case 0:
                return 1 + Below(length);
            case 1:
                int more = Below(24);
                for (int index = 0; index < more; index++) _buffer[length + index] = (byte)Below(256);
                return length + more;
            case 2:
                byte[] other = originals[Below(originals.Length)];
                int from = Below(Math.Min(length, other.Length));
                int count = Math.Min(1 + Below(16), Math.Min(length, other.Length) - from);
                Array.Copy(other, from, _buffer, from, count);
                return length;
            case 3:
                // The length fields told the truth once more.
                if (_buffer[0] >> 4 == 6) SetWord(4, Math.Max(0, length - 40));
                else SetWord(2, length);
                return length;
            case 4:
                // A field that means something: time to live or sender, VRID, priority, count, authentication type, interval.
                int vrrp = VrrpOffset(_buffer.AsSpan(0, length));
                int field = Below(9) switch { 0 => 7, 1 => 8, 2 => 15, 3 => 19, 4 => vrrp, 5 => vrrp + 1, 6 => vrrp + 2, 7 => vrrp + 4, _ => vrrp + 5 };
                if (field < length) _buffer[field] = (byte)(Below(2) == 0 ? _buffer[field] + 1 : Below(256));
                return length;
            case 5 or 6:
                _buffer[Below(length)] = (byte)Below(256);
                return length;
            default:
                _buffer[Below(length)] ^= (byte)(1 << Below(8));
                return length;
        }
    }

    private void Repair(Span<byte> datagram)
    {
        int vrrp = VrrpOffset(datagram);
        bool isIPv6 = datagram[0] >> 4 == 6;
        int end = isIPv6 ? 40 + ((datagram[4] << 8) | datagram[5]) : (datagram[2] << 8) | datagram[3];
        if (end > datagram.Length || vrrp + 8 > end) return;

        Span<byte> pdu = datagram[vrrp..end];
        pdu[6] = pdu[7] = 0;
        bool coversPseudoHeader = pdu[0] >> 4 == (int)VrrpVersion.V3 && Below(8) != 0;
        int pseudoHeader = coversPseudoHeader ? ReferenceReader.Sum(isIPv6 ? datagram.Slice(8, 32) : datagram.Slice(12, 8)) + 112 + pdu.Length : 0;
        int checksum = ~ReferenceReader.Sum(pdu, pseudoHeader) & 0xFFFF;
        (pdu[6], pdu[7]) = ((byte)(checksum >> 8), (byte)checksum);
        if (isIPv6 || datagram[9] != AuthenticationHeader.Protocol || vrrp < 44 || end > 512) return;

        if (Below(2) == 0) datagram[vrrp - 13] = (byte)Below(256); // last byte of the sequence number
        ReferenceReader.Integrity(datagram[..(vrrp - 24)], datagram[(vrrp - 24)..end], "1111").CopyTo(datagram[(vrrp - 12)..]);
    }

    private static int VrrpOffset(ReadOnlySpan<byte> datagram)
    {
        if (datagram[0] >> 4 == 6) return 40;
        int header = (datagram[0] & 15) * 4;
        return datagram.Length > 9 && datagram[9] == AuthenticationHeader.Protocol ? header + 24 : header;
    }

    private void SetWord(int offset, int value) => (_buffer[offset], _buffer[offset + 1]) = ((byte)(value >> 8), (byte)value);
}
