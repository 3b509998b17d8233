namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How connections are spread over real servers. Names as in the kernel.</summary>
public enum Scheduler
{
    /// <summary>Round robin (rr).</summary>
    RoundRobin,

    /// <summary>Weighted round robin (wrr).</summary>
    WeightedRoundRobin,

    /// <summary>Least connections (lc).</summary>
    LeastConnections,

    /// <summary>Weighted least connections (wlc). keepalived's default.</summary>
    WeightedLeastConnections,

    /// <summary>Source hash (sh).</summary>
    SourceHash,

    /// <summary>Locality-based least connections (lblc).</summary>
    LocalityBasedLeastConnections,

    /// <summary>Locality-based least connections with replication (lblcr).</summary>
    LocalityBasedLeastConnectionsReplicated,

    /// <summary>Destination hash (dh).</summary>
    DestinationHash,

    /// <summary>Maglev hash (mh).</summary>
    MaglevHash,

    /// <summary>The heaviest that is there (fo, weighted fail-over).</summary>
    FailOver,

    /// <summary>The heaviest until it is full, then the next (ovf, weighted overflow).</summary>
    Overflow,

    /// <summary>Shortest expected delay (sed).</summary>
    ShortestExpectedDelay,

    /// <summary>Never queue (nq).</summary>
    NeverQueue,

    /// <summary>Power of two choices (twos), kernels 5.14 and later.</summary>
    TwoRandomChoices,
}

/// <summary>Flags of a scheduler; what each means depends on it.</summary>
[Flags]
public enum SchedulerFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>First flag; for sh and mh: fall back to another server when the chosen one has no weight (<c>sh-fallback</c>, <c>mh-fallback</c>).</summary>
    First = 1,

    /// <summary>Second flag; for sh and mh: count the source port too (<c>sh-port</c>, <c>mh-port</c>).</summary>
    Second = 2,

    /// <summary>Third flag; no scheduler of today's kernels uses it.</summary>
    Third = 4,
}
