namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>How a tie of two masters with the same priority stands.</summary>
internal enum TieResult
{
    /// <summary>Another line may still decide: neither yield nor answer.</summary>
    Open,

    /// <summary>This node stays.</summary>
    Won,

    /// <summary>This node yields.</summary>
    Lost,
}

/// <summary>
/// Settles a tie of priorities on one line, the same one on both routers, because two lines may order their addresses differently.
/// The first line decides at once. Each later line gets its turn after the one before it, when that one did not end the tie: it carries no such rival, or
/// the rival does not hear us there. A turn lasts one master-down interval, shared among the later lines when there are more than two.
/// Both routers count from the first advert they hear of each other, so both come to the same line; a line that works in one direction only
/// cannot make both yield, nor both stay.
/// </summary>
internal sealed class TieBreak(HeartbeatLines lines)
{
    /// <summary>A rival counts as there while it was heard within so many intervals.</summary>
    private const double PresentIntervals = 3;

    /// <summary>A rival that fell silent for longer than this may just have yielded; its last word is no reason to yield to it.</summary>
    private const double FreshIntervals = 1.1;

    /// <summary>A later line decides no sooner, so that a rival which settles the tie on an earlier one is silent by then.</summary>
    private const double LeastIntervals = 2.2;

    private readonly Rival[] _rivals = new Rival[HeartbeatLines.Maximum];

    /// <summary>When a line that was not heard again might decide against this node; null = nothing is open.</summary>
    public MonotonicTime? DueAt { get; private set; }

    /// <summary>The advert that decided, when <see cref="Hear"/> or <see cref="Look"/> lost.</summary>
    public ReceivedAdvertisement Decider { get; private set; }

    /// <summary>No tie, or another term as master.</summary>
    public void Clear()
    {
        DueAt = null;
        Array.Clear(_rivals);
    }

    /// <summary>A master with our priority was heard.</summary>
    /// <param name="now">When.</param>
    /// <param name="advertisement">Its advert.</param>
    /// <param name="intervalNanoseconds">The longer of both intervals.</param>
    /// <param name="masterDownNanoseconds">The master-down interval of that.</param>
    public TieResult Hear(MonotonicTime now, in ReceivedAdvertisement advertisement, long intervalNanoseconds, long masterDownNanoseconds)
    {
        int line = advertisement.Line;
        ref Rival rival = ref _rivals[line];
        if (!rival.IsFresh(now, PresentIntervals)) rival.Since = now;
        rival.IsHeard = true;
        rival.HeardAt = now;
        rival.Interval = intervalNanoseconds;
        rival.MasterDown = masterDownNanoseconds;
        rival.Advertisement = advertisement;
        rival.Wins = advertisement.Source.CompareTo(lines.SourceOf(line)) < 0;

        MonotonicTime decidesAt = DecidesAt(line, now);
        if (now >= decidesAt)
        {
            Decider = advertisement;
            return rival.Wins ? TieResult.Won : TieResult.Lost;
        }

        if (!rival.Wins && !(DueAt < decidesAt)) DueAt = decidesAt;
        return TieResult.Open;
    }

    /// <summary>Has a line become the deciding one, against this node, since it was heard?</summary>
    public TieResult Look(MonotonicTime now)
    {
        if (DueAt is not { } due || now < due) return TieResult.Open;
        DueAt = null;
        for (int line = 1; line < lines.Count; line++)
        {
            // One that fell silent since is no reason to yield; its next advert is.
            if (!_rivals[line].IsFresh(now, FreshIntervals) || _rivals[line].Wins) continue;
            MonotonicTime decidesAt = DecidesAt(line, now);
            if (now < decidesAt)
            {
                if (!(DueAt < decidesAt)) DueAt = decidesAt;
                continue;
            }

            Decider = _rivals[line].Advertisement;
            return TieResult.Lost;
        }

        return TieResult.Open;
    }

    private MonotonicTime DecidesAt(int line, MonotonicTime now)
    {
        ref readonly Rival rival = ref _rivals[line];
        if (line == 0) return rival.Since;
        double turn = Math.Max((double)rival.MasterDown / (lines.Count - 1), LeastIntervals * rival.Interval);
        long at = rival.Since.Nanoseconds + (long)(LeastIntervals * rival.Interval);
        for (int earlier = 0; earlier < line; earlier++)
        {
            // A silent line has its turn too, counted from here: the rival may be hearing us on it.
            long end = _rivals[earlier].IsFresh(now, PresentIntervals)
                ? DecidesAt(earlier, now).Nanoseconds + (long)turn
                : rival.Since.Nanoseconds + (long)((earlier + 1) * turn);
            at = Math.Max(at, end);
        }

        return new MonotonicTime(at);
    }

    private struct Rival
    {
        public bool IsHeard;
        public bool Wins;
        public MonotonicTime Since;
        public MonotonicTime HeardAt;
        public long Interval;
        public long MasterDown;
        public ReceivedAdvertisement Advertisement;

        public readonly bool IsFresh(MonotonicTime now, double intervals) => IsHeard && now.Nanoseconds - HeardAt.Nanoseconds <= intervals * Interval;
    }
}
