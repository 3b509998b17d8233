using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What other threads may know of one heartbeat line of an instance. The loop writes, anyone reads, nobody locks; writing allocates nothing.</summary>
internal sealed class LineFigures(string name)
{
    private int _isUsable;
    private int _isLost;
    private long _lastHeard;
    private long _lastSent;

    /// <summary>Interface as defined.</summary>
    public string Name { get; } = name;

    /// <summary>Is the interface usable?</summary>
    public bool IsUsable
    {
        get => Volatile.Read(ref _isUsable) != 0;
        set => Volatile.Write(ref _isUsable, value ? 1 : 0);
    }

    /// <summary>Was its loss said, by <see cref="HeartbeatLineChanged"/>?</summary>
    public bool IsLost
    {
        get => Volatile.Read(ref _isLost) != 0;
        set => Volatile.Write(ref _isLost, value ? 1 : 0);
    }

    /// <summary>When a valid advert was last heard here; null = none yet.</summary>
    public MonotonicTime? LastHeard => Time(Volatile.Read(ref _lastHeard));

    /// <summary>When an advert last left here; null = none yet.</summary>
    public MonotonicTime? LastSent => Time(Volatile.Read(ref _lastSent));

    /// <summary>A valid advert came.</summary>
    public void Heard(MonotonicTime now) => Volatile.Write(ref _lastHeard, now.Nanoseconds);

    /// <summary>An advert left.</summary>
    public void Sent(MonotonicTime now) => Volatile.Write(ref _lastSent, now.Nanoseconds);

    private static MonotonicTime? Time(long nanoseconds) => nanoseconds == 0 ? null : new MonotonicTime(nanoseconds);
}
