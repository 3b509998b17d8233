namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>When a master's next advert is due. Absolute, so lateness of one advert does not move the following ones.</summary>
internal struct AdvertisementSchedule
{
    /// <summary>The next advert.</summary>
    public MonotonicTime DueAt { get; private set; }

    /// <summary>One interval from <paramref name="now"/>: an advert has just been sent out of turn.</summary>
    public void Restart(MonotonicTime now, long intervalNanoseconds) => DueAt = new(now.Nanoseconds + intervalNanoseconds);

    /// <summary>
    /// One advert was sent because it was due: the next is one interval after its due time. Adverts missed while the process stood
    /// still are skipped, because a burst tells the backups nothing that one advert does not.
    /// </summary>
    public void Advance(MonotonicTime now, long intervalNanoseconds)
    {
        long missed = (now.Nanoseconds - DueAt.Nanoseconds) / intervalNanoseconds;
        DueAt = new(DueAt.Nanoseconds + ((missed + 1) * intervalNanoseconds));
    }

    /// <summary>The interval changed: not later than one new interval from now, and not later than promised before.</summary>
    public void Shorten(MonotonicTime now, long intervalNanoseconds)
    {
        if (now.Nanoseconds + intervalNanoseconds < DueAt.Nanoseconds) Restart(now, intervalNanoseconds);
    }
}
