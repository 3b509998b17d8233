using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What other threads tell the loop. Rare, so these are objects.</summary>
internal abstract record LoopCommand
{
    /// <summary>Take part in this election. <paramref name="IsTakenUp"/>: a process before this one was master and left the addresses in place moments ago. <paramref name="Effect"/>: what tracking does to it from the start.</summary>
    public sealed record Join(VrrpCell Cell, bool IsTakenUp, TrackEffect Effect) : LoopCommand;

    /// <summary>The definition changed in a way the running election takes over.</summary>
    public sealed record Redefine(VrrpCell Cell, VrrpInstanceDefinition Definition, VrrpParticipantDefinition Participant) : LoopCommand;

    /// <summary>The instance belongs to another sync group now, the one its cell names.</summary>
    public sealed record Regroup(VrrpCell Cell) : LoopCommand;

    /// <summary>Leave this election for good.</summary>
    public sealed record Leave(VrrpCell Cell) : LoopCommand;

    /// <summary>A heartbeat line is like this now; <paramref name="Facts"/> is null when its interface does not exist.</summary>
    public sealed record Link(VrrpCell Cell, LinkState State, LineFacts? Facts) : LoopCommand;

    /// <summary>An output could not be carried out.</summary>
    public sealed record Failed(VrrpCell Cell, TransitionCause Cause, string Detail) : LoopCommand;

    /// <summary>Announce the addresses once more.</summary>
    public sealed record Announce(VrrpCell Cell) : LoopCommand;

    /// <summary>Yield once.</summary>
    public sealed record Yield(VrrpCell Cell) : LoopCommand;

    /// <summary>Forget that it yielded.</summary>
    public sealed record Resume(VrrpCell Cell) : LoopCommand;

    /// <summary>Another router answered for, or announced, a virtual address that this node holds.</summary>
    public sealed record RivalAnswered(VrrpCell Cell, AddressKey Address, ValueArray<byte> HardwareAddress) : LoopCommand;

    /// <summary>The router that was master until its adverts stayed away answers at its own address.</summary>
    public sealed record NeighbourAnswered(VrrpCell Cell, AddressKey Address) : LoopCommand;

    /// <summary>Another console says that its node is Master of this instance.</summary>
    public sealed record PeerClaimed(VrrpCell Cell, AddressKey Peer, VrrpPriority Priority) : LoopCommand;

    /// <summary>What is tracked changed.</summary>
    public sealed record Tracking(VrrpCell Cell, TrackEffect Effect) : LoopCommand;

    /// <summary>Leave every election, then end.</summary>
    /// <param name="Limit">Longest wait for successors; null = the largest skew.</param>
    /// <param name="KeepAddresses">Instead: say nothing and leave the addresses as they are.</param>
    public sealed record Stop(TimeSpan? Limit, bool KeepAddresses) : LoopCommand;
}
