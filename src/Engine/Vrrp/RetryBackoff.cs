namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>
/// When an instance that failed as master tries again: 10 s after the first failure, doubling up to 320 s while failures go on.
/// Each try of a high priority interrupts the master that works, so a lasting fault must not be tried at a steady pace.
/// </summary>
internal struct RetryBackoff
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private const int MaximumDoublings = 5;

    private int _failures;

    /// <summary>The next try; null = none is planned.</summary>
    public MonotonicTime? RetryAt { get; private set; }

    /// <summary>It failed now; plans the next try.</summary>
    /// <param name="now">The time.</param>
    /// <param name="heldFor">How long it had worked before: longer than the first delay starts the count anew.</param>
    public void Failed(MonotonicTime now, TimeSpan heldFor)
    {
        if (heldFor >= s_first) _failures = 0;
        RetryAt = now + (s_first * (1 << Math.Min(_failures, MaximumDoublings)));
        _failures++;
    }

    /// <summary>The planned try is made, or not wanted.</summary>
    public void Cancel() => RetryAt = null;

    /// <summary>Something that could cure the fault changed: forget the failures.</summary>
    public void Reset() => this = default;
}
