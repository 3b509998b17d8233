namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>When a master's next advert is due. Absolute, so lateness of one advert does not move the following ones.</summary>
internal struct AdvertisementSchedule
{
    /// <summary>An advert sent less than this ago answers another router too; packets that waited together get one answer, not a burst.</summary>
    public static readonly TimeSpan AnswerSpacing = TimeSpan.FromMilliseconds(1);

    /// <summary>Most adverts that are made up for: a standstill of more than three intervals is one that backups notice, and they have drawn their conclusion.</summary>
    public const int MostOwed = 3;

    private MonotonicTime _sentAt;
    private long _regular; // nanoseconds; DueAt is that, or half an interval before while adverts are owed
    private int _owed;

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
        Begin(now.Nanoseconds + intervalNanoseconds);
    }

    /// <summary>
    /// One advert was sent because it was due: the next is one interval after its due time. Adverts missed while the process stood still, if no more than
    /// <see cref="MostOwed"/>, are made up for, each halfway between two regular ones, so that as many are heard in a minute as were promised. Of a longer
    /// standstill they are skipped. Never a burst, which tells the backups nothing that one advert does not.
    /// </summary>
    public void Advance(MonotonicTime now, long intervalNanoseconds)
    {
        _sentAt = now;
        long next = _regular + intervalNanoseconds;
        if (DueAt.Nanoseconds < _regular)
        {
            _owed--;
            next = _regular;
        }

        long missed = now.Nanoseconds < next ? 0 : ((now.Nanoseconds - next) / intervalNanoseconds) + 1;
        _regular = next + (missed * intervalNanoseconds);
        _owed = missed > MostOwed ? 0 : (int)Math.Min(MostOwed, _owed + missed);
        long between = _regular - (intervalNanoseconds / 2);
        bool isBetween = _owed > 0 && between - now.Nanoseconds >= intervalNanoseconds / 4;
        DueAt = new(isBetween ? between : _regular);
    }

    /// <summary>The interval changed: not later than one new interval from now, and not later than promised before.</summary>
    public void Shorten(MonotonicTime now, long intervalNanoseconds)
    {
        Begin(Math.Min(DueAt.Nanoseconds, now.Nanoseconds + intervalNanoseconds));
    }

    private void Begin(long nanoseconds)
    {
        _regular = nanoseconds;
        _owed = 0;
        DueAt = new(nanoseconds);
    }
}
