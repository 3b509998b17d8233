namespace KeepaliveConsole.Engine.Events;

/// <summary>Why an instance changed state. Names are stable: they are metric labels and stored text.</summary>
public enum TransitionCause
{
    /// <summary>The engine started the instance.</summary>
    Started,

    /// <summary>The instance is the address owner (priority 255) and takes part at once.</summary>
    AddressOwner,

    /// <summary>No advert came for the whole master-down interval.</summary>
    MasterSilent,

    /// <summary>The master said priority 0: it leaves.</summary>
    MasterReleased,

    /// <summary>A master of lower priority was heard until the master-down timer ran out.</summary>
    PreemptedLowerPriority,

    /// <summary>A master of higher priority was heard.</summary>
    HigherPriorityHeard,

    /// <summary>A master of the same priority and a higher address was heard.</summary>
    SamePriorityHigherAddress,

    /// <summary>The interface is missing, down, or without an address to send from.</summary>
    InterfaceUnusable,

    /// <summary>The interface is usable again.</summary>
    InterfaceUsable,

    /// <summary>The kernel refused an address.</summary>
    AddressFailed,

    /// <summary>The engine is being stopped.</summary>
    Stopped,

    /// <summary>The definition changed.</summary>
    DefinitionChanged,

    /// <summary>The process lacks a privilege.</summary>
    NotPermitted,

    /// <summary>The definition asks for something this version cannot do safely.</summary>
    NotSupported,

    /// <summary>What failed before is tried again after a wait.</summary>
    Retried,

    /// <summary>Something tracked with weight 0 failed, or the priority fell to nothing.</summary>
    TrackFailed,

    /// <summary>All that is tracked is well again.</summary>
    TrackRecovered,

    /// <summary>The sync group moved, and its members move together.</summary>
    GroupFollowed,

    /// <summary>The operator asked this node to yield once.</summary>
    Yielded,

    /// <summary>The operator took this node out of the election.</summary>
    Released,

    /// <summary>The operator lets this node take part again.</summary>
    Resumed,

    /// <summary>This node was asked to yield, and nobody took over.</summary>
    NoSuccessor,

    /// <summary>A process before this one was master when it ended, kept the addresses, and nobody has taken over since.</summary>
    TakenUp,

    /// <summary>This process stood still for so long that a backup must have taken over.</summary>
    StoodStill,
}
