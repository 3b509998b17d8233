using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>What other threads asked for, and how an election comes and goes.</content>
internal sealed partial class VrrpLoop
{
    private void Carry(LoopCommand command)
    {
        MonotonicTime now = MonotonicClock.Now;
        switch (command)
        {
            case LoopCommand.Join join:
                if (_isStopping) break;
                Enter(join.Cell, join.IsTakenUp, now);
                // Before any report of a link, without which nothing moves: a fault must not come after a first moment as backup.
                if (join.Effect != TrackEffect.None && Find(join.Cell) is { } joined) Step(joined, VrrpInput.TrackingIs(join.Effect), now, null);
                break;
            case LoopCommand.Redefine redefine when Find(redefine.Cell) is { } entry:
                Redefine(entry, redefine, now);
                break;
            case LoopCommand.Regroup regroup when Find(regroup.Cell) is { } entry:
                LeaveGroup(entry);
                JoinGroup(entry);
                break;
            case LoopCommand.Leave leave when Find(leave.Cell) is { } entry:
                Stop(entry, null, now);
                break;
            case LoopCommand.Link link when _entries.TryGetValue(link.Cell, out VrrpEntry? entry):
                LinkChanged(entry, link.State, link.Facts, now);
                break;
            case LoopCommand.Failed failed when Find(failed.Cell) is { } entry:
                Step(entry, VrrpInput.Failed(failed.Cause, failed.Detail), now, null);
                break;
            case LoopCommand.Announce announce when Find(announce.Cell) is { } entry:
                Step(entry, VrrpInput.AnnounceRequested, now, null);
                break;
            case LoopCommand.Yield yield when Find(yield.Cell) is { } entry:
                Step(entry, VrrpInput.YieldRequested, now, null);
                break;
            case LoopCommand.Resume resume when Find(resume.Cell) is { } entry:
                Step(entry, VrrpInput.ResumeRequested, now, null);
                break;
            case LoopCommand.RivalAnswered rival when Find(rival.Cell) is { } entry:
                entry.Rivals.AddressAnswered(now, rival.Address, rival.HardwareAddress.Span);
                LookAtRivals(entry, now);
                break;
            case LoopCommand.NeighbourAnswered neighbour when Find(neighbour.Cell) is { } entry:
                entry.Rivals.NeighbourAnswered(now, neighbour.Address);
                LookAtRivals(entry, now);
                break;
            case LoopCommand.PeerClaimed claim when Find(claim.Cell) is { } entry:
                entry.Rivals.PeerClaimed(now, claim.Peer, claim.Priority);
                LookAtRivals(entry, now);
                break;
            case LoopCommand.Tracking tracking when Find(tracking.Cell) is { } entry:
                Step(entry, VrrpInput.TrackingIs(tracking.Effect), now, null);
                break;
            case LoopCommand.Stop stop:
                _isStopping = true;
                foreach (VrrpEntry entry in _entries.Values.ToList())
                {
                    if (stop.KeepAddresses) Depart(entry, keepAddresses: true);
                    else Stop(entry, stop.Limit, now);
                }

                break;
        }

        Flush();
    }

    /// <summary>The election of this instance, unless it was told to stop.</summary>
    private VrrpEntry? Find(VrrpCell cell) => _entries.TryGetValue(cell, out VrrpEntry? entry) && !entry.IsStopping ? entry : null;

    private void Enter(VrrpCell cell, bool isTakenUp, MonotonicTime now)
    {
        // One of the same name may still be leaving; this is its successor.
        foreach (VrrpEntry before in _entries.Values.Where(entry => entry.Cell.Name == cell.Name).ToList()) EndAtOnce(before);
        int number = _byNumber.IndexOf(null);
        if (number < 0)
        {
            number = _byNumber.Count;
            _byNumber.Add(null);
        }

        var entry = new VrrpEntry(number, cell);
        entry.Lines = NewLines(entry, cell.Lines, []);
        _byNumber[number] = _entries[cell] = entry;
        JoinGroup(entry);
        Step(entry, isTakenUp ? VrrpInput.TakenUp : VrrpInput.Started, now, null);
        _addresses.Post(new AddressWork(AddressWorkKind.Watch, cell, TakesUp: isTakenUp));
    }

