namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Which instance is due next: a binary heap with one place per number, so that a deadline moves without leaving an old
/// entry behind. Hand-written for longs, so that it is compiled ahead of time and allocates only when it grows.
/// </summary>
internal sealed class DeadlineHeap
{
    private const int Absent = -1;

    private (long Deadline, int Number)[] _items = new (long, int)[16];
    private int[] _places = [];
    private int _count;

    /// <summary>How many have a deadline.</summary>
    public int Count => _count;

    /// <summary>Gives <paramref name="number"/> (0 and up) this deadline instead of the one it may have.</summary>
    public void Set(int number, MonotonicTime deadline)
    {
        Reserve(number);
        int place = _places[number];
        if (place == Absent)
        {
            if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
            place = _count++;
        }

        Put(place, (deadline.Nanoseconds, number));
        Up(place);
        Down(_places[number]);
    }

    /// <summary>Takes the deadline of <paramref name="number"/> away; without one: nothing.</summary>
    public void Remove(int number)
    {
        if (number >= _places.Length || _places[number] == Absent) return;
        int place = _places[number];
        _places[number] = Absent;
        _count--;
        if (place == _count) return;
        (long Deadline, int Number) moved = _items[_count];
        Put(place, moved);
        Up(place);
        Down(_places[moved.Number]);
    }

    /// <summary>The earliest deadline, and whose it is.</summary>
    public bool TryPeek(out int number, out MonotonicTime deadline)
    {
        number = _count == 0 ? Absent : _items[0].Number;
        deadline = _count == 0 ? default : new MonotonicTime(_items[0].Deadline);
        return _count > 0;
    }

    private void Reserve(int number)
    {
        if (number < _places.Length) return;
        int before = _places.Length;
        Array.Resize(ref _places, Math.Max(number + 1, Math.Max(before * 2, 16)));
        Array.Fill(_places, Absent, before, _places.Length - before);
    }

    private void Up(int place)
    {
        (long Deadline, int Number) item = _items[place];
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (_items[parent].Deadline <= item.Deadline) break;
            Put(place, _items[parent]);
            place = parent;
        }

        Put(place, item);
    }

    private void Down(int place)
    {
        (long Deadline, int Number) item = _items[place];
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= _count) break;
            if (child + 1 < _count && _items[child + 1].Deadline < _items[child].Deadline) child++;
            if (item.Deadline <= _items[child].Deadline) break;
            Put(place, _items[child]);
            place = child;
        }

        Put(place, item);
    }

    private void Put(int place, (long Deadline, int Number) item)
    {
        _items[place] = item;
        _places[item.Number] = place;
    }
}
