using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>
/// How often a server went down of late, as one number that halves with time (after RFC 2439), and whether it is kept out for it.
/// Default: never went down.
/// </summary>
internal readonly record struct FlapPenalty
{
    /// <summary>Added by each going down.</summary>
    public const double PerFall = 1000;

    private double Value { get; init; }

    private MonotonicTime At { get; init; }

    private MonotonicTime? SuppressedSince { get; init; }

    /// <summary>Kept out until then; null = never was, or it is over. May lie in the past.</summary>
    public MonotonicTime? SuppressedUntil { get; private init; }

    /// <summary>The penalty at <paramref name="now"/>; 0 = none, or so little that it no longer matters.</summary>
    public double ValueAt(MonotonicTime now, FlapDampingDefinition? damping)
    {
        if (damping is null || Value <= 0) return 0;
        if (now <= At || damping.HalfLife <= TimeSpan.Zero) return damping.HalfLife <= TimeSpan.Zero ? 0 : Value;
        double value = Value * Math.Pow(0.5, (now - At) / damping.HalfLife);
        return value < 1 ? 0 : value;
    }

    /// <summary>Is it kept out at <paramref name="now"/>?</summary>
    public bool IsSuppressedAt(MonotonicTime now, FlapDampingDefinition? damping) => damping is not null && SuppressedUntil is { } until && now < until;

    /// <summary>The server went down at <paramref name="now"/>.</summary>
    public FlapPenalty Fell(MonotonicTime now, FlapDampingDefinition? damping)
    {
        if (damping is null) return default;
        // A higher penalty could only keep it out longer than the longest suppression.
        double ceiling = Math.Max(damping.SuppressAbove + PerFall, damping.ReuseBelow * Math.Pow(2, damping.LongestSuppression / damping.HalfLife));
        double value = Math.Min(ValueAt(now, damping) + PerFall, ceiling);
        bool was = IsSuppressedAt(now, damping);
        if (!was && value <= damping.SuppressAbove) return new() { Value = value, At = now };
        MonotonicTime since = was ? SuppressedSince!.Value : now;
        MonotonicTime decayed = now + (Math.Max(0, Math.Log2(value / damping.ReuseBelow)) * damping.HalfLife);
        MonotonicTime latest = since + damping.LongestSuppression;
        return new() { Value = value, At = now, SuppressedSince = since, SuppressedUntil = decayed < latest ? decayed : latest };
    }
}
