using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>The level-triggered half: compares what is with what is wanted.</summary>
internal sealed partial class AddressKeeper
{
    /// <summary>Shortest time between two repairs of one address.</summary>
    private static readonly TimeSpan s_repairSpacing = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Repairs drift and reports interfaces that changed. Call it when <see cref="InterfaceTable.Version"/> grew, after
    /// every waiting notification was read, and with each sweep.
    /// </summary>
    public void Reconcile(MonotonicTime now)
    {
        // Drift first: what an earlier run left behind is gone before the election hears of a usable interface.
        foreach (AddressHolding holding in _holdings.Values)
        {
            RemoveUnwanted(holding);
            PutBackWanted(holding, now);
            ShowHeld(holding);
            holding.WasSwept = true;
        }

        HashSet<AddressKey> virtualAddresses = [];
        foreach (AddressHolding holding in _holdings.Values)
            foreach (VirtualAddressDefinition address in holding.Cell.Definition.VirtualAddresses) virtualAddresses.Add(AddressKey.From(address.Address));
        foreach (AddressHolding holding in _holdings.Values) ReportLink(holding, virtualAddresses);
    }

    private void ReportLink(AddressHolding holding, HashSet<AddressKey> virtualAddresses)
    {
        VrrpParticipantDefinition participant = holding.Cell.Participant;
        LinkState state = LinkJudge.Judge(Table, participant.Interface, participant.SourceAddress, virtualAddresses, holding.IsOwner, out LinkFacts? facts);
        (LinkState State, int Index) report = (state, facts?.Index ?? 0);
        if (holding.Reported == report && !holding.Cell.IsLineBroken) return;
        holding.Reported = report;
        reports.LinkIs(holding.Cell, state, facts is null ? null : new LineFacts(facts, facts));
    }

    private void RemoveUnwanted(AddressHolding holding)
    {
        // An owner's address is the interface's own: whoever configured it there meant it.
        if (holding.IsOwner) return;
        foreach (VirtualAddressDefinition address in holding.Cell.Definition.VirtualAddresses)
        {
            if (IsWanted(holding, address) || IsWantedByAnother(holding, address)) continue;
            if (Table.FindLink(holding.InterfaceOf(address)) is not { } link) continue;
            var key = AddressKey.From(address.Address);
            foreach (AddressFacts found in Table.Addresses.Where(known => known.InterfaceIndex == link.Index && known.Address == key).ToList())
            {
                bool saidBefore = holding.SaidTrouble;
                Take(holding, link, key, found.PrefixLength);
                if (saidBefore && holding.SaidTrouble) continue; // still refused; said once
                reports.Publish(new DriftRepaired(
                    $"{key}/{found.PrefixLength} on {link.Name}",
                    holding.WasSwept
                        ? $"it was there although this node is {holding.Cell.State} in {holding.Cell.Name}"
                        : $"it was already there when {holding.Cell.Name} started, left by an earlier run or another program",
                    holding.SaidTrouble ? "it could not be removed" : "removed"));
            }
        }
    }

    private void PutBackWanted(AddressHolding holding, MonotonicTime now)
    {
        for (int i = 0; i < holding.Wanted.Count; i++)
        {
            VirtualAddressDefinition address = holding.Wanted[i];
            if (!IsThere(holding, address) && IsServing(holding, now)) Repair(holding, address, now);
        }
    }

    // After a freeze longer than the lease the kernel has dropped the address, and somebody else may own it by now. The
    // loop decides that first: when it goes on as master, its next advert renews the lease and so puts the address back.
    private static bool IsServing(AddressHolding holding, MonotonicTime now) =>
        holding.LeaseSeconds is not { } lease || (holding.Cell.LastSent is { } sent && now - sent < TimeSpan.FromSeconds(lease));

    private void Repair(AddressHolding holding, VirtualAddressDefinition address, MonotonicTime now)
    {
        // Without its interface there is nothing to put it on; the link is reported, and the election leaves by itself.
        if (Table.FindLink(holding.InterfaceOf(address)) is not { } link) return;
        if (holding.RepairedAt.TryGetValue(address, out MonotonicTime last) && now - last < s_repairSpacing) return;
        holding.RepairedAt[address] = now;
        if (!Put(holding, address)) return;
        Announce(holding, [address], holding.Cell.Definition.Announcement.Repeat);
        reports.Publish(new DriftRepaired(
            $"{address} on {link.Name}",
            $"it was gone although this node is master of {holding.Cell.Name}",
            "put back and announced"));
    }

    private static bool IsWanted(AddressHolding holding, VirtualAddressDefinition address)
    {
        foreach (VirtualAddressDefinition wanted in holding.Wanted)
            if (wanted.Address.Equals(address.Address) && holding.InterfaceOf(wanted) == holding.InterfaceOf(address)) return true;
        return false;
    }
}
