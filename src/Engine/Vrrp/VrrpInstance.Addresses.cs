using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp;

/// <content>What a master holds: addresses, then routes and rules; and how it tells the neighbours.</content>
public sealed partial class VrrpInstance
{
    private AnnouncementSchedule _announcements;
    private AddressLease _lease;
    private int? _leaseSeconds;

    private bool HasLeaseRunOut(MonotonicTime now) =>
        _leaseSeconds is { } seconds && Definition.VirtualAddresses.Count > 0 && _lease.HasRunOut(now, seconds);

    private void RenewLease(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (_leaseSeconds is not { } seconds || Definition.VirtualAddresses.Count == 0) return;
        outputs.Add(VrrpOutput.Renew(Definition.VirtualAddresses, seconds));
        _lease.Renewed(now);
    }

    private void AddAndAnnounceAll(MonotonicTime now, List<VrrpOutput> outputs)
    {
        AddAndAnnounce(now, new HeldDifference(Definition.VirtualAddresses, Definition.VirtualRoutes, Definition.VirtualRules), outputs);
        _lease.Renewed(now);
    }

    /// <summary>Routes may lead through an address and name it as their source, so they come after it.</summary>
    private void AddAndAnnounce(MonotonicTime now, in HeldDifference added, List<VrrpOutput> outputs)
    {
        if (added.Addresses.Count > 0) outputs.Add(VrrpOutput.Add(added.Addresses, _leaseSeconds));
        if (added.Routes.Count + added.Rules.Count > 0) outputs.Add(VrrpOutput.Route(added.Routes, added.Rules));
        Announce(now, added.Addresses, outputs);
    }

    private static void RemoveHeld(VrrpInstanceDefinition definition, List<VrrpOutput> outputs) =>
        RemoveHeld(new HeldDifference(definition.VirtualAddresses, definition.VirtualRoutes, definition.VirtualRules), outputs);

    private static void RemoveHeld(in HeldDifference gone, List<VrrpOutput> outputs)
    {
        if (gone.Routes.Count + gone.Rules.Count > 0) outputs.Add(VrrpOutput.Unroute(gone.Routes, gone.Rules));
        if (gone.Addresses.Count > 0) outputs.Add(VrrpOutput.Remove(gone.Addresses));
    }

    private VrrpTransition? AnnounceAgain(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (State == VrrpState.Master) Announce(now, Definition.VirtualAddresses, outputs);
        return null;
    }

    private void AnnounceAnswer(MonotonicTime now, List<VrrpOutput> outputs)
    {
        if (Definition.VirtualAddresses.Count == 0) return;
        AddAnnouncement(Definition.VirtualAddresses, AnnouncementSchedule.AnswerRepeat(Definition.Announcement), outputs);
        _announcements.StartAnswer(now, Definition.Announcement);
    }

    private void Announce(MonotonicTime now, ValueArray<VirtualAddressDefinition> addresses, List<VrrpOutput> outputs)
    {
        if (addresses.Count == 0) return;
        AddAnnouncement(addresses, Definition.Announcement.Repeat, outputs);
        _announcements.Start(now, Definition.Announcement);
    }

    private static void AddAnnouncement(ValueArray<VirtualAddressDefinition> addresses, int repeat, List<VrrpOutput> outputs) =>
        outputs.Add(VrrpOutput.Announce(addresses, repeat));
}