    private void Redefine(VrrpEntry entry, LoopCommand.Redefine change, MonotonicTime now)
    {
        // What the step sends still belongs to the definition before; adverts after it look as the new one says.
        Step(entry, VrrpInput.DefinitionIs(change.Definition, change.Participant), now, null);
        Flush();
        RedefineLines(entry, change.Definition, change.Participant);
        entry.Rivals.DefinitionIs(change.Definition, change.Participant);
        _addresses.Post(new AddressWork(AddressWorkKind.LookAgain, entry.Cell));
        WatchLines(entry, now);
    }

    private void RedefineLines(VrrpEntry entry, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        ValueArray<string> names = LineNames.Of(participant);
        LineFigures[] before = entry.Cell.Lines;
        if (!names.SequenceEqual(before.Select(figures => figures.Name)))
        {
            LineFigures[] figures = [.. names.Select(name => Array.Find(before, known => known.Name == name) ?? new LineFigures(name))];
            EntryLine[] lines = NewLines(entry, figures, entry.Lines);
            foreach (EntryLine gone in entry.Lines.Except(lines)) Detach(gone, isGone: false);
            entry.Lines = lines;
            entry.Cell.LinesAre(figures);
        }

        foreach (EntryLine line in entry.Lines)
        {
            if (line.Receiver is not { } receiver) continue;
            receiver.Remove(line); // by the group and the peers it had
            line.Address(definition, participant);
            _ = receiver.Add(line); // a group that cannot be joined is tried again when the link is next reported
            if (line.Format is { } format) line.SpeakFrom(format.Source, definition, participant);
        }
    }

    /// <summary>Leaves: a master goes on serving until a successor speaks, at most <paramref name="limit"/>; asked again, it ends at once.</summary>
    private void Stop(VrrpEntry entry, TimeSpan? limit, MonotonicTime now)
    {
        if (entry.IsStopping && !(limit <= TimeSpan.Zero)) return;
        if (!entry.IsStopping) LeaveGroup(entry);
        entry.IsStopping = true;
        Step(entry, VrrpInput.StopWithin(limit), now, null);
    }

    private void EndAtOnce(VrrpEntry entry)
    {
        Stop(entry, TimeSpan.Zero, MonotonicClock.Now);
        Depart(entry);
    }

    /// <summary>The entry goes, after its addresses; <paramref name="keepAddresses"/>: all that it put into the kernel stays as it is.</summary>
    private void Depart(VrrpEntry entry, bool keepAddresses = false)
    {
        if (!_entries.Remove(entry.Cell)) return;
        LeaveGroup(entry);
        foreach (EntryLine line in entry.Lines) Detach(line, isGone: false);
        if (!keepAddresses) _addresses.Post(new AddressWork(AddressWorkKind.Forget, entry.Cell));
        _dueAdverts.Remove(entry.Number);
        _dueWaits.Remove(entry.Number);
        _dueLines.Remove(entry.Number);
        _byNumber[entry.Number] = null;
    }

    private void Abandon(VrrpEntry entry)
    {
        try
        {
            if (entry.Election.State == VrrpState.Master || entry.Election.IsLeaving) Send(entry, VrrpPriority.Release, null);
            Flush();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Sending may be what failed. The others must go on; without a farewell the next best node takes over a little later.
        }

        _addresses.Post(new AddressWork(AddressWorkKind.Remove, entry.Cell, entry.Election.Definition.VirtualAddresses));
        Depart(entry);
        entry.Cell.Stands(VrrpState.Fault, entry.Election.EffectivePriority);
    }
}
