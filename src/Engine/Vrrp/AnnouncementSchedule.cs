using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// When the addresses are announced again: a second burst some seconds after the first, for neighbours and switches that missed
/// it, and a limit on bursts that someone else's adverts provoke.
/// </summary>
internal struct AnnouncementSchedule
{
    /// <summary>Shortest time between two bursts provoked from outside. A deaf rival at 10 ms would otherwise turn into an ARP storm.</summary>
    public static readonly TimeSpan ProvokedSpacing = TimeSpan.FromMilliseconds(250);

    private MonotonicTime? _lastAt;

    /// <summary>The second burst; null = none is waiting.</summary>
    public MonotonicTime? SecondBurstAt { get; private set; }

    /// <summary>A burst is sent now; plans the second one.</summary>
    public void Start(MonotonicTime now, AnnouncementDefinition definition)
    {
        _lastAt = now;
        SecondBurstAt = definition.SecondBurstDelay > TimeSpan.Zero ? now + definition.SecondBurstDelay : null;
    }

    /// <summary>May a burst be sent now because of another router's advert?</summary>
    public readonly bool MayAnswer(MonotonicTime now) => _lastAt is not { } last || now - last >= ProvokedSpacing;

    /// <summary>Is the second burst due? Says so once.</summary>
    public bool TakeSecondBurst(MonotonicTime now)
    {
        if (SecondBurstAt is not { } due || now < due) return false;
        SecondBurstAt = null;
        _lastAt = now;
        return true;
    }

    /// <summary>No longer master.</summary>
    public void Stop() => this = default;
}
