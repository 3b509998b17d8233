using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>Master: send adverts, answer a lower one, yield to a better one. RFC 9568 §6.4.3.</content>
public sealed partial class VrrpInstance
{
    private MonotonicTime _masterSince;
    private AdvertisementSchedule _adverts;

    private long OwnIntervalNanoseconds => ElectionTimers.Nanoseconds(Definition.AdvertisementInterval);

    private MonotonicTime MasterDeadline()
    {
        MonotonicTime deadline = _adverts.DueAt;
        if (_announcements.NextAt is { } burst && burst < deadline) deadline = burst;
        return _ties.DueAt is { } tie && tie < deadline ? tie : deadline;
    }

    /// <summary>The advert first, so that the others stop; then addresses and routing; then the announcement, which is true only now.</summary>
    private VrrpTransition BecomeMaster(MonotonicTime now, TransitionCause cause, List<VrrpOutput> outputs, string? detail = null)
    {
        _masterSince = now;
        _isTakenUp = false;
        _hold = Hold.None;
        _ties.Clear();
        outputs.Add(VrrpOutput.Send(EffectivePriority));
        ForgetLeaving(outputs);
        AddAndAnnounceAll(now, outputs);
        _adverts.Restart(now, OwnIntervalNanoseconds);
        return Enter(now, VrrpState.Master, cause, detail);
    }

    /// <summary>The release first, so that a backup wakes while the addresses go.</summary>
    private void LeaveMaster(bool isRelease, List<VrrpOutput> outputs)
    {
        if (isRelease) outputs.Add(VrrpOutput.Send(VrrpPriority.Release));
        RemoveHeld(Definition, outputs);
        _announcements.Stop();
    }

    private VrrpTransition? MasterReceives(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        if (HasStoodStill(now))
        {
            VrrpTransition stoodStill = GiveUp(now, outputs);
            BackupReceives(now, advertisement, outputs);
            return stoodStill;
        }

        if (advertisement.Priority == VrrpPriority.Release)
        {
            AdvertiseOutOfTurn(now, outputs);
            return null;
        }

        int order = advertisement.Priority.CompareTo(EffectivePriority);
        if (order > 0) return Yield(now, advertisement, TransitionCause.HigherPriorityHeard, outputs);
        return order == 0 ? MasterHearsEqual(now, advertisement, outputs) : Answer(now, outputs);
    }

    private VrrpTransition? MasterHearsEqual(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        if (IsOwner && Definition.OwnerIgnoresAdvertisements) return null;

        // Our own packet come back, or our address used twice: an answer would only be heard, and answered, by ourselves.
        if (_lines.IsOwn(advertisement.Source)) return null;

        AdvertisementInterval longer = Definition.Version == VrrpVersion.V3 && advertisement.Interval > Definition.AdvertisementInterval ? advertisement.Interval : Definition.AdvertisementInterval;
        long masterDown = ElectionTimers.MasterDownNanoseconds(Definition.Version, EffectivePriority, longer, Definition.DownTimerAdverts);
        return _ties.Hear(now, advertisement, ElectionTimers.Nanoseconds(longer), masterDown) switch
        {
            TieResult.Lost => Yield(now, advertisement, TransitionCause.SamePriorityHigherAddress, outputs),
            TieResult.Won => Answer(now, outputs),
            _ => null,
        };
    }

    /// <summary>A lower master has misled the neighbours; the advert stops it and the announcement brings them back.</summary>
    private VrrpTransition? Answer(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (!Definition.LowerPriorityNoAdvertisement || HasLeaseRunOut(now)) AdvertiseOutOfTurn(now, outputs);
        if (_announcements.Answer(now, Definition.Announcement)) AnnounceAnswer(now, outputs);
        return null;
    }

    /// <summary>
    /// Says so by one more advert: the better one answers it with an announcement, the last one on the wire. The addresses stay for a moment: whoever
    /// takes over says so first, and only then has and announces them.
    /// </summary>
    private VrrpTransition Yield(MonotonicTime now, in ReceivedAdvertisement advertisement, TransitionCause cause, List<VrrpOutput> outputs)
    {
        if (Definition.HigherPrioritySendAdvertisement) outputs.Add(VrrpOutput.Send(EffectivePriority));
        HandOver(now, outputs);
        VrrpTransition transition = BecomeBackup(now, cause);
        AcceptMaster(now, advertisement);
        return transition;
    }

    private VrrpTransition? MasterTimer(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (HasStoodStill(now)) return GiveUp(now, outputs);
        if (_ties.Look(now) == TieResult.Lost) return Yield(now, _ties.Decider, TransitionCause.SamePriorityHigherAddress, outputs);
        if (now >= _adverts.DueAt)
        {
            Advertise(now, outputs);
            _adverts.Advance(now, OwnIntervalNanoseconds);
        }

        int repeat = _announcements.Take(now, Definition.Announcement);
        if (repeat > 0) AddAnnouncement(Definition.VirtualAddresses, repeat, outputs);
        return null;
    }

    /// <summary>With nopreempt: was this process still for so long that a backup must be master by now?</summary>
    private bool HasStoodStill(MonotonicTime now)
    {
        if (Definition.Preempt || IsOwner || Definition.TimerExpiredBackup is not { } priority) return false;
        long masterDown = ElectionTimers.MasterDownNanoseconds(Definition.Version, new VrrpPriority((byte)priority), Definition.AdvertisementInterval, Definition.DownTimerAdverts);
        return now.Nanoseconds - _adverts.SentAt.Nanoseconds >= masterDown;
    }

    private VrrpTransition GiveUp(MonotonicTime now, List<VrrpOutput> outputs)
    {
        LeaveMaster(isRelease: false, outputs);
        return BecomeBackup(now, TransitionCause.StoodStill);
    }

    private void AdvertiseOutOfTurn(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (_adverts.HasJustSent(now)) return;
        Advertise(now, outputs);
        _adverts.Restart(now, OwnIntervalNanoseconds);
    }

    private void Advertise(MonotonicTime now, List<VrrpOutput> outputs)
    {
        outputs.Add(VrrpOutput.Send(EffectivePriority));
        // This process stood still so long that the kernel took the addresses away, and someone else may have announced them.
        if (HasLeaseRunOut(now)) AddAndAnnounceAll(now, outputs);
        else if (_lease.IsRenewalDue(now)) RenewLease(now, outputs);
    }
}
