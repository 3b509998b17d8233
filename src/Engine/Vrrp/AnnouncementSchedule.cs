using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// When the addresses are announced again: a second burst some seconds after the first, for neighbours and switches that missed
/// it, a burst after another router's advert, which may have come with an announcement of its own, and a refresh now and then.
/// </summary>
internal struct AnnouncementSchedule
{
    /// <summary>Shortest time between two bursts provoked from outside. A deaf rival at 10 ms would otherwise turn into an ARP storm.</summary>
    public static readonly TimeSpan ProvokedSpacing = TimeSpan.FromMilliseconds(250);

    private MonotonicTime? _lastAt;
    private MonotonicTime? _answerAt;
    private MonotonicTime? _secondAt;
    private MonotonicTime? _refreshAt;
    private int _secondRepeat;

    /// <summary>The next burst; null = none is waiting.</summary>
    public readonly MonotonicTime? NextAt => Earlier(Earlier(_answerAt, _secondAt), _refreshAt);

    /// <summary>Announcements per address in an answer; 0 = no answer is wanted.</summary>
    public static int AnswerRepeat(AnnouncementDefinition definition) => definition.LowerPriorityRepeat ?? definition.Repeat;

    /// <summary>The first burst is sent now; plans the others.</summary>
    public void Start(MonotonicTime now, AnnouncementDefinition definition) => Sent(now, definition, definition.SecondBurstDelay, definition.Repeat);

    /// <summary>An answer is sent now; plans its second burst.</summary>
    public void StartAnswer(MonotonicTime now, AnnouncementDefinition definition) =>
        Sent(now, definition, definition.LowerPriorityDelay ?? definition.SecondBurstDelay, AnswerRepeat(definition));

    /// <summary>Another router announced the addresses. True: answer now; false: too soon, so the answer is planned, or none is wanted.</summary>
    public bool Answer(MonotonicTime now, AnnouncementDefinition definition)
    {
        if (AnswerRepeat(definition) == 0) return false;
        if (_lastAt is not { } last || now - last >= ProvokedSpacing) return true;

        // The rival's announcement may still be on its way behind its advert; ours has to be the last word.
        _answerAt = last + ProvokedSpacing;
        return false;
    }

    /// <summary>Takes what is due: announcements per address that are to be sent now, 0 = none is due. An answer plans a second burst of its own.</summary>
    public int Take(MonotonicTime now, AnnouncementDefinition definition)
    {
        if (NextAt is not { } due || now < due) return 0;
        if (now >= _answerAt)
        {
            StartAnswer(now, definition);
            return AnswerRepeat(definition);
        }

        int repeat = now >= _secondAt ? _secondRepeat : definition.RefreshRepeat;
        if (now >= _secondAt) _secondAt = null;
        if (now >= _refreshAt) _refreshAt = Refresh(now, definition);
        _lastAt = now;
        return repeat;
    }

    /// <summary>No longer master.</summary>
    public void Stop() => this = default;

    private void Sent(MonotonicTime now, AnnouncementDefinition definition, TimeSpan delay, int repeat)
    {
        _lastAt = now;
        _answerAt = null;
        _secondAt = delay > TimeSpan.Zero ? now + delay : null;
        _secondRepeat = repeat;
        _refreshAt = Refresh(now, definition);
    }

    private static MonotonicTime? Refresh(MonotonicTime now, AnnouncementDefinition definition) =>
        definition.RefreshInterval > TimeSpan.Zero ? now + definition.RefreshInterval : null;

    private static MonotonicTime? Earlier(MonotonicTime? one, MonotonicTime? other) => one is { } first && !(other < first) ? first : other;
}
