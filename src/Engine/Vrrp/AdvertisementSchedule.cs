namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>When a master's next advert is due. Absolute, so lateness of one advert does not move the following ones.</summary>
internal struct AdvertisementSchedule
{
    /// <summary>An advert sent less than this ago answers another router too; packets that waited together get one answer, not a burst.</summary>
    public static readonly TimeSpan AnswerSpacing = TimeSpan.FromMilliseconds(1);

    private MonotonicTime _sentAt;

    /// <summary>The last advert.</summary>
    public readonly MonotonicTime SentAt => _sentAt;

    /// <summary>The next advert.</summary>
    public MonotonicTime DueAt { get; private set; }

    /// <summary>Was an advert sent so recently that it is the answer?</summary>
    public readonly bool HasJustSent(MonotonicTime now) => now - _sentAt < AnswerSpacing;

    /// <summary>An advert was sent out of turn: the next is one interval from <paramref name="now"/>.</summary>
    public void Restart(MonotonicTime now, long intervalNanoseconds)
    {
        _sentAt = now;
        DueAt = new(now.Nanoseconds + intervalNanoseconds);
    }

    /// <summary>
    /// One advert was sent because it was due: the next is one interval after its due time. Adverts missed while the process stood
    /// still are skipped, because a burst tells the backups nothing that one advert does not.
    /// </summary>
    public void Advance(MonotonicTime now, long intervalNanoseconds)
    {
        _sentAt = now;
        long missed = (now.Nanoseconds - DueAt.Nanoseconds) / intervalNanoseconds;
        DueAt = new(DueAt.Nanoseconds + ((missed + 1) * intervalNanoseconds));
    }

    /// <summary>The interval changed: not later than one new interval from now, and not later than promised before.</summary>
    public void Shorten(MonotonicTime now, long intervalNanoseconds)
    {
        DueAt = new(Math.Min(DueAt.Nanoseconds, now.Nanoseconds + intervalNanoseconds));
    }
}
