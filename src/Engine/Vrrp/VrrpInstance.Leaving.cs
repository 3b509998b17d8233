using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>
/// Leaving mastership without a gap: say priority 0 first, and go on serving the addresses until a successor is heard, at most as long as the
/// slowest one waits. Stop, release, yield, and following the sync group.
/// </content>
public sealed partial class VrrpInstance
{
    /// <summary>
    /// How long addresses are served on after a better master was heard. It has just sent its first advert, and needs some tenths of a millisecond, more
    /// while it is busy starting, until it has them and the neighbours know. Shorter than any master-down interval (30 ms).
    /// </summary>
    public static readonly TimeSpan HandOverSpan = TimeSpan.FromMilliseconds(20);

    private static readonly VrrpPriority s_lowestPriority = new(1);

    private MonotonicTime? _leavingUntil;
    private bool _isHandingOver;
    private VrrpInstanceDefinition? _leavingWith;
    private Hold _hold;

    /// <summary>Why a lower master is not preempted, whatever the priorities.</summary>
    private enum Hold
    {
        None,
        Yielded,
        Group,
    }

    /// <summary>Is it Master no more, but still serving the addresses until a successor is heard?</summary>
    public bool IsLeaving => _leavingWith is not null;

    /// <summary>
    /// Did it yield to a master on request, so that it does not preempt? Ends when that master falls silent or leaves, on
    /// <see cref="VrrpInputKind.ResumeRequested"/>, and when it becomes Master again.
    /// </summary>
    public bool HasYielded => _hold == Hold.Yielded;

    private VrrpTransition? Stop(MonotonicTime now, TimeSpan? limit, List<VrrpOutput> outputs)
    {
        bool isSecond = !_isStarted;
        _isStarted = false;
        _isTakenUp = false;
        _failure = null;
        _retry.Reset();
        return LeaveElection(now, TransitionCause.Stopped, isSecond ? TimeSpan.Zero : limit, outputs);
    }

    private VrrpTransition? LeaveElection(MonotonicTime now, TransitionCause cause, TimeSpan? limit, List<VrrpOutput> outputs)
    {
        _hold = Hold.None;
        if (State == VrrpState.Master) BeginLeaving(now, limit ?? LongestSkew, outputs);
        else if (limit is { } shorter) EndLeavingBy(now, shorter, outputs);
        return State == VrrpState.Initialize ? null : Enter(now, VrrpState.Initialize, cause);
    }

    private VrrpTransition? YieldOnce(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (State != VrrpState.Master) return null;
        BeginLeaving(now, LongestSkew, outputs);
        VrrpTransition transition = BecomeBackup(now, TransitionCause.Yielded);
        _hold = Hold.Yielded;
        return transition;
    }

    private VrrpTransition? ResumeAfterYield(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (_hold != Hold.Yielded) return null;
        _hold = Hold.None;

        // Nobody has taken over yet: simply go on.
        return IsLeaving ? BecomeMaster(now, TransitionCause.Resumed, outputs) : null;
    }

    private VrrpTransition? GroupIs(MonotonicTime now, VrrpState state, string? detail, List<VrrpOutput> outputs)
    {
        if (state == VrrpState.Fault)
        {
            _groupFault = detail ?? "another member of its sync group is in Fault";
            return State == VrrpState.Initialize ? null : GoToFault(now, TransitionCause.GroupFollowed, detail, outputs);
        }

        _groupFault = null;
        switch (State)
        {
            case VrrpState.Fault:
                return TryRecover(now, TransitionCause.GroupFollowed, outputs, detail);
            case VrrpState.Backup when state == VrrpState.Master:
                return BecomeMaster(now, TransitionCause.GroupFollowed, outputs, detail);
            case VrrpState.Master when state == VrrpState.Backup:
                // Longer than the member that moved the group, so that addresses stay when that one finds no successor and comes back.
                BeginLeaving(now, LongestSkew * 2, outputs);
                VrrpTransition transition = BecomeBackup(now, TransitionCause.GroupFollowed, detail);
                _hold = Hold.Group;
                return transition;
            default:
                return null;
        }
    }

    private TimeSpan LongestSkew =>
        new MonotonicTime(ElectionTimers.SkewNanoseconds(Definition.Version, s_lowestPriority, Definition.AdvertisementInterval)) - MonotonicTime.Zero;

    private void BeginLeaving(MonotonicTime now, TimeSpan limit, List<VrrpOutput> outputs)
    {
        bool isHeld = _leaseSeconds is not { } seconds || !_lease.HasRunOut(now, seconds);
        if (limit <= TimeSpan.Zero || !isHeld)
        {
            LeaveMaster(isRelease: true, outputs);
            return;
        }

        outputs.Add(VrrpOutput.Send(VrrpPriority.Release));
        RenewLease(now, outputs);
        _announcements.Stop();
        _leavingWith = Definition;
        _leavingUntil = now + limit;
    }

    /// <summary>A better master said so. It is not asked to, but serving ends when it can have begun, not before.</summary>
    private void HandOver(MonotonicTime now, List<VrrpOutput> outputs)
    {
        // Two that share a virtual MAC address would take it from each other at the switch.
        if (Participant.VirtualMac is not null || HasLeaseRunOut(now))
        {
            LeaveMaster(isRelease: false, outputs);
            return;
        }

        _announcements.Stop();
        _leavingWith = Definition;
        _leavingUntil = now + HandOverSpan;
        _isHandingOver = true;
    }

    private void EndLeavingBy(MonotonicTime now, TimeSpan limit, List<VrrpOutput> outputs)
    {
        if (!IsLeaving) return;
        MonotonicTime end = now + limit;
        if (limit <= TimeSpan.Zero) FinishLeaving(outputs);
        else if (end < _leavingUntil) _leavingUntil = end;
    }

    private bool IsSuccessor(in ReceivedAdvertisement advertisement) =>
        advertisement.Priority != VrrpPriority.Release && !_lines.IsOwn(advertisement.Source);

    private VrrpTransition? EndOfLeaving(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (HasYielded) return BecomeMaster(now, TransitionCause.NoSuccessor, outputs);
        FinishLeaving(outputs);
        return null;
    }

    private void FinishLeaving(List<VrrpOutput> outputs)
    {
        RemoveHeld(_leavingWith!, outputs);
        _leavingWith = null;
        _leavingUntil = null;
        _isHandingOver = false;
    }

    /// <summary>Master again while the addresses are still here: only what the definition has no more goes.</summary>
    private void ForgetLeaving(List<VrrpOutput> outputs)
    {
        if (_leavingWith is not { } held) return;
        _leavingWith = null;
        _leavingUntil = null;
        _isHandingOver = false;
        if (held != Definition) RemoveHeld(HeldDifference.Of(held, Definition), outputs);
    }
}
