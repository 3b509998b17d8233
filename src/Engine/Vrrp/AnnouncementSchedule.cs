using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// When the addresses are announced again: a second burst some seconds after the first, for neighbours and switches that missed
/// it, and a burst after another router's advert, which may have come with an announcement of its own.
/// </summary>
internal struct AnnouncementSchedule
{
    /// <summary>Shortest time between two bursts provoked from outside. A deaf rival at 10 ms would otherwise turn into an ARP storm.</summary>
    public static readonly TimeSpan ProvokedSpacing = TimeSpan.FromMilliseconds(250);

    private MonotonicTime? _lastAt;
    private MonotonicTime? _answerAt;
    private MonotonicTime? _secondBurstAt;

    /// <summary>The next burst; null = none is waiting.</summary>
    public readonly MonotonicTime? NextAt => _answerAt is { } answer && !(_secondBurstAt < answer) ? answer : _secondBurstAt;

    /// <summary>A burst is sent now; plans the second one.</summary>
    public void Start(MonotonicTime now, AnnouncementDefinition definition)
    {
        _lastAt = now;
        _answerAt = null;
        _secondBurstAt = definition.SecondBurstDelay > TimeSpan.Zero ? now + definition.SecondBurstDelay : null;
    }

    /// <summary>Another router announced the addresses. True: answer now; false: too soon, so the answer is planned.</summary>
    public bool Answer(MonotonicTime now)
    {
        if (_lastAt is not { } last || now - last >= ProvokedSpacing) return true;

        // The rival's announcement may still be on its way behind its advert; ours has to be the last word.
        _answerAt = last + ProvokedSpacing;
        return false;
    }

    /// <summary>Is a planned burst due? Says so once; an answer plans a second burst of its own.</summary>
    public bool Take(MonotonicTime now, AnnouncementDefinition definition)
    {
        if (NextAt is not { } due || now < due) return false;
        if (now >= _answerAt) Start(now, definition);
        else _secondBurstAt = null;
        _lastAt = now;
        return true;
    }

    /// <summary>No longer master.</summary>
    public void Stop() => this = default;
}
