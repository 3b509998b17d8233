using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>The router last heard as master. One thread writes without allocating; readers never see half of it.</summary>
internal sealed class HeardOwner
{
    private AddressKey _source;
    private int _priority;
    private int _version; // odd while it is written

    /// <summary>Source and priority; null = none, or it said that it leaves.</summary>
    public (AddressKey Source, int Priority)? Read()
    {
        while (true)
        {
            int before = Volatile.Read(ref _version);
            AddressKey source = _source;
            int priority = _priority;
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && before == Volatile.Read(ref _version)) return priority == 0 ? null : (source, priority);
            Thread.SpinWait(1);
        }
    }

    /// <summary>Is it this router? For the writing thread.</summary>
    public bool Is(AddressKey source) => _priority != 0 && _source == source;

    /// <summary>Replaces it; priority 0 = nobody.</summary>
    public void Write(AddressKey source, int priority)
    {
        if (_priority == priority && _source == source) return;
        Interlocked.Increment(ref _version);
        _source = source;
        _priority = priority;
        Interlocked.Increment(ref _version);
    }
}
