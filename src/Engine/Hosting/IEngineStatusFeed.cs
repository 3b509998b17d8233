using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>The live picture and the stream of events. Reading never waits for the engine and never slows it.</summary>
public interface IEngineStatusFeed
{
    /// <summary>The picture now. Cheap enough to call several times a second.</summary>
    EngineStatus Current { get; }

    /// <summary>
    /// Picture and stream, taken together so that nothing falls between them. A reader that falls more than 1024 events
    /// behind loses the oldest; its next batch says how many (<see cref="EventBatch.Dropped"/>) and it re-reads <see cref="Current"/>.
    /// </summary>
    /// <param name="name">Who reads, for the metric of dropped events.</param>
    EngineSubscription Subscribe(string name);

    /// <summary>The same for a reader that must not lose any and reads fast: a burst may put it further behind.</summary>
    /// <param name="name">Who reads.</param>
    /// <param name="capacity">Events it may fall behind, 1024 and up.</param>
    EngineSubscription Subscribe(string name, int capacity) => Subscribe(name);

    /// <summary>Events dropped so far, by subscriber name.</summary>
    IReadOnlyDictionary<string, long> DroppedBySubscriber { get; }

    /// <summary>Counters of probes and drift since the start.</summary>
    EngineCounters Counters { get; }
}

/// <summary>A reader's place in the stream. Dispose to end it.</summary>
public abstract class EngineSubscription : IDisposable
{
    /// <summary>The picture at the moment of subscribing.</summary>
    public abstract EngineStatus Initial { get; }

    /// <summary>Batches of events after <see cref="Initial"/>, at least one event each, until disposed or cancelled.</summary>
    public abstract IAsyncEnumerable<EventBatch> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the subscription.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Events that came since the last batch.</summary>
/// <param name="Events">In order of sequence.</param>
/// <param name="Dropped">How many were lost before them because the reader was slow.</param>
public sealed record EventBatch(IReadOnlyList<EngineEvent> Events, long Dropped);

/// <summary>Counters of the whole engine since it started.</summary>
public sealed record EngineCounters
{
    /// <summary>Probes by outcome; keys are names of <see cref="ProbeOutcome"/>.</summary>
    public IReadOnlyDictionary<string, long> Probes { get; init; } = new Dictionary<string, long>();

    /// <summary>Probe durations by check kind (<c>tcp</c>, <c>http</c>).</summary>
    public IReadOnlyDictionary<string, DurationHistogram> ProbeDurations { get; init; } = new Dictionary<string, DurationHistogram>();

    /// <summary>By how much probes started after they were due.</summary>
    public DurationHistogram ProbeStartLateness { get; init; } = new([], [0], 0);

    /// <summary>Repairs of addresses and of the load balancer's table.</summary>
    public long DriftRepairs { get; init; }
}

/// <summary>A histogram of durations.</summary>
/// <param name="BoundsSeconds">Upper bounds in seconds.</param>
/// <param name="Counts">Cumulative counts for the bounds, then the total.</param>
/// <param name="SumSeconds">Sum of all durations in seconds.</param>
public sealed record DurationHistogram(ValueArray<double> BoundsSeconds, ValueArray<long> Counts, double SumSeconds);
