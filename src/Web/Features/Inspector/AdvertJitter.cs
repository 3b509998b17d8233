using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Checks;
using KeepaliveConsole.Web.Features.Instances;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>
/// How evenly one sender's adverts come: by how much each gap between two of them deviates from the interval they advertise. Left out is what no schedule was
/// kept for: refused adverts, the gap before and after priority 0 (sent at once, then silence is meant), one over which the interval changed, and one in which
/// another router was master.
/// </summary>
public sealed record AdvertJitter
{
    /// <summary>Intervals of silence after which another may be master: 3, the default of every router.</summary>
    public const double TakeoverIntervals = AdvertMargin.Usual;

    /// <summary>Where one bucket ends and the next begins. Fixed, so that two directors and two days compare.</summary>
    public static IReadOnlyList<TimeSpan> Bounds { get; } = [.. new[] { 100, 500, 1000, 5000, 20_000 }.Select(each => TimeSpan.FromMicroseconds(each))];

    /// <summary>Whose adverts.</summary>
    public required FrameSender Sender { get; init; }

    /// <summary>The interval that its newest advert names.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Gaps by how far they deviate, early or late: one for each of <see cref="Bounds"/> that is not reached, then those beyond the last.</summary>
    public required ValueArray<int> Counts { get; init; }

    /// <summary>Half the gaps deviate no more; null without a gap.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>99 of 100 gaps deviate no more.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The one that deviates most; negative = the advert came early.</summary>
    public TimeSpan? Worst { get; init; }

    /// <summary>Adverts that did not come, estimated: a gap of k intervals is k − 1 of them.</summary>
    public required int Lost { get; init; }

    /// <summary>Gaps that were counted.</summary>
    public int Gaps => Counts.Sum();

    /// <summary>
    /// The current senders among the frames of one instance; several in a split brain, on several heartbeat lines, or to several unicast peers. A sender is
    /// current unless it left with priority 0 or was silent for <see cref="TakeoverIntervals"/> before the newest advert of all.
    /// </summary>
    /// <param name="frames">Oldest first.</param>
    public static IReadOnlyList<AdvertJitter> Of(IReadOnlyList<AdvertFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        Dictionary<FrameSender, SenderGaps> senders = [];
        Dictionary<IPAddress, DateTimeOffset> heard = [];
        DateTimeOffset newest = DateTimeOffset.MinValue;
        foreach (AdvertFrame frame in frames)
        {
            if (frame is not { Refused: null, Interval: not null, Source: { } source } || frame.ChecksumOk == false) continue;
            FrameSender sender = FrameSender.Of(frame);
            if (!senders.TryGetValue(sender, out SenderGaps? gaps)) senders[sender] = gaps = new SenderGaps();
            gaps.Add(frame, Latest(heard, source));
            heard[source] = newest = frame.At;
        }

        return [.. senders.Where(pair => IsCurrent(pair.Value.Last!, newest)).Select(pair => Of(pair.Key, pair.Value))];
    }

    private static AdvertJitter Of(FrameSender sender, SenderGaps gaps)
    {
        IReadOnlyList<TimeSpan> amounts = [.. gaps.Deviations.Select(each => each.Duration())];
        int[] counts = new int[Bounds.Count + 1];
        foreach (TimeSpan amount in amounts) counts[Bounds.Count(bound => amount >= bound)]++;
        return new AdvertJitter
        {
            Sender = sender,
            Interval = gaps.Last!.Interval!.Value.Span,
            Counts = [.. counts],
            Median = Percentiles.Of(amounts, 50),
            P99 = Percentiles.Of(amounts, 99),
            Worst = gaps.Deviations.Count == 0 ? null : gaps.Deviations.MaxBy(each => each.Duration()),
            Lost = gaps.Lost,
        };
    }

    private static bool IsCurrent(AdvertFrame last, DateTimeOffset newest) => last.Priority > 0 && newest - last.At <= TakeoverIntervals * last.Interval!.Value.Span;

    private static DateTimeOffset? Latest(Dictionary<IPAddress, DateTimeOffset> heard, IPAddress except)
    {
        DateTimeOffset? latest = null;
        foreach ((IPAddress source, DateTimeOffset at) in heard)
            if (!source.Equals(except) && !(latest > at)) latest = at;
        return latest;
    }
}
