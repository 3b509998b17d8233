namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Counts adverts of VRIDs that no election of a line uses. Some are normal: other routers share the network. Many in a short
/// time are a flood, which the kernel can drop more cheaply. Loop thread only, but for the count.
/// </summary>
internal sealed class ForeignAdverts
{
    /// <summary>So many within one second are a flood.</summary>
    public const int FloodPerSecond = 2000;

    /// <summary>How long the kernel drops them before we look again.</summary>
    public static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    private MonotonicTime _windowStart;
    private int _inWindow;

    /// <summary>Does the kernel drop them now?</summary>
    public bool IsRefused { get; set; }

    /// <summary>Until when.</summary>
    public MonotonicTime RefusedUntil { get; private set; }

    /// <summary>Was the flood said? Once in its time.</summary>
    public bool WasSaid { get; set; }

    /// <summary>One was heard. True: that makes it a flood.</summary>
    public bool Heard(MonotonicTime now)
    {
        if (now - _windowStart > s_window)
        {
            (_windowStart, _inWindow) = (now, 0);
        }

        _inWindow++;
        if (_inWindow < FloodPerSecond || IsRefused) return false;
        RefusedUntil = now + RefusalTime;
        return true;
    }

    /// <summary>Is it time to look again?</summary>
    public bool IsOver(MonotonicTime now) => IsRefused && now >= RefusedUntil;
}
