using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>Backup: hear the master, and take over when it falls silent, leaves, or is lower and may be preempted. RFC 9568 §6.4.2.</content>
public sealed partial class VrrpInstance
{
    private MasterWatch _watch;

    private VrrpTransition BecomeBackup(MonotonicTime now, TransitionCause cause, string? detail = null)
    {
        _watch = MasterWatch.Begin(now, Definition.AdvertisementInterval);
        return Enter(now, VrrpState.Backup, cause, detail);
    }

    private void BackupReceives(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        if (advertisement.Priority == VrrpPriority.Release)
        {
            // The one we yielded to leaves; before it was heard somebody else does.
            if (!IsLeaving) _hold = Hold.None;
            _watch.Release(now);
            return;
        }

        if (IsLeaving && !_isHandingOver && IsSuccessor(advertisement)) FinishLeaving(outputs);
        bool isLower = advertisement.Priority < EffectivePriority;
        if (!isLower) _watch.ForgetPreemption();
        if (isLower && MayPreempt(now)) _watch.Disregard();
        else AcceptMaster(now, advertisement);
    }

    private void AcceptMaster(MonotonicTime now, in ReceivedAdvertisement advertisement)
    {
        // A VRRPv2 master with another interval is refused by the codec, so ours is the right one there.
        if (Definition.Version == VrrpVersion.V3) _watch.Adopt(now, advertisement);
        _watch.Accept(now);
    }

    private bool MayPreempt(MonotonicTime now)
    {
        if (_hold != Hold.None) return false;
        if (IsOwner || Participant.InitialMaster) return true;
        return Definition.Preempt && !_watch.HoldsPreemption(now, Definition.PreemptDelay);
    }
}
