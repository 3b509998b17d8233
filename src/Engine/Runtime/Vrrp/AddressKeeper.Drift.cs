using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>The level-triggered half: compares what is with what is wanted.</content>
internal sealed partial class AddressKeeper
{
    /// <summary>Shortest time between two repairs of one address.</summary>
    private static readonly TimeSpan s_repairSpacing = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Repairs drift and reports heartbeat lines that changed. Call it when <see cref="InterfaceTable.Version"/> grew, after
    /// every waiting notification was read, and with each sweep.
    /// </summary>
    public void Reconcile(MonotonicTime now)
    {
        _switches.Reconcile(_holdings.Values);
        _virtualMacs.Reconcile(_holdings.Values);
        Filter();
        // Drift first: what an earlier run left behind is gone before the election hears of a usable interface.
        foreach (AddressHolding holding in _holdings.Values)
        {
            if (holding.SparedUntil is not { } spared || now >= spared) RemoveUnwanted(holding);
            PutBackWanted(holding, now);
            SayDuplicates(holding);
            ShowHeld(holding);
            holding.WasSwept = true;
        }

        _routing.Reconcile(_holdings.Values, now);
        _rivals.Remember(_holdings.Values, now);
        HashSet<AddressKey> virtualAddresses = [];
        foreach (AddressHolding holding in _holdings.Values)
            foreach (VirtualAddressDefinition address in holding.Cell.Definition.VirtualAddresses) virtualAddresses.Add(AddressKey.From(address.Address));
        foreach (AddressHolding holding in _holdings.Values) ReportLines(holding, virtualAddresses, now);
    }

    private void ReportLines(AddressHolding holding, HashSet<AddressKey> virtualAddresses, MonotonicTime now)
    {
        VrrpParticipantDefinition participant = holding.Cell.Participant;
        int count = 1 + participant.MoreInterfaces.Count;
        if (holding.Reported.Length != count) holding.Reported = new (LinkState State, int Receive, int Transmit)?[count];
        for (int line = 0; line < count; line++)
        {
            var needs = new LineNeeds
            {
                Line = line,
                Interface = line == 0 ? participant.Interface : participant.MoreInterfaces[line - 1],
                VirtualMac = line == 0 ? holding.VirtualMac : null,
                TransmitOnBase = participant.VirtualMac is { TransmitOnBase: true },
                IsIPv6 = holding.IsIPv6,
                // A source that is defined belongs to the first line; another network has another one.
                Source = line == 0 ? participant.SourceAddress : null,
                TrackSource = participant.TrackSourceAddress,
                IsOwner = holding.IsOwner,
            };
            if (line == 0 && _virtualMacs.IsPending(holding)) continue; // it was made this moment, and the kernel has not reported it yet
            LinkState state = LinkJudge.Judge(Table, needs, virtualAddresses, out LineFacts? facts);
            if (line == 0 && _virtualMacs.TroubleOf(holding) is { } trouble && facts is null && Table.FindLink(participant.Interface) is not null) state = state with { Detail = trouble };
            else if (line == 0 && _virtualMacs.TroubleOf(holding) is { } foreign && Table.FindLink(participant.Interface) is not null) (state, facts) = (new LinkState(false, default, foreign), null);
            Report(holding, state, facts, now);
        }
    }

    private void Report(AddressHolding holding, LinkState state, LineFacts? facts, MonotonicTime now)
    {
        (LinkState State, int Receive, int Transmit) report = (state, facts?.Receive.Index ?? 0, facts?.Transmit.Index ?? 0);
        (LinkState State, int Receive, int Transmit)? before = holding.Reported[state.Line];
        if (before == report && !holding.Cell.IsLineBroken) return;
        holding.Reported[state.Line] = report;
        // Two masters that could not hear each other show themselves when the line comes back.
        if (state.IsUsable && before is { State.IsUsable: false }) _rivals.ProbeNow(holding, now);
        _reports.LinkIs(holding.Cell, state, facts);
    }

