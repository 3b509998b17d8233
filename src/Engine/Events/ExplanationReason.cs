namespace KeepaliveConsole.Engine.Events;

/// <summary>Why an instance is Master here, or is not. Names are stable: programs decide by them.</summary>
public enum ExplanationReason
{
    /// <summary>It is Master.</summary>
    Master,

    /// <summary>It is Master, and leaves as soon as a successor is heard.</summary>
    MasterLeaving,

    /// <summary>The operator took this node out of the election.</summary>
    Released,

    /// <summary>It does not run.</summary>
    NotRunning,

    /// <summary>Something tracked holds it in Fault.</summary>
    TrackFailed,

    /// <summary>Another member of its sync group cannot be Master.</summary>
    GroupHolds,

    /// <summary>It is in Fault for another reason.</summary>
    Fault,

    /// <summary>No master was heard yet, and the time to wait for one is not over.</summary>
    Listening,

    /// <summary>The master has a higher priority.</summary>
    HigherPriority,

    /// <summary>The master has the same priority, and who is Master stays it.</summary>
    SamePriority,

    /// <summary>The master has a lower priority, and this node may not preempt.</summary>
    NoPreempt,

    /// <summary>The master has a lower priority, and this node was asked to yield to it.</summary>
    Yielded,

    /// <summary>The master has a lower priority, and the preempt delay is not over.</summary>
    PreemptDelay,

    /// <summary>The master has a lower priority and is about to be preempted.</summary>
    AboutToPreempt,
}
