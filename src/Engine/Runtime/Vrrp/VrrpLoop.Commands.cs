using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>What other threads asked for, and how an election comes and goes.</content>
internal sealed partial class VrrpLoop
{
    private static readonly VrrpPriority s_lowestPriority = new(1);

    private void Carry(LoopCommand command)
    {
        MonotonicTime now = MonotonicClock.Now;
        switch (command)
        {
            case LoopCommand.Join join:
                if (!_isStopping) Enter(join.Cell, join.IsTakenUp, now);
                break;
            case LoopCommand.Redefine redefine when Find(redefine.Cell) is { IsLeaving: false } entry:
                Redefine(entry, redefine, now);
                break;
            case LoopCommand.Leave leave when Find(leave.Cell) is { IsLeaving: false } entry:
                BeginLeaving(entry, null, now);
                break;
            case LoopCommand.Link link when Find(link.Cell) is { IsLeaving: false } entry:
                LinkChanged(entry, link.State, link.Facts, now);
                break;
            case LoopCommand.Failed failed when Find(failed.Cell) is { IsLeaving: false } entry:
                Step(entry, VrrpInput.Failed(failed.Cause, failed.Detail), now, null);
                break;
            case LoopCommand.Announce announce when Find(announce.Cell) is { IsLeaving: false } entry:
                Step(entry, VrrpInput.AnnounceRequested, now, null);
                break;
            case LoopCommand.Yield yield when Find(yield.Cell) is { IsLeaving: false } entry:
                Step(entry, VrrpInput.YieldRequested, now, null);
                break;
            case LoopCommand.Tracking tracking when Find(tracking.Cell) is { IsLeaving: false } entry:
                Step(entry, VrrpInput.TrackingIs(tracking.Effect), now, null);
                break;
            case LoopCommand.Stop stop:
                _isStopping = true;
                foreach (VrrpEntry entry in _entries.Values.ToList())
                {
                    if (!entry.IsLeaving) BeginLeaving(entry, stop.Limit, now);
                    else if (stop.Limit <= TimeSpan.Zero) Leave(entry);
                }

                break;
        }
    }

    private VrrpEntry? Find(VrrpCell cell) => _entries.GetValueOrDefault(cell);

    private void Enter(VrrpCell cell, bool isTakenUp, MonotonicTime now)
    {
        string name = cell.Participant.Interface;
        // The same VRID once more is a successor of an election that is still leaving. It goes first, because the last one on a line closes it.
        if (_lines.TryGetValue(name, out HeartbeatLine? line) && line[cell.Definition.VirtualRouterId.Value] is { } before) Leave(before);
        if (!_lines.TryGetValue(name, out line))
        {
            line = _lines[name] = new HeartbeatLine(name);
            _lineList.Add(line);
        }

        int number = _byNumber.IndexOf(null);
        if (number < 0)
        {
            number = _byNumber.Count;
            _byNumber.Add(null);
        }

        var entry = new VrrpEntry(number, cell) { Line = line };
        _byNumber[number] = _entries[cell] = line[entry.VirtualRouterId] = entry;
        line.Members++;
        Step(entry, isTakenUp ? VrrpInput.TakenUp : VrrpInput.Started, now, null);
        _addresses.Post(new AddressWork(AddressWorkKind.Watch, cell));
    }

    private void Redefine(VrrpEntry entry, LoopCommand.Redefine change, MonotonicTime now)
    {
        // What the step sends still belongs to the definition before; adverts after it look as the new one says.
        Step(entry, VrrpInput.DefinitionIs(change.Definition, change.Participant), now, null);
        if (entry.Format is { } format) entry.SpeakFrom(format.Source, change.Definition);
        _addresses.Post(new AddressWork(AddressWorkKind.LookAgain, entry.Cell));
    }

    private void LinkChanged(VrrpEntry entry, LinkState state, LinkFacts? facts, MonotonicTime now)
    {
        if (state.IsUsable && facts is not null)
        {
            if (!entry.Line.TryOpen(facts, _epoll, out LinuxError error))
            {
                LineRefused(entry, facts, error, now);
                return;
            }

            entry.Cell.SendsFrom(state.Source);
            entry.SpeakFrom(state.Source.ToIPAddress(), entry.Election.Definition);
        }

        entry.Cell.IsLineBroken = false;
        entry.Cell.IsLinkUsable = state.IsUsable;
        Step(entry, VrrpInput.LinkIs(state), now, null);
        // One that was moved away and comes back may have its old index, and yet the kernel forgot that we joined the group there.
        if (facts is null) entry.Line.Close(_epoll);
    }

    private void LineRefused(VrrpEntry entry, LinkFacts facts, LinuxError error, MonotonicTime now)
    {
        bool isPermission = error.Number is LinuxError.EPERM or LinuxError.EACCES;
        entry.Cell.IsLinkUsable = false;
        entry.Cell.IsLineBroken = !isPermission; // anything else may pass, so it is tried again
        string detail = $"the raw sockets on {facts.Name} could not be opened: {error}";
        VrrpInput input = isPermission
            ? VrrpInput.Failed(TransitionCause.NotPermitted, $"{detail}; {AddressKeeper.PermissionFix}")
            : VrrpInput.LinkIs(new LinkState(false, default, detail));
        Step(entry, input, now, null);
    }

    /// <summary>
    /// Says priority 0 and goes on serving the addresses until a successor speaks, at most as long as the slowest backup
    /// waits (priority 1), so that nobody meets an address without an owner.
    /// </summary>
    private void BeginLeaving(VrrpEntry entry, TimeSpan? limit, MonotonicTime now)
    {
        bool wasMaster = entry.Election.State == VrrpState.Master;
        entry.IsLeaving = true;
        Step(entry, VrrpInput.StopRequested, now, null);
        VrrpInstanceDefinition definition = entry.Election.Definition;
        var longest = new MonotonicTime(ElectionTimers.SkewNanoseconds(definition.Version, s_lowestPriority, definition.AdvertisementInterval)) - MonotonicTime.Zero;
        TimeSpan wait = limit is { } wanted && wanted < longest ? wanted : longest;
        if (wasMaster && wait > TimeSpan.Zero && _entries.ContainsKey(entry.Cell)) _deadlines.Set(entry.Number, now + wait);
        else Leave(entry);
    }

    /// <summary>The end of leaving: the addresses go, and the entry with them.</summary>
    private void Leave(VrrpEntry entry)
    {
        if (!_entries.Remove(entry.Cell)) return;
        if (entry.LeavingWith.Count > 0) _addresses.Post(new AddressWork(AddressWorkKind.Remove, entry.Cell, entry.LeavingWith));
        _addresses.Post(new AddressWork(AddressWorkKind.Forget, entry.Cell));
        _deadlines.Remove(entry.Number);
        _byNumber[entry.Number] = null;
        HeartbeatLine line = entry.Line;
        if (line[entry.VirtualRouterId] == entry) line[entry.VirtualRouterId] = null;
        if (--line.Members > 0) return;
        line.Close(_epoll);
        _lines.Remove(line.Name);
        _lineList.Remove(line);
    }

    private void Abandon(VrrpEntry entry)
    {
        if (entry.Election.State == VrrpState.Master || entry.IsLeaving) Send(entry, VrrpPriority.Release, null);
        entry.LeavingWith = entry.Election.Definition.VirtualAddresses;
        Leave(entry);
        entry.Cell.Stands(VrrpState.Fault, entry.Election.EffectivePriority);
    }
}
