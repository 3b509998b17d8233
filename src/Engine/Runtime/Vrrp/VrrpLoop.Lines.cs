using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Heartbeat lines: sockets that come and go with the interfaces, and the health of each line.</content>
internal sealed partial class VrrpLoop
{
    private readonly Dictionary<LineKey, HeartbeatLine> _lines = [];
    private readonly List<HeartbeatLine> _lineList = [];
    private readonly DeadlineHeap _dueLines = new();

    private static EntryLine[] NewLines(VrrpEntry entry, LineFigures[] figures, EntryLine[] before)
    {
        var lines = new EntryLine[figures.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = Array.Find(before, line => line.Figures == figures[i])
                ?? new EntryLine(entry, figures[i], (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds()) { Number = i };
            lines[i].Number = i;
        }

        return lines;
    }

    private void LinkChanged(VrrpEntry entry, LinkState state, LineFacts? facts, MonotonicTime now)
    {
        if (state.Line >= entry.Lines.Length) return; // of a definition that is no longer in force
        EntryLine line = entry.Lines[state.Line];
        if (state.IsUsable && facts is not null)
        {
            if (!TryAttach(line, facts, out LinuxError error))
            {
                LineRefused(line, facts, error, now);
                return;
            }

            line.SpeakFrom(state.Source.ToIPAddress(), entry.Election.Definition, entry.Election.Participant);
            if (FirstUsable(entry) is not { } first || first.Number >= line.Number) entry.Cell.SendsFrom(state.Source);
            if (!line.IsUsable) line.ListensSince = now;
            line.IsUsable = true; // before the step: what it asks for leaves here too
        }

        entry.Cell.IsLineBroken = false;
        StepLink(line, state, now);
        // One that was moved away and comes back may have its old index, and yet the kernel forgot that we joined the group there.
        if (facts is null) Detach(line, isGone: true);
    }

    private void StepLink(EntryLine line, in LinkState state, MonotonicTime now)
    {
        line.Figures.IsUsable = state.IsUsable;
        Step(line.Entry, VrrpInput.LinkIs(state), now, null);
        Flush(); // a release may still get through on a line that is just lost
        line.IsUsable = state.IsUsable;
        JudgeLink(line, state.Detail, now);
    }

    private void LineRefused(EntryLine line, LineFacts facts, LinuxError error, MonotonicTime now)
    {
        VrrpEntry entry = line.Entry;
        bool isPermission = error.Number is LinuxError.EPERM or LinuxError.EACCES;
        entry.Cell.IsLineBroken = !isPermission; // anything else may pass, so it is tried again
        string detail = $"the raw sockets on {facts.Receive.Name} could not be opened: {error}";
        if (isPermission)
        {
            line.Figures.IsUsable = line.IsUsable = false;
            Step(entry, VrrpInput.Failed(TransitionCause.NotPermitted, $"{detail}; {AddressKeeper.PermissionFix}"), now, null);
        }
        else
        {
            StepLink(line, new LinkState(false, default, detail, line.Number), now);
        }
    }

    private bool TryAttach(EntryLine line, LineFacts facts, out LinuxError error)
    {
        VrrpInstanceDefinition definition = line.Entry.Election.Definition;
        bool isIPv6 = definition.TravelsOverIPv6();
        var key = new LineKey(facts.Receive.Name, isIPv6, definition.Authentication is { Type: VrrpAuthenticationType.AuthenticationHeader });
        if (line.Receiver is { } before && (before.Key != key || line.Sender?.Name != facts.Transmit.Name)) Detach(line, isGone: false);
        error = line.Receiver is null ? Attach(line, key, facts.Transmit.Name) : LinuxError.None;
        return error.IsSuccess && line.Receiver!.TryOpen(facts.Receive, _epoll, out error) && line.Sender!.TryOpen(facts.Transmit, out error);
    }

    private LinuxError Attach(EntryLine line, LineKey key, string transmitName)
    {
        line.Address(line.Entry.Election.Definition, line.Entry.Election.Participant);
        if (!_lines.TryGetValue(key, out HeartbeatLine? receiver))
        {
            receiver = _lines[key] = new HeartbeatLine(key);
            _lineList.Add(receiver);
        }

        // The same election once more is a successor of one that is still leaving. That one goes first.
        if (receiver.Same(line) is { Entry: { IsStopping: true } leaving }) EndAtOnce(leaving);
        if (!_lines.ContainsKey(key))
        {
            _lines[key] = receiver; // it was the last one there
            _lineList.Add(receiver);
        }

        if (!_senders.TryGetValue((transmitName, key.IsIPv6), out AdvertSender? sender))
            sender = _senders[(transmitName, key.IsIPv6)] = new AdvertSender(transmitName, key.IsIPv6);
        sender.Members++;
        (line.Receiver, line.Sender) = (receiver, sender);
        return receiver.Add(line);
    }

    private void Detach(EntryLine line, bool isGone)
    {
        Flush();
        if (line.Receiver is { } receiver)
        {
            receiver.Remove(line);
            if (isGone || receiver.Members == 0) receiver.Close(_epoll);
            if (receiver.Members == 0)
            {
                _lines.Remove(receiver.Key);
                _lineList.Remove(receiver);
            }
        }

        if (line.Sender is { } sender)
        {
            sender.Members--;
            if (isGone) sender.Close();
            if (sender.Members == 0)
            {
                _senders.Remove((sender.Name, sender.IsIPv6));
                sender.Dispose();
            }
        }

        (line.Receiver, line.Sender) = (null, null);
    }

    private static EntryLine? FirstUsable(VrrpEntry entry)
    {
        foreach (EntryLine line in entry.Lines)
            if (line.IsUsable) return line;
        return null;
    }

    private void JudgeLink(EntryLine line, string? detail, MonotonicTime now)
    {
        VrrpEntry entry = line.Entry;
        if (!line.IsUsable)
        {
            if (!line.Figures.IsLost) Say(line, isLost: true, detail ?? "its interface is not usable");
            return;
        }

        // A backup waits for an advert there; a master speaks there at once, and whoever was behind it may have heard another master.
        if (line.Figures.IsLost && entry.Election.State == VrrpState.Master)
        {
            Say(line, isLost: false, "its interface is usable again");
            entry.Rivals.LineCameBack();
            LookAtRivals(entry, now);
        }

        WatchLines(entry, now);
    }

    private void LineHeardAgain(EntryLine line)
    {
        if (line.IsUsable) Say(line, isLost: false, "adverts are heard there again");
    }

    private void StateOfLines(VrrpEntry entry, MonotonicTime now)
    {
        bool isMaster = entry.Election.State == VrrpState.Master;
        foreach (EntryLine line in entry.Lines)
        {
            line.ListensSince = now;
            if (isMaster && line is { IsUsable: true, Figures.IsLost: true }) Say(line, isLost: false, "this node is master and speaks there");
        }

        WatchLines(entry, now);
    }

    /// <summary>Silence on one line while another one carries adverts is found out by time. With one line it is the election's own matter.</summary>
    private void WatchLines(VrrpEntry entry, MonotonicTime now)
    {
        if (entry.Lines.Length > 1 && entry.Election.State == VrrpState.Backup) _dueLines.Set(entry.Number, new MonotonicTime(now.Nanoseconds + SilenceLimit(entry)));
        else _dueLines.Remove(entry.Number);
    }

    private void FireLines()
    {
        MonotonicTime now = MonotonicClock.Now;
        while (_dueLines.TryPeek(out int number, out MonotonicTime due) && due <= now)
            _dueLines.Set(number, LookAtLines(_byNumber[number]!, now));
    }

    /// <summary>Returns when to look again.</summary>
    private MonotonicTime LookAtLines(VrrpEntry entry, MonotonicTime now)
    {
        long limit = SilenceLimit(entry);
        long next = now.Nanoseconds + limit;
        EntryLine? carrier = null;
        foreach (EntryLine line in entry.Lines)
            if (line.IsUsable && line.Figures.LastHeard is { } heard && now.Nanoseconds - heard.Nanoseconds < limit) carrier ??= line;
        foreach (EntryLine line in entry.Lines)
        {
            if (!line.IsUsable || line.Figures.IsLost) continue;
            MonotonicTime since = line.Figures.LastHeard is { } heard && heard > line.ListensSince ? heard : line.ListensSince;
            long end = since.Nanoseconds + limit;
            if (end > now.Nanoseconds) next = Math.Min(next, end);
            else if (carrier is not null) Say(line, isLost: true, $"no advert for {(now - since).TotalSeconds:0.0} s while {carrier.Name} carries them");
        }

        return new MonotonicTime(next);
    }

    private static long SilenceLimit(VrrpEntry entry) => ElectionTimers.MasterDownNanoseconds(
        entry.Election.Definition.Version, entry.Election.EffectivePriority, entry.Cell.ObservedInterval, entry.Election.Definition.DownTimerAdverts);

    private void Say(EntryLine line, bool isLost, string reason)
    {
        line.Figures.IsLost = isLost;
        int left = 0;
        foreach (EntryLine other in line.Entry.Lines)
            if (other is { IsUsable: true, Figures.IsLost: false }) left++;
        _reporter.Publish(new HeartbeatLineChanged(line.Entry.Cell.Name, line.Name, !isLost, reason, left));
    }
}
