using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>
/// The ramp of a server that came back: from a tenth of its weight to the whole, in nine steps of equal length, so that a return
/// writes the table ten times at most. Default: no ramp.
/// </summary>
/// <param name="StartedAt">When it came back; null = it has its whole weight.</param>
internal readonly record struct SlowStart(MonotonicTime? StartedAt)
{
    private const int Steps = 9;

    /// <summary>Tenths of the weight at <paramref name="now"/>, 1 to 10.</summary>
    public int TenthsAt(MonotonicTime now, TimeSpan? span)
    {
        if (StartedAt is not { } started || span is not { } whole || whole <= TimeSpan.Zero || now >= started + whole) return 10;
        return now <= started ? 1 : 1 + (int)((Int128)(now - started).Ticks * Steps / whole.Ticks);
    }

    /// <summary>When the next step comes; null = none does.</summary>
    public MonotonicTime? NextStepAt(MonotonicTime now, TimeSpan? span)
    {
        int tenths = TenthsAt(now, span);
        if (tenths == 10) return null;
        // Rounded up, so that the step is there when its time has come.
        long ticks = (long)((((Int128)span!.Value.Ticks * tenths) + Steps - 1) / Steps);
        return StartedAt!.Value + new TimeSpan(ticks);
    }

    /// <summary><paramref name="weight"/> on the ramp; at least 1 unless it is 0, for a server that takes nothing never warms up.</summary>
    public static int Share(int weight, int tenths) => (int)((((long)weight * tenths) + 9) / 10);
}