    private void RemoveUnwanted(AddressHolding holding)
    {
        // An owner's address is the interface's own: whoever configured it there meant it.
        if (holding.IsOwner) return;
        List<AddressRequest> found = [];
        foreach (VirtualAddressDefinition address in holding.Cell.Definition.VirtualAddresses)
        {
            if (holding.Wants(address) || Table.FindLink(holding.InterfaceOf(address)) is not { } link) continue;
            var key = AddressKey.From(address.Address);
            if (!Table.Has(link.Index, key) || IsWantedByAnother(holding, address)) continue;
            foreach (int prefixLength in Table.PrefixLengths(link.Index, key)) found.Add(new AddressRequest(link.Index, key, prefixLength));
        }

        if (found.Count == 0) return;
        bool saidBefore = holding.SaidTrouble;
        HashSet<AddressRequest> refused = _changes.Take(holding, found);
        foreach (AddressRequest address in found)
        {
            if (saidBefore && refused.Contains(address)) continue; // still refused; said once
            _reports.Publish(new DriftRepaired(
                $"{address.Address}/{address.PrefixLength} on {Table.FindLink(address.InterfaceIndex)?.Name}",
                holding.WasSwept
                    ? $"it was there although this node is {holding.Cell.State} in {holding.Cell.Name}"
                    : $"it was already there when {holding.Cell.Name} started, left by an earlier run or another program",
                refused.Contains(address) ? "it could not be removed" : "removed"));
        }
    }

    private void PutBackWanted(AddressHolding holding, MonotonicTime now)
    {
        List<VirtualAddressDefinition>? gone = null;
        foreach (VirtualAddressDefinition address in holding.Wanted)
            if (!IsThere(holding, address)) (gone ??= []).Add(address);
        if (gone is not null && IsServing(holding, now)) Repair(holding, gone, now);
    }

    // After a freeze longer than the lease the kernel has dropped the address, and somebody else may own it by now. The
    // loop decides that first: when it goes on as master, its next advert renews the lease and so puts the address back.
    private static bool IsServing(AddressHolding holding, MonotonicTime now) =>
        holding.LeaseSeconds is not { } lease || (holding.Cell.LastSent is { } sent && now - sent < TimeSpan.FromSeconds(lease));

    private void Repair(AddressHolding holding, List<VirtualAddressDefinition> gone, MonotonicTime now)
    {
        List<VirtualAddressDefinition> due = [];
        foreach (VirtualAddressDefinition address in gone)
        {
            // Without its interface there is nothing to put it on; the link is reported, and the election leaves by itself.
            if (Table.FindLink(holding.InterfaceOf(address)) is null) continue;
            if (holding.RepairedAt.TryGetValue(address, out MonotonicTime last) && now - last < s_repairSpacing) continue;
            holding.RepairedAt[address] = now;
            due.Add(address);
        }

        _changes.Put(holding, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(due), back =>
        {
            foreach (VirtualAddressDefinition address in back)
            {
                _reports.Publish(new DriftRepaired(
                    $"{address} on {holding.InterfaceOf(address)}",
                    $"it was gone although this node is master of {holding.Cell.Name}",
                    "put back and announced"));
            }

            _announcer.Announce(holding, back, holding.Cell.Definition.Announcement.Repeat);
            _announcer.Pump(now);
        });
    }

    // Virtual addresses are added without the detection, so the mark comes from someone who switched it on for them, or from another holder.
    private void SayDuplicates(AddressHolding holding)
    {
        if (!holding.IsIPv6) return;
        foreach (VirtualAddressDefinition address in holding.Wanted)
        {
            if (Table.FindLink(holding.InterfaceOf(address)) is not { } link) continue;
            if (Table.FindAddress(link.Index, AddressKey.From(address.Address), address.PrefixLength) is not { IsDuplicate: true }) continue;
            _reports.Failed(
                holding.Cell,
                TransitionCause.AddressFailed,
                $"the kernel marked {address} on {link.Name} as a duplicate: another host holds it; take it away there, or remove and add it here");
            return;
        }
    }
}
