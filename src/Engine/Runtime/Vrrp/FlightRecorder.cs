using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Recording;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The last inputs and outputs of one election, and its frames. One thread writes without allocating or waiting; readers copy,
/// and copy again when the writer came in between.
/// </summary>
/// <param name="definition">The definition the election begins with.</param>
/// <param name="participant">This node's part in it.</param>
internal sealed class FlightRecorder(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
{
    /// <summary>Inputs and outputs kept: two or three for an advert.</summary>
    public const int MaxEntries = 256;

    private const int MaxAttempts = 10_000;

    private readonly TraceRing _trace = new(MaxEntries);
    private int _version; // odd while it is written

    /// <summary>The frames seen and sent.</summary>
    public FrameRing Frames { get; } = new();

    /// <summary>An input is stepped. Loop thread only, like all that records.</summary>
    public void Record(MonotonicTime now, in VrrpInput input) => Record(new TraceEntry(now, input));

    /// <summary>An output was asked for.</summary>
    public void Record(MonotonicTime now, in VrrpOutput output) => Record(new TraceEntry(now, output));

    /// <summary>What is kept, as text that can be replayed. Any thread but the loop's.</summary>
    public string Text() => TraceText.Write(definition, participant, Read());

    private ValueArray<TraceEntry> Read()
    {
        for (int attempt = 0; ; attempt++)
        {
            int before = Volatile.Read(ref _version);
            ValueArray<TraceEntry> copy = _trace.ToArray();
            Interlocked.MemoryBarrier();
            // Nobody waits for the writer for ever: then one entry may be half old, half new.
            if (((before & 1) == 0 && before == Volatile.Read(ref _version)) || attempt == MaxAttempts) return copy;
            Thread.SpinWait(20);
        }
    }

    private void Record(in TraceEntry entry)
    {
        Interlocked.Increment(ref _version);
        _trace.Add(entry);
        Interlocked.Increment(ref _version);
    }
}
