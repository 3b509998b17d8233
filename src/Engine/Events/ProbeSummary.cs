namespace KeepaliveConsole.Engine.Events;

/// <summary>What the probes of one check came to within a span of time, such as one minute.</summary>
public sealed record ProbeSummary
{
    /// <summary>Name of the virtual service.</summary>
    public required string Service { get; init; }

    /// <summary>Endpoint of the real server, such as <c>10.88.0.101:80</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Which of the server's checks, 0-based.</summary>
    public required int CheckIndex { get; init; }

    /// <summary>Begin of the span, UTC; a probe belongs to the span in which it started.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Probes that said something about the server; those that this node could not make are not counted.</summary>
    public required int Count { get; init; }

    /// <summary>Those that passed.</summary>
    public required int Passed { get; init; }

    /// <summary>Those that were refused.</summary>
    public int Refused { get; init; }

    /// <summary>Those that got no answer in time.</summary>
    public int TimedOut { get; init; }

    /// <summary>From start to end, of all.</summary>
    public PhaseSummary Whole { get; init; }

    /// <summary>Until the connection stood, of those whose did.</summary>
    public PhaseSummary Connect { get; init; }

    /// <summary>Until TLS was agreed on, of those with TLS.</summary>
    public PhaseSummary Tls { get; init; }

    /// <summary>Until the first byte of the answer, of those that got one.</summary>
    public PhaseSummary FirstByte { get; init; }
}

/// <summary>How long a phase took. Default: nothing was measured.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="Sum">Of all.</param>
/// <param name="Shortest">The shortest; zero when none was measured.</param>
/// <param name="Longest">The longest; zero when none was measured.</param>
public readonly record struct PhaseSummary(int Count, TimeSpan Sum, TimeSpan Shortest, TimeSpan Longest)
{
    /// <summary>The mean; null when nothing was measured.</summary>
    public TimeSpan? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>With one more; null = this one had no such phase.</summary>
    public PhaseSummary With(TimeSpan? duration) => duration is not { } one ? this : Count == 0 ? new(1, one, one, one)
        : new(Count + 1, Sum + one, one < Shortest ? one : Shortest, one > Longest ? one : Longest);

    /// <summary>Both together.</summary>
    public PhaseSummary With(PhaseSummary other) => other.Count == 0 ? this : Count == 0 ? other
        : new(Count + other.Count, Sum + other.Sum, other.Shortest < Shortest ? other.Shortest : Shortest, other.Longest > Longest ? other.Longest : Longest);
}
