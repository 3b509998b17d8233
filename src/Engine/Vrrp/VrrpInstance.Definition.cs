using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>What changes while running: the definition. The same definition again is no change at all.</content>
public sealed partial class VrrpInstance
{
    private const int LowestPriority = 1;
    private const int HighestNonOwnerPriority = 254;

    private VrrpTransition? DefinitionIs(MonotonicTime now, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, List<VrrpOutput> outputs)
    {
        if (definition == Definition && participant == Participant) return null;

        bool wasReleased = Participant.Released;
        if (IsElsewhere(definition, participant)) return MoveElsewhere(now, definition, participant, outputs);
        if (participant.Released && !wasReleased)
        {
            VrrpTransition? released = LeaveElection(now, TransitionCause.Released, null, outputs);
            Adopt(definition, participant);
            return released;
        }

        VrrpInstanceDefinition before = Definition;
        Adopt(definition, participant);
        switch (State)
        {
            case VrrpState.Initialize:
                return wasReleased ? Resume(now, outputs) : null;
            case VrrpState.Fault:
                return TryNewDefinition(now, outputs);
            case VrrpState.Backup:
                _watch.OwnIntervalIs(definition.AdvertisementInterval);
                break;
            default:
                ApplyDifference(now, before, outputs);
                break;
        }

        return IsLinkFit ? null : LoseLink(now, outputs);
    }

    private void Adopt(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        _lines.Adopt(Participant, participant);
        Definition = definition;
        Participant = participant;
        _leaseSeconds = AddressLease.SecondsFor(definition, participant.Node);
        EffectivePriority = participant.Priority == VrrpPriority.Owner
            ? VrrpPriority.Owner
            : new VrrpPriority((byte)Math.Clamp(participant.Priority.Value + _trackingOffset, LowestPriority, HighestNonOwnerPriority));
    }

    /// <summary>Another VRID, version, group, first interface or MAC address is another virtual router.</summary>
    private bool IsElsewhere(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant) =>
        definition.VirtualRouterId != Definition.VirtualRouterId
        || definition.Version != Definition.Version
        || !Equals(definition.MulticastGroup, Definition.MulticastGroup)
        || participant.Interface != Participant.Interface
        || participant.VirtualMac != Participant.VirtualMac;

    /// <summary>Leaves the old virtual router properly, then listens to the new one.</summary>
    private VrrpTransition? MoveElsewhere(MonotonicTime now, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, List<VrrpOutput> outputs)
    {
        bool wasReleased = Participant.Released;
        bool wasMaster = State == VrrpState.Master;
        if (wasMaster) LeaveMaster(isRelease: true, outputs);
        else if (IsLeaving) FinishLeaving(outputs);
        Adopt(definition, participant);
        _heard = null;
        _hold = Hold.None;
        if (participant.Released) return LeaveElectionElsewhere(now);
        if (State == VrrpState.Fault) return TryNewDefinition(now, outputs);
        if (State == VrrpState.Initialize) return wasReleased ? Resume(now, outputs) : null;

        VrrpTransition? transition = wasMaster ? BecomeBackup(now, TransitionCause.DefinitionChanged) : null;
        // An owner takes over in the next step, so that the release goes out in the old format and this advert in the new one.
        _watch = IsOwner ? MasterWatch.AtOnce(now, definition.AdvertisementInterval) : MasterWatch.Begin(now, definition.AdvertisementInterval);
        return transition;
    }

    private VrrpTransition? LeaveElectionElsewhere(MonotonicTime now) =>
        State == VrrpState.Initialize ? null : Enter(now, VrrpState.Initialize, TransitionCause.Released);

    private VrrpTransition? Resume(MonotonicTime now, List<VrrpOutput> outputs) =>
        _isStarted && !Participant.Released && _lines.IsDecided ? Begin(now, TransitionCause.Resumed, outputs) : null;

    /// <summary>A failure may have been the old definition's; a missing link is not.</summary>
    private VrrpTransition? TryNewDefinition(MonotonicTime now, List<VrrpOutput> outputs)
    {
        _retry.Reset();
        _failure = null;
        return TryRecover(now, TransitionCause.DefinitionChanged, outputs);
    }

    private void ApplyDifference(MonotonicTime now, VrrpInstanceDefinition before, List<VrrpOutput> outputs)
    {
        RemoveHeld(HeldDifference.Of(before, Definition), outputs);
        AddAndAnnounce(now, HeldDifference.Of(Definition, before), outputs);
        ApplyLease(now, AddressLease.SecondsFor(before, Participant.Node), outputs);
        if (Definition.VirtualAddresses.Count == 0) _announcements.Stop();
        _adverts.Shorten(now, OwnIntervalNanoseconds);
    }

    private void ApplyLease(MonotonicTime now, int? before, List<VrrpOutput> outputs)
    {
        if (_leaseSeconds == before || Definition.VirtualAddresses.Count == 0) return;

        // The old lifetime may end before the next advert of a longer interval, so it is replaced now.
        outputs.Add(_leaseSeconds is { } seconds ? VrrpOutput.Renew(Definition.VirtualAddresses, seconds) : VrrpOutput.Add(Definition.VirtualAddresses, null));
        _lease.Renewed(now);
    }
}
