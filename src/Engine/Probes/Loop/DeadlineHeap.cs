namespace KeepaliveConsole.Engine.Probes.Loop;

/// <summary>The probes on their way by the time their step is over. For one thread; each knows its own place, so that it can be moved and taken out.</summary>
internal sealed class DeadlineHeap
{
    private ProbeRun[] _items = new ProbeRun[64];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The nearest one.</summary>
    public ProbeRun First => _items[0];

    /// <summary>Puts it in.</summary>
    public void Add(ProbeRun run)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        Place(run, Count++);
        Up(run.HeapIndex);
    }

    /// <summary>Its deadline is another.</summary>
    public void Moved(ProbeRun run)
    {
        Up(run.HeapIndex);
        Down(run.HeapIndex);
    }

    /// <summary>Takes it out.</summary>
    public void Remove(ProbeRun run)
    {
        int index = run.HeapIndex;
        ProbeRun last = _items[--Count];
        _items[Count] = null!;
        run.HeapIndex = -1;
        if (last == run) return;
        Place(last, index);
        Moved(last);
    }

    private void Up(int index)
    {
        ProbeRun run = _items[index];
        while (index > 0 && _items[(index - 1) / 2].DeadlineTicks > run.DeadlineTicks)
        {
            Place(_items[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Place(run, index);
    }

    private void Down(int index)
    {
        ProbeRun run = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _items[child + 1].DeadlineTicks < _items[child].DeadlineTicks) child++;
            if (_items[child].DeadlineTicks >= run.DeadlineTicks) break;
            Place(_items[child], index);
            index = child;
        }

        Place(run, index);
    }

    private void Place(ProbeRun run, int index)
    {
        _items[index] = run;
        run.HeapIndex = index;
    }
}
