using System.Net;

namespace KeepaliveConsole.Engine.Events;

/// <summary>One change of state of one instance, with the inputs that decided it.</summary>
public sealed record VrrpTransition
{
    /// <summary>Name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>State before.</summary>
    public required VrrpState From { get; init; }

    /// <summary>State after.</summary>
    public required VrrpState To { get; init; }

    /// <summary>Why.</summary>
    public required TransitionCause Cause { get; init; }

    /// <summary>This node's effective priority at that moment.</summary>
    public required int OwnPriority { get; init; }

    /// <summary>This node's priority without what tracking adds; null when not recorded.</summary>
    public int? BasePriority { get; init; }

    /// <summary>Source address of the advert that decided, or of the last one heard; null when none.</summary>
    public IPAddress? PeerAddress { get; init; }

    /// <summary>Priority in that advert; null when none was heard.</summary>
    public int? PeerPriority { get; init; }

    /// <summary>Interface that advert came on; null when none was heard, or when the instance has one heartbeat line only.</summary>
    public string? PeerLine { get; init; }

    /// <summary>
    /// Time since the last valid advert. When none was heard (<see cref="PeerAddress"/> is null): how long a backup had listened; null for the other states.
    /// </summary>
    public TimeSpan? SilentFor { get; init; }

    /// <summary>Whatever the outside said, such as the kernel's error or which interface; null = nothing to add.</summary>
    public string? Detail { get; init; }
}
