namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Tells when packets come so fast that one wake for each would eat a processor at real-time priority. Then the loop rests a
/// moment after each turn, never past its next deadline, and takes what came together. For one thread.
/// </summary>
internal sealed class PacketRush
{
    /// <summary>More than so many in one window are a rush: 10,000 a second.</summary>
    public const int PacketsInWindow = 100;

    /// <summary>Length of a window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);

    /// <summary>The rest; packets wait that long at most, which is a hundredth of the shortest time any takeover waits for.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMicroseconds(300);

    private MonotonicTime _end;
    private int _count;
    private bool _isOn;

    /// <summary>So many packets came.</summary>
    public void Came(int packets) => _count += packets;

    /// <summary>Is there a rush?</summary>
    public bool IsOn(MonotonicTime now)
    {
        if (now < _end) return _isOn;
        _isOn = _count > PacketsInWindow;
        _count = 0;
        _end = now + Window;
        return _isOn;
    }

    /// <summary>Until when to rest.</summary>
    public static MonotonicTime Rest(MonotonicTime now, MonotonicTime nextDeadline)
    {
        MonotonicTime longest = now + LongestRest;
        return nextDeadline < longest ? nextDeadline : longest;
    }
}
