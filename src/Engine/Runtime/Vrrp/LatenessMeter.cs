using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>How late adverts were, by <see cref="EngineHealth.LatenessBoundsSeconds"/>, and the worst of the last minute. The loop writes, anyone reads, nobody locks.</summary>
internal sealed class LatenessMeter
{
    private const int Seconds = 60;
    private static readonly long[] s_boundsNanoseconds = [.. EngineHealth.LatenessBoundsSeconds.Select(seconds => (long)Math.Round(seconds * 1e9))];

    // One more than there are bounds: what is later than all of them.
    private readonly long[] _counts = new long[s_boundsNanoseconds.Length + 1];

    // Second (upper half) and its worst lateness in microseconds (lower half) in one number, so that a reader never mixes two seconds.
    private readonly long[] _worst = new long[Seconds];
    private long _sumNanoseconds;

    /// <summary>Records that an advert due at <paramref name="due"/> was sent at <paramref name="sent"/>. Loop thread only.</summary>
    public void Record(MonotonicTime due, MonotonicTime sent)
    {
        long late = Math.Max(sent.Nanoseconds - due.Nanoseconds, 0);
        int bucket = 0;
        while (bucket < s_boundsNanoseconds.Length && late > s_boundsNanoseconds[bucket]) bucket++;
        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
        Volatile.Write(ref _sumNanoseconds, _sumNanoseconds + late);

        long second = Second(sent);
        long microseconds = Math.Min(late / 1000, uint.MaxValue);
        ref long slot = ref _worst[second % Seconds];
        if (slot >> 32 != second || (slot & uint.MaxValue) < microseconds) Volatile.Write(ref slot, (second << 32) | microseconds);
    }

    /// <summary>Largest lateness within the minute before <paramref name="now"/>, in whole microseconds; zero when no advert was sent.</summary>
    public TimeSpan WorstInLastMinute(MonotonicTime now)
    {
        long current = Second(now);
        long worst = 0;
        for (int i = 0; i < Seconds; i++)
        {
            long slot = Volatile.Read(ref _worst[i]);
            if (current - (slot >> 32) < Seconds) worst = Math.Max(worst, slot & uint.MaxValue);
        }

        return TimeSpan.FromMicroseconds(worst);
    }

    /// <summary>Cumulative counts for the bounds, then all adverts.</summary>
    public ValueArray<long> CumulativeCounts()
    {
        long[] cumulative = new long[_counts.Length];
        long sum = 0;
        for (int i = 0; i < cumulative.Length; i++) cumulative[i] = sum += Volatile.Read(ref _counts[i]);
        return new ValueArray<long>(cumulative);
    }

    /// <summary>Sum of all lateness in seconds.</summary>
    public double SumSeconds => Volatile.Read(ref _sumNanoseconds) / 1e9;

    private static long Second(MonotonicTime time) => time.Nanoseconds / 1_000_000_000;
}
