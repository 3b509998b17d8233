namespace KeepaliveConsole.Engine.Balancing;

/// <summary>A load balancer of the kernel. Called from one thread only; failures are values, never exceptions.</summary>
public interface ILoadBalancer : IDisposable
{
    /// <summary><c>ipvs</c>, <c>nftables</c> or <c>none</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Is everything that <see cref="Read()"/> gives ours? True for a table of our own (nftables): what is left there from an earlier run is
    /// removed. False where the table is shared (IPVS): services nobody asked us for belong to others.
    /// </summary>
    bool OwnsTable { get; }

    /// <summary>Why <paramref name="service"/> cannot be done by this one (nftables: direct routing, least connections); null = it can.</summary>
    Sentence? Refuses(BalancerService service);

    /// <summary>Reads the actual table.</summary>
    BalancerReading Read();

    /// <summary>
    /// As <see cref="Read()"/>, for the regular look at a large table: stops where <paramref name="giveUp"/> says that something more urgent came, with
    /// <see cref="BalancerReading.IsInterrupted"/>.
    /// </summary>
    BalancerReading Read(Func<bool> giveUp) => Read();

    /// <summary>Carries out <paramref name="changes"/> to reach <paramref name="wanted"/>. Null = done; else what failed, for people.</summary>
    string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes);

    /// <summary>Empties the table, services of others included where the table is shared. Null = done; else what failed, for people.</summary>
    string? Flush();

    /// <summary>
    /// Brings what is set beside the table (time-outs, connection synchronisation) to <paramref name="settings"/>; looks first, and writes only
    /// what differs. Says what it cannot.
    /// </summary>
    SettingsOutcome Configure(BalancerSettings settings);

    /// <summary>Does the kernel give a sign when something else changes the table? Then <see cref="MayHaveDrifted"/> is asked. Default false: only sweeps find out.</summary>
    bool HasSign => false;

    /// <summary>
    /// Might something else have changed the table since it was last read or written? Cheap: asked several times a second where <see cref="HasSign"/>; true makes the
    /// table be read at once instead of at the next sweep.
    /// </summary>
    bool MayHaveDrifted() => false;

    /// <summary>
    /// Ends every established connection at <paramref name="places"/>, whether the table has the destination now or not. The table is as before
    /// when it returns. Null = done; else why not, for people. Default: refused, because this load balancer cannot.
    /// </summary>
    string? Cut(IReadOnlyList<BalancerPlace> places) => $"the load balancer {Kind} cannot end connections";
}

/// <summary>What reading the table gave: a table, or a problem.</summary>
/// <param name="Table">The table; empty when <paramref name="Problem"/> is set.</param>
/// <param name="Problem">What failed and the way out; null = read.</param>
public sealed record BalancerReading(BalancerTable Table, string? Problem)
{
    /// <summary>Was it given up? Then there is no table, and no problem either.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Connections of each destination, where the load balancer counts them; else empty.</summary>
    public ValueArray<DestinationCounters> Counters { get; init; }

    /// <summary>Connections of each service, where the load balancer counts them; else empty.</summary>
    public ValueArray<ServiceCounters> ServiceCounters { get; init; }

    /// <summary>Services left out of <see cref="Table"/> because something from outside damaged them; adding them mends them.</summary>
    public ValueArray<DamagedService> Damaged { get; init; }
}
