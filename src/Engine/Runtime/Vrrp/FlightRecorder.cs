using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Recording;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The last inputs and outputs of one election. One thread writes without allocating or waiting; readers copy, and copy again
/// when the writer came in between.
/// </summary>
internal sealed class FlightRecorder
{
    /// <summary>Inputs and outputs kept.</summary>
    public const int MaxEntries = 256;

    private const int MaxAttempts = 10_000;

    private readonly TraceEntry[] _entries = new TraceEntry[MaxEntries];
    private long _count;
    private int _version; // odd while it is written

    /// <summary>The frames seen and sent.</summary>
    public FrameRing Frames { get; } = new();

    /// <summary>An input is stepped. Loop thread only, like all that records.</summary>
    public void Record(MonotonicTime now, in VrrpInput input) => Record(new TraceEntry(now, input));

    /// <summary>An output was asked for.</summary>
    public void Record(MonotonicTime now, in VrrpOutput output) => Record(new TraceEntry(now, output));

    /// <summary>What is kept, oldest first, and how many came before it. Any thread.</summary>
    public TraceEntry[] Read(out long forgotten)
    {
        for (int attempt = 0; ; attempt++)
        {
            int before = Volatile.Read(ref _version);
            long count = Volatile.Read(ref _count);
            int kept = (int)Math.Min(count, MaxEntries);
            var copy = new TraceEntry[kept];
            for (int i = 0; i < kept; i++) copy[i] = _entries[(count - kept + i) % MaxEntries];
            Interlocked.MemoryBarrier();
            forgotten = count - kept;
            // Nobody waits for the writer for ever: then one entry may be half old, half new.
            if (((before & 1) == 0 && before == Volatile.Read(ref _version)) || attempt == MaxAttempts) return copy;
            Thread.SpinWait(20);
        }
    }

    private void Record(in TraceEntry entry)
    {
        Interlocked.Increment(ref _version);
        _entries[_count % MaxEntries] = entry;
        Volatile.Write(ref _count, _count + 1);
        Interlocked.Increment(ref _version);
    }
}
