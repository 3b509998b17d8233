using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>How long is long, for one definition. All in nanoseconds.</summary>
internal readonly struct SplitBrainSpans
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    /// <summary>An old master may answer for an address until it has heard the new one and its kernel has let the address go.</summary>
    private const long LeastSettling = 500 * Millisecond;

    /// <summary>Below this interval a healthy router may need longer than half an interval to hear its successor, so one more sign is asked for.</summary>
    private const long FastInterval = 100 * Millisecond;

    /// <summary>Neighbours are asked for one address of an instance after the other, a few seconds apart.</summary>
    private const long LeastAnswerQuiet = 10 * Second;
    private const long MostAnswerQuiet = 60 * Second;
    private const long QuestionSpacing = 3 * Second;

    private readonly int _addresses;

    /// <summary>A rival with another interval may be much slower than this node.</summary>
    private const long LeastIntervalWindow = 60 * Second;

    /// <summary>Spans for <paramref name="definition"/> on a node of <paramref name="priority"/>.</summary>
    public SplitBrainSpans(VrrpInstanceDefinition definition, VrrpPriority priority)
    {
        _addresses = definition.VirtualAddresses.Count;
        Interval = ElectionTimers.Nanoseconds(definition.AdvertisementInterval);
        Quiet = ElectionTimers.MasterDownNanoseconds(definition.Version, priority, definition.AdvertisementInterval, definition.DownTimerAdverts) + Interval;
    }

    /// <summary>Our advert interval.</summary>
    public long Interval { get; }

    /// <summary>Silence that ends a split: the master-down interval and one interval more.</summary>
    public long Quiet { get; }

    /// <summary>Signs closer together than this count once: the last words of a master that yields come in one breath.</summary>
    public long Spacing => Interval / 2;

    /// <summary>
    /// One answer is enough, but only after this long: a better master announces its addresses together with its first advert, and we may see the
    /// announcement before we yield to the advert.
    /// </summary>
    public long AnswerGrace => Math.Clamp(Interval / 2, 100 * Millisecond, 500 * Millisecond);

    /// <summary>After a takeover, answers and claims of this long tell of the master before, not of a rival.</summary>
    public long Settling => Math.Max(Interval, LeastSettling);

    /// <summary>Signs that make it certain, that is adverts within which both sides know: 2, and 3 at fast intervals.</summary>
    public int Enough(SplitBrainCause cause) =>
        Interval < FastInterval && cause is SplitBrainCause.TwoMasters or SplitBrainCause.VirtualRouterIdCollision ? 3 : 2;

    /// <summary>Longest time between two signs that belong together, with <paramref name="heard"/> the interval that the other one says (0 = unknown).</summary>
    public long Window(SplitBrainCause cause, long heard) => cause switch
    {
        SplitBrainCause.IntervalMismatch => Math.Max(3 * Interval, LeastIntervalWindow),
        SplitBrainCause.AddressAnsweredElsewhere => AnswerQuiet,
        SplitBrainCause.PeerClaims => Math.Max(3 * Interval, LeastAnswerQuiet),
        _ => 3 * Math.Max(Interval, heard),
    };

    /// <summary>How long a certain suspect may be silent until it is thought gone: longer when it is known to be slow.</summary>
    public long Patience(in Suspect suspect)
    {
        long own = suspect.Cause == SplitBrainCause.AddressAnsweredElsewhere ? AnswerQuiet : Quiet;
        return Math.Max(own, suspect.Gap * 5 / 2);
    }

    private long AnswerQuiet => Math.Max(Quiet, Math.Clamp(QuestionSpacing * (_addresses + 2), LeastAnswerQuiet, MostAnswerQuiet));
}
