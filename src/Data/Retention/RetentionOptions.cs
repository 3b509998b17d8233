namespace KeepaliveConsole.Data.Retention;

/// <summary>What is kept how long. Revisions stay for ever unless said; audit entries and probes have rules of their own.</summary>
public sealed record RetentionOptions
{
    /// <summary>Changes of state of VRRP instances. Zero = for ever. Default 400 days.</summary>
    public TimeSpan Transitions { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Events of the stream, from which a reader resumes. Zero = for ever. Default 30 days.</summary>
    public TimeSpan Events { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Events at most, whatever their age. Zero = no limit. Default one million.</summary>
    public long EventsAtMost { get; init; } = 1_000_000;

    /// <summary>Answers to writes with an <c>Idempotency-Key</c>. Default 24 hours.</summary>
    public TimeSpan IdempotencyKeys { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Revisions that are not the newest, by age. Zero = for ever, the default: each is what somebody may want to go back to.</summary>
    public TimeSpan Revisions { get; init; }
}
