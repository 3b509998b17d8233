using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>Master: hold the addresses, send adverts, yield to a better one. RFC 9568 §6.4.3.</content>
public sealed partial class VrrpInstance
{
    private MonotonicTime _masterSince;
    private AdvertisementSchedule _adverts;
    private AnnouncementSchedule _announcements;
    private AddressLease _lease;

    private long OwnIntervalNanoseconds => ElectionTimers.Nanoseconds(Definition.AdvertisementInterval);

    private MonotonicTime MasterDeadline() =>
        _announcements.NextAt is { } burst && burst < _adverts.DueAt ? burst : _adverts.DueAt;

    /// <summary>The advert first, so that the others stop; then the addresses; then the announcement, which is true only now.</summary>
    private VrrpTransition BecomeMaster(MonotonicTime now, TransitionCause cause, List<VrrpOutput> outputs)
    {
        _masterSince = now;
        outputs.Add(VrrpOutput.Send(EffectivePriority));
        AddAndAnnounce(now, Definition.VirtualAddresses, outputs);
        _lease.Renewed(now);
        _adverts.Restart(now, OwnIntervalNanoseconds);
        return Enter(now, VrrpState.Master, cause);
    }

    /// <summary>The release first, so that a backup wakes while the addresses go.</summary>
    private void LeaveMaster(bool isRelease, List<VrrpOutput> outputs)
    {
        if (isRelease) outputs.Add(VrrpOutput.Send(VrrpPriority.Release));
        RemoveAddresses(outputs);
        _announcements.Stop();
    }

    private VrrpTransition? MasterReceives(MonotonicTime now, in ReceivedAdvertisement advertisement, List<VrrpOutput> outputs)
    {
        if (advertisement.Priority == VrrpPriority.Release)
        {
            AdvertiseOutOfTurn(now, outputs);
            return null;
        }

        int priorityOrder = advertisement.Priority.CompareTo(EffectivePriority);
        int addressOrder = advertisement.Source.CompareTo(_link.GetValueOrDefault().Source);
        if (priorityOrder > 0) return Yield(now, advertisement, TransitionCause.HigherPriorityHeard, outputs);
        if (priorityOrder == 0 && addressOrder > 0) return Yield(now, advertisement, TransitionCause.SamePriorityHigherAddress, outputs);

        // Our own packet come back, or our address used twice: an answer would only be heard, and answered, by ourselves.
        if (priorityOrder == 0 && addressOrder == 0) return null;

        // A lower master has misled the neighbours; the advert stops it and the announcement brings them back.
        AdvertiseOutOfTurn(now, outputs);
        if (_announcements.Answer(now)) Announce(now, Definition.VirtualAddresses, outputs);
        return null;
    }

    private VrrpTransition Yield(MonotonicTime now, in ReceivedAdvertisement advertisement, TransitionCause cause, List<VrrpOutput> outputs)
    {
        LeaveMaster(isRelease: false, outputs);
        VrrpTransition transition = BecomeBackup(now, cause);
        AcceptMaster(now, advertisement);
        return transition;
    }

    private void MasterTimer(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (now >= _adverts.DueAt)
        {
            Advertise(now, outputs);
            _adverts.Advance(now, OwnIntervalNanoseconds);
        }

        if (_announcements.Take(now, Definition.Announcement)) AddAnnouncement(Definition.VirtualAddresses, outputs);
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
        if (AddressLease.SecondsFor(Definition) is not { } seconds || Definition.VirtualAddresses.Count == 0) return;

        if (_lease.HasRunOut(now, seconds))
        {
            // This process stood still so long that the kernel took the addresses away, and someone else may have announced them.
            AddAndAnnounce(now, Definition.VirtualAddresses, outputs);
            _lease.Renewed(now);
        }
        else if (_lease.IsRenewalDue(now))
        {
            outputs.Add(VrrpOutput.Renew(Definition.VirtualAddresses, seconds));
            _lease.Renewed(now);
        }
    }

    private VrrpTransition? AnnounceAgain(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (State == VrrpState.Master) Announce(now, Definition.VirtualAddresses, outputs);
        return null;
    }

    private void AddAndAnnounce(MonotonicTime now, ValueArray<VirtualAddressDefinition> addresses, List<VrrpOutput> outputs)
    {
        if (addresses.Count == 0) return;
        outputs.Add(VrrpOutput.Add(addresses, AddressLease.SecondsFor(Definition)));
        Announce(now, addresses, outputs);
    }

    private void Announce(MonotonicTime now, ValueArray<VirtualAddressDefinition> addresses, List<VrrpOutput> outputs)
    {
        if (addresses.Count == 0) return;
        AddAnnouncement(addresses, outputs);
        _announcements.Start(now, Definition.Announcement);
    }

    private void AddAnnouncement(ValueArray<VirtualAddressDefinition> addresses, List<VrrpOutput> outputs) =>
        outputs.Add(VrrpOutput.Announce(addresses, Definition.Announcement.Repeat));

    private void RemoveAddresses(List<VrrpOutput> outputs)
    {
        if (Definition.VirtualAddresses.Count > 0) outputs.Add(VrrpOutput.Remove(Definition.VirtualAddresses));
    }
}
