namespace KeepaliveConsole.Engine.Balancing;

/// <summary>No load balancing: checks run, nothing is written to the kernel.</summary>
/// <param name="problem">Why there is none although one was asked for; null = none is wanted.</param>
internal sealed class NoLoadBalancer(string? problem) : ILoadBalancer
{
    /// <summary>Kind of this one.</summary>
    public const string KindName = "none";

    /// <inheritdoc />
    public string Kind => KindName;

    /// <inheritdoc />
    public bool OwnsTable => false;

    /// <summary>Why there is none although one was asked for; null = none is wanted.</summary>
    public string? Problem => problem;

    /// <inheritdoc />
    public Sentence? Refuses(BalancerService service) => null;

    /// <inheritdoc />
    public BalancerReading Read() => new(BalancerTable.Empty, problem);

    /// <inheritdoc />
    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes) => problem;

    /// <inheritdoc />
    public string? Flush() => null;

    /// <inheritdoc />
    public SettingsOutcome Configure(BalancerSettings settings) => SettingsOutcome.Nothing;

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing is held.
    }
}
