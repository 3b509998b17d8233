using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>What a backup remembers about the master it hears: from when it counts, how fast it should speak, and what silence would mean.</summary>
internal struct MasterWatch
{
    private MonotonicTime _armedAt;
    private MonotonicTime? _holdUntil;
    private MonotonicTime _adoptedAt;
    private ReceivedAdvertisement _adopted;
    private bool _isReleased;

    /// <summary>When this node began to listen.</summary>
    public MonotonicTime ListeningSince { get; private set; }

    /// <summary>The interval the master promised; our own until it said one.</summary>
    public AdvertisementInterval MasterInterval { get; private set; }

    /// <summary>Did the master say its interval (VRRPv3)?</summary>
    public bool IsIntervalAdopted { get; private set; }

    /// <summary>The cause to give when the timer runs out.</summary>
    public TransitionCause Cause { get; private set; }

    /// <summary>Begins to listen; nothing heard yet.</summary>
    public static MasterWatch Begin(MonotonicTime now, AdvertisementInterval ownInterval) =>
        new() { _armedAt = now, ListeningSince = now, MasterInterval = ownInterval, Cause = TransitionCause.MasterSilent };

    /// <summary>Begins with a timer that has run out: the owner of an address does not wait.</summary>
    public static MasterWatch AtOnce(MonotonicTime now, AdvertisementInterval ownInterval) => Begin(now, ownInterval) with { Cause = TransitionCause.AddressOwner };

    /// <summary>The master lives: the timer starts anew.</summary>
    public void Accept(MonotonicTime now)
    {
        _armedAt = now;
        _isReleased = false;
        Cause = TransitionCause.MasterSilent;
    }

    /// <summary>
    /// A VRRPv3 master said how often it speaks. The last word of one that yields to the master we hear must not hurry us: its shorter interval counts
    /// only once the better one has been silent for three of its own.
    /// </summary>
    public void Adopt(MonotonicTime now, in ReceivedAdvertisement advertisement)
    {
        bool isLastWord = IsIntervalAdopted && !_isReleased
            && advertisement.Interval < MasterInterval && advertisement.Source != _adopted.Source && advertisement.Priority <= _adopted.Priority
            && now.Nanoseconds - _adoptedAt.Nanoseconds <= 3 * ElectionTimers.Nanoseconds(MasterInterval);
        if (isLastWord) return;
        MasterInterval = advertisement.Interval;
        IsIntervalAdopted = true;
        _adopted = advertisement;
        _adoptedAt = now;
    }

    /// <summary>Our own interval changed; counts until a master says its own.</summary>
    public void OwnIntervalIs(AdvertisementInterval interval)
    {
        if (!IsIntervalAdopted) MasterInterval = interval;
    }

    /// <summary>The master leaves: only the skew is waited.</summary>
    public void Release(MonotonicTime now)
    {
        _armedAt = now;
        _isReleased = true;
        Cause = TransitionCause.MasterReleased;
    }

    /// <summary>A lower master was heard and is going to be preempted: the timer runs on.</summary>
    public void Disregard() => Cause = TransitionCause.PreemptedLowerPriority;

    /// <summary>Still within the preempt delay, which counts from the first lower advert? The end itself counts as within.</summary>
    public bool HoldsPreemption(MonotonicTime now, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero) return false;
        _holdUntil ??= now + delay;
        return now <= _holdUntil;
    }

    /// <summary>A master that is not lower speaks: the next lower one starts the delay anew.</summary>
    public void ForgetPreemption() => _holdUntil = null;

    /// <summary>When this node takes over unless an advert moves it.</summary>
    public readonly MonotonicTime DeadlineFor(VrrpInstanceDefinition definition, VrrpPriority priority)
    {
        if (Cause == TransitionCause.AddressOwner) return _armedAt;
        long wait = _isReleased
            ? ElectionTimers.SkewNanoseconds(definition.Version, priority, MasterInterval)
            : ElectionTimers.MasterDownNanoseconds(definition.Version, priority, MasterInterval, definition.DownTimerAdverts);
        return new(_armedAt.Nanoseconds + wait);
    }
}
