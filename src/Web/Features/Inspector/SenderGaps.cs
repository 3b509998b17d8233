using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>The gaps between the adverts of one sender, as they are walked through oldest first.</summary>
internal sealed class SenderGaps
{
    private readonly List<TimeSpan> _deviations = [];

    /// <summary>Gap minus interval, for each gap that counts; negative = the advert came early.</summary>
    public IReadOnlyList<TimeSpan> Deviations => _deviations;

    /// <summary>Adverts that ought to have come in the gaps.</summary>
    public int Lost { get; private set; }

    /// <summary>The newest advert; null before the first.</summary>
    public AdvertFrame? Last { get; private set; }

    /// <summary>The next advert of the sender.</summary>
    /// <param name="frame">One with an interval.</param>
    /// <param name="otherAt">When another router was last heard; null = never.</param>
    public void Add(AdvertFrame frame, DateTimeOffset? otherAt)
    {
        if (Last is { } last && Interval(last) == Interval(frame) && Interval(frame) > TimeSpan.Zero && last.Priority > 0 && frame.Priority > 0)
        {
            TimeSpan gap = frame.At - last.At;
            double intervals = gap / Interval(frame);
            // Silent for as long as a takeover needs, and somebody else was heard: it did not send because it was not master.
            if (intervals < AdvertJitter.TakeoverIntervals || !(otherAt > last.At))
            {
                _deviations.Add(gap - Interval(frame));
                // As for the note about a gap: more than 1.5 intervals is one lost.
                Lost += Math.Max(0, (int)Math.Ceiling(intervals - 0.5) - 1);
            }
        }

        Last = frame;
    }

    private static TimeSpan Interval(AdvertFrame frame) => frame.Interval?.Span ?? TimeSpan.Zero;
}
