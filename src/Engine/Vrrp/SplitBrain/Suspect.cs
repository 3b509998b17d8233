using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Vrrp.SplitBrain;

/// <summary>One router, and what it does that a master does. A value: remembering it allocates nothing.</summary>
internal struct Suspect
{
    /// <summary>What its doing points to.</summary>
    public SplitBrainCause Cause;

    /// <summary>Its address; default = only its MAC address is known.</summary>
    public AddressKey Address;

    /// <summary>Its MAC address in the lower 48 bits; 0 = unknown.</summary>
    public ulong HardwareAddress;

    /// <summary>For <see cref="SplitBrainCause.AddressAnsweredElsewhere"/>: the virtual address that it answered for last.</summary>
    public AddressKey VirtualAddress;

    /// <summary>Its priority; 0 = unknown.</summary>
    public byte Priority;

    /// <summary>Heartbeat line it was seen on, 0-based.</summary>
    public int Line;

    /// <summary>Why its packet was refused; None = it was not.</summary>
    public DropReason Refusal;

    /// <summary>When it was first seen without a longer gap since.</summary>
    public MonotonicTime First;

    /// <summary>When it was last seen.</summary>
    public MonotonicTime Last;

    /// <summary>When a sign of it last counted.</summary>
    public MonotonicTime CountedAt;

    /// <summary>Time between the last two signs that counted, in nanoseconds; 0 before the second.</summary>
    public long Gap;

    /// <summary>Signs seen.</summary>
    public long Seen;

    /// <summary>Signs that count: those apart from each other in time. 0 = the place is free.</summary>
    public int Counted;

    /// <summary>Is it certain enough?</summary>
    public bool IsConfirmed;

    /// <summary>Is it the same router doing the same thing?</summary>
    public readonly bool Is(SplitBrainCause cause, AddressKey address, ulong hardwareAddress) =>
        Counted > 0 && Cause == cause && Address == address && HardwareAddress == hardwareAddress;
}
