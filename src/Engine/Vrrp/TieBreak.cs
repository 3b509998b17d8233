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
/// The first line decides at once. A later line decides when no line before it can: each of these is unusable here, has carried no such rival for one
/// master-down interval since the tie began on the later line, or has been unable to end the tie for one master-down interval (the rival does not hear us there).
/// Both routers count the same interval, from the first advert they hear of each other, so both come to the same line.
/// </summary>
internal sealed class TieBreak(HeartbeatLines lines)
{
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
        if (!rival.IsFresh(now, 3)) rival.Since = now;
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
            if (!_rivals[line].IsFresh(now, 1.5) || _rivals[line].Wins || now < DecidesAt(line, now)) continue;
            Decider = _rivals[line].Advertisement;
            return TieResult.Lost;
        }

        return TieResult.Open;
    }

    private MonotonicTime DecidesAt(int line, MonotonicTime now)
    {
        MonotonicTime at = MonotonicTime.Zero;
        for (int earlier = 0; earlier < line; earlier++)
        {
            if (!lines.IsUsable(earlier)) continue;
            ref readonly Rival before = ref _rivals[earlier];
            MonotonicTime since = before.IsFresh(now, 3) ? before.Since : _rivals[line].Since;
            var end = new MonotonicTime(since.Nanoseconds + _rivals[line].MasterDown);
            if (end > at) at = end;
        }

        return at;
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
