namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>
/// The latest entries of one election. What is pushed out is forgotten, except the inputs that made it what it is (links, definitions, requests, and
/// whatever led to a change of state): these are kept apart, so that the rest can be replayed. Allocates only when made and when read. Not thread-safe.
/// </summary>
/// <param name="capacity">Entries kept; an advert takes two or three. At least 16.</param>
/// <param name="kept">Inputs kept of those pushed out; of more, the oldest go.</param>
public sealed class TraceRing(int capacity, int kept = 64)
{
    private readonly TraceEntry[] _entries = new TraceEntry[Math.Max(16, capacity)];
    private readonly TraceEntry[] _kept = new TraceEntry[Math.Max(1, kept)];
    private int _first;
    private int _count;
    private int _firstKept;
    private int _keptCount;
    private bool _hasGap;

    /// <summary>Adds one; an input before the outputs it led to.</summary>
    public void Add(in TraceEntry entry)
    {
        if (_count == _entries.Length) PushOutOneStep();
        _entries[(_first + _count) % _entries.Length] = entry;
        _count++;
    }

    /// <summary>Everything, oldest first; where entries are missing stands a gap.</summary>
    public ValueArray<TraceEntry> ToArray()
    {
        var all = new List<TraceEntry>(_keptCount + _count + 1);
        for (int i = 0; i < _keptCount; i++) all.Add(_kept[(_firstKept + i) % _kept.Length]);
        if (_hasGap) all.Add(TraceEntry.Gap(_count > 0 ? At(0).At : MonotonicTime.Zero));
        for (int i = 0; i < _count; i++) all.Add(At(i));
        return all.ToValueArray();
    }

    private ref readonly TraceEntry At(int index) => ref _entries[(_first + index) % _entries.Length];

    // A whole step goes, so that no outputs are left without their input.
    private void PushOutOneStep()
    {
        int length = 1;
        bool moved = false;
        while (length < _count && !At(length).IsInput) moved |= At(length++).IsTransition;
        if (At(0).IsInput && (moved || !At(0).IsRoutine)) Keep(At(0));
        _hasGap = true;
        _first = (_first + length) % _entries.Length;
        _count -= length;
    }

    private void Keep(in TraceEntry entry)
    {
        if (_keptCount == _kept.Length)
        {
            _firstKept = (_firstKept + 1) % _kept.Length;
            _keptCount--;
        }

        _kept[(_firstKept + _keptCount++) % _kept.Length] = entry;
    }
}
