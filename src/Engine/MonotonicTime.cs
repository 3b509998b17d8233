namespace KeepaliveConsole.Engine;

/// <summary>
/// A point on the machine's monotonic clock (CLOCK_MONOTONIC), in nanoseconds since an unspecified start. Setting the
/// wall clock does not move it. The only time decisions are made with.
/// </summary>
public readonly record struct MonotonicTime(long Nanoseconds) : IComparable<MonotonicTime>
{
    /// <summary>Nanoseconds in one <see cref="TimeSpan"/> tick.</summary>
    public const long NanosecondsPerTick = 100;

    /// <summary>Earlier than any reading of the clock.</summary>
    public static MonotonicTime Zero => default;

    /// <inheritdoc />
    public int CompareTo(MonotonicTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Later by <paramref name="span"/>.</summary>
    public static MonotonicTime operator +(MonotonicTime time, TimeSpan span) => new(time.Nanoseconds + (span.Ticks * NanosecondsPerTick));

    /// <summary>Earlier by <paramref name="span"/>.</summary>
    public static MonotonicTime operator -(MonotonicTime time, TimeSpan span) => new(time.Nanoseconds - (span.Ticks * NanosecondsPerTick));

    /// <summary>Time from <paramref name="earlier"/> to <paramref name="later"/>, in whole ticks (100 ns), rounded down.</summary>
    public static TimeSpan operator -(MonotonicTime later, MonotonicTime earlier) => new((later.Nanoseconds - earlier.Nanoseconds) / NanosecondsPerTick);

    /// <summary>Is <paramref name="left"/> earlier?</summary>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Is <paramref name="left"/> later?</summary>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Is <paramref name="left"/> earlier or the same?</summary>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Is <paramref name="left"/> later or the same?</summary>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc />
    public override string ToString() => $"{Nanoseconds / 1e6:0.###} ms";
}
