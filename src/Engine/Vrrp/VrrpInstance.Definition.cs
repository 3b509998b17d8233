using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>What changes while running: the definition and the priority. The same definition again is no change at all.</content>
public sealed partial class VrrpInstance
{
    private const int LowestPriority = 1;
    private const int HighestNonOwnerPriority = 254;

    /// <summary>No election follows: a master goes on with the new priority, a backup waits as long as the new priority asks for.</summary>
    private VrrpTransition? TrackingIs(in TrackEffect effect)
    {
        _trackingOffset = effect.Offset;
        Adopt(Definition, Participant);
        return null;
    }

    private VrrpTransition? DefinitionIs(MonotonicTime now, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, List<VrrpOutput> outputs)
    {
        if (definition == Definition && participant == Participant) return null;

        bool isElsewhere = definition.VirtualRouterId != Definition.VirtualRouterId
            || definition.Version != Definition.Version
            || participant.Interface != Participant.Interface;
        if (isElsewhere) return MoveElsewhere(now, definition, participant, outputs);

        VrrpInstanceDefinition before = Definition;
        Adopt(definition, participant);
        if (State == VrrpState.Fault) return TryNewDefinition(now, outputs);
        if (State == VrrpState.Backup) _watch.OwnIntervalIs(definition.AdvertisementInterval);
        if (State == VrrpState.Master) ApplyDifference(now, before, outputs);
        return null;
    }

    private void Adopt(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        Definition = definition;
        Participant = participant;
        EffectivePriority = participant.Priority == VrrpPriority.Owner
            ? VrrpPriority.Owner
            : new VrrpPriority((byte)Math.Clamp(participant.Priority.Value + _trackingOffset, LowestPriority, HighestNonOwnerPriority));
    }

    /// <summary>Another VRID, version or interface is another virtual router: leave the old one properly, then listen to the new one.</summary>
    private VrrpTransition? MoveElsewhere(MonotonicTime now, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant, List<VrrpOutput> outputs)
    {
        bool wasMaster = State == VrrpState.Master;
        if (wasMaster) LeaveMaster(isRelease: true, outputs);
        Adopt(definition, participant);
        _heard = null;
        if (State == VrrpState.Fault) return TryNewDefinition(now, outputs);
        if (State == VrrpState.Initialize) return null;

        VrrpTransition? transition = wasMaster ? BecomeBackup(now, TransitionCause.DefinitionChanged) : null;
        // An owner takes over in the next step, so that the release goes out in the old format and this advert in the new one.
        _watch = IsOwner ? MasterWatch.AtOnce(now, definition.AdvertisementInterval) : MasterWatch.Begin(now, definition.AdvertisementInterval);
        return transition;
    }

    /// <summary>A failure may have been the old definition's; a missing link is not.</summary>
    private VrrpTransition? TryNewDefinition(MonotonicTime now, List<VrrpOutput> outputs)
    {
        _retry.Reset();
        if (_failure is null) return null;
        _failure = null;
        return IsLinkUsable ? Recover(now, TransitionCause.DefinitionChanged, outputs) : null;
    }

    private void ApplyDifference(MonotonicTime now, VrrpInstanceDefinition before, List<VrrpOutput> outputs)
    {
        AddressDifference difference = AddressDifference.Between(before.VirtualAddresses, Definition.VirtualAddresses);
        if (difference.Gone.Count > 0) outputs.Add(VrrpOutput.Remove(difference.Gone));
        AddAndAnnounce(now, difference.Added, outputs);
        ApplyLease(now, AddressLease.SecondsFor(before), outputs);
        if (Definition.VirtualAddresses.Count == 0) _announcements.Stop();
        _adverts.Shorten(now, OwnIntervalNanoseconds);
    }

    private void ApplyLease(MonotonicTime now, int? before, List<VrrpOutput> outputs)
    {
        int? wanted = AddressLease.SecondsFor(Definition);
        if (wanted == before || Definition.VirtualAddresses.Count == 0) return;

        // The old lifetime may end before the next advert of a longer interval, so it is replaced now.
        outputs.Add(wanted is { } seconds ? VrrpOutput.Renew(Definition.VirtualAddresses, seconds) : VrrpOutput.Add(Definition.VirtualAddresses, null));
        _lease.Renewed(now);
    }
}
