using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What other threads tell the loop. Rare, so these are objects.</summary>
internal abstract record LoopCommand
{
    /// <summary>Take part in this election. <paramref name="IsTakenUp"/>: go on as the master that a process before this one was moments ago.</summary>
    public sealed record Join(VrrpCell Cell, bool IsTakenUp = false) : LoopCommand;

    /// <summary>The definition changed in a way the running election takes over.</summary>
    public sealed record Redefine(VrrpCell Cell, VrrpInstanceDefinition Definition, VrrpParticipantDefinition Participant) : LoopCommand;

    /// <summary>Leave this election for good.</summary>
    public sealed record Leave(VrrpCell Cell) : LoopCommand;

    /// <summary>The interface is like this now; <paramref name="Facts"/> is null when it does not exist.</summary>
    public sealed record Link(VrrpCell Cell, LinkState State, LinkFacts? Facts) : LoopCommand;

    /// <summary>An output could not be carried out.</summary>
    public sealed record Failed(VrrpCell Cell, TransitionCause Cause, string Detail) : LoopCommand;

    /// <summary>Announce the addresses once more.</summary>
    public sealed record Announce(VrrpCell Cell) : LoopCommand;

    /// <summary>Yield once.</summary>
    public sealed record Yield(VrrpCell Cell) : LoopCommand;

    /// <summary>What is tracked changed.</summary>
    public sealed record Tracking(VrrpCell Cell, TrackEffect Effect) : LoopCommand;

    /// <summary>Leave every election, then end. <paramref name="Limit"/>: longest wait for successors; null = the largest skew.</summary>
    public sealed record Stop(TimeSpan? Limit) : LoopCommand;
}
