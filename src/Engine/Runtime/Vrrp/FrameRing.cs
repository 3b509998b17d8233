using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One datagram seen or sent.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Line">Heartbeat line, 0-based.</param>
/// <param name="IsSent">By this node.</param>
/// <param name="Refused">Why it was refused; <see cref="DropReason.None"/> when it was not.</param>
/// <param name="Datagram">From the IP header on.</param>
internal sealed record RecordedFrame(DateTimeOffset At, int Line, bool IsSent, DropReason Refused, byte[] Datagram);

/// <summary>
/// The last datagrams of one election: at most <see cref="MaxFrames"/>, and as many as fit in <see cref="CapacityBytes"/>. One thread
/// writes without allocating or waiting; readers copy, and copy again when the writer came in between.
/// </summary>
internal sealed class FrameRing
{
    /// <summary>Frames kept.</summary>
    public const int MaxFrames = 200;

    /// <summary>Bytes kept; an advert of one IPv4 address has 40.</summary>
    public const int CapacityBytes = 16 * 1024;

    private const int LongestHeaderBytes = 60;
    private const int MaxAttempts = 10_000;

    private readonly byte[] _bytes = new byte[CapacityBytes];
    private readonly Slot[] _slots = new Slot[MaxFrames];
    private long _frames;
    private long _end; // position behind the last byte, counted from the start of time; the ring holds it modulo its capacity
    private int _version; // odd while it is written

    /// <summary>Keeps a datagram that was sent. Loop thread only, like the other.</summary>
    public void Sent(DateTimeOffset at, int line, ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > CapacityBytes) return;
        Interlocked.Increment(ref _version);
        datagram.CopyTo(Room(datagram.Length));
        Add(at, datagram.Length, line, true, DropReason.None);
    }

    /// <summary>Keeps a packet that was received.</summary>
    public void Received(DateTimeOffset at, int line, in ReceivedPacket packet, DropReason refused)
    {
        // Where the socket kept the header of an IPv6 packet to itself, it is written again.
        if (packet.Payload.Length + LongestHeaderBytes > CapacityBytes) return;
        Interlocked.Increment(ref _version);
        int length = packet.CopyTo(Room(packet.Payload.Length + LongestHeaderBytes));
        Add(at, length, line, false, refused);
    }

    /// <summary>What is kept, oldest first. Any thread.</summary>
    public List<RecordedFrame> Read()
    {
        for (int attempt = 0; ; attempt++)
        {
            int before = Volatile.Read(ref _version);
            List<RecordedFrame> frames = Copy();
            Interlocked.MemoryBarrier();
            if (((before & 1) == 0 && before == Volatile.Read(ref _version)) || attempt == MaxAttempts) return frames;
            Thread.SpinWait(20);
        }
    }

    /// <summary>In one piece, at the end or from the beginning again.</summary>
    private Span<byte> Room(int length)
    {
        int place = (int)(_end % CapacityBytes);
        if (place + length > CapacityBytes)
        {
            _end += CapacityBytes - place;
            place = 0;
        }

        return _bytes.AsSpan(place, length);
    }

    private void Add(DateTimeOffset at, int length, int line, bool isSent, DropReason refused)
    {
        _slots[_frames % MaxFrames] = new Slot(at.UtcTicks, _end, length, (byte)line, isSent, refused);
        _end += length;
        _frames++;
        Interlocked.Increment(ref _version);
    }

    private List<RecordedFrame> Copy()
    {
        long count = Volatile.Read(ref _frames);
        long end = Volatile.Read(ref _end);
        int kept = (int)Math.Min(count, MaxFrames);
        List<RecordedFrame> frames = new(kept);
        for (long number = count - kept; number < count; number++)
        {
            Slot slot = _slots[number % MaxFrames];
            int place = (int)(slot.Start % CapacityBytes);
            // Overwritten by later ones, or, while the writer is at it, not to be trusted: then the copy is made again.
            if (slot.Start < end - CapacityBytes || slot.Length < 0 || place + slot.Length > CapacityBytes) continue;
            frames.Add(new RecordedFrame(new DateTimeOffset(slot.UtcTicks, TimeSpan.Zero), slot.Line, slot.IsSent, slot.Refused, _bytes.AsSpan(place, slot.Length).ToArray()));
        }

        return frames;
    }

    private readonly record struct Slot(long UtcTicks, long Start, int Length, byte Line, bool IsSent, DropReason Refused);
}
