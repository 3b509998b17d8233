using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Adverts sent and heard.</content>
internal sealed partial class VrrpLoop
{
    /// <summary>Lateness is said once a minute; the histogram has all of it.</summary>
    private static readonly TimeSpan s_lateSpacing = TimeSpan.FromMinutes(1);

    private MonotonicTime? _saidLateAt;

    private void Receive(HeartbeatLine line)
    {
        for (int packets = 0; packets < MaxPacketsPerWake && line.Receiver is { } receiver; packets++)
        {
            // False also for an error of the socket, such as a network that went down: the link is reported by itself.
            if (!receiver.TryReceive(_received, out int length, out _)) return;
            Hear(line, _received.AsSpan(0, length));
        }
    }

    private void Hear(HeartbeatLine line, ReadOnlySpan<byte> datagram)
    {
        // Other routers' elections share the line; theirs are not errors.
        if (!AdvertisementCodec.TryReadVirtualRouterId(datagram, out byte virtualRouterId, out AddressKey sender)) return;
        if (line[virtualRouterId] is not { Format: { } format } entry) return;

        DropReason refused = AdvertisementCodec.Read(
            datagram, format, out VrrpPriority priority, out AdvertisementInterval interval, out AddressKey source, out bool sameAddresses);
        if (refused != DropReason.None)
        {
            entry.Cell.Dropped(refused);
            if (entry.IsFirst(refused)) SayRefused(entry, refused, sender);
            return;
        }

        MonotonicTime now = MonotonicClock.Now;
        entry.Cell.Accepted();
        if (entry.IsLeaving)
        {
            if (priority != VrrpPriority.Release) Leave(entry); // the successor speaks
            return;
        }

        if (!sameAddresses && !entry.SaidOtherAddresses) SayOtherAddresses(entry, source);
        Step(entry, VrrpInput.Received(new ReceivedAdvertisement(priority, interval, source)), now, null);
        if (entry.Election.State != VrrpState.Master)
        {
            entry.Cell.HeardMaster(now, source, priority, interval, ElectionTimers.MasterDownNanoseconds(
                format.Version, entry.Election.EffectivePriority, interval, entry.Election.Definition.DownTimerAdverts));
        }
    }

    private void Send(VrrpEntry entry, VrrpPriority priority, MonotonicTime? due)
    {
        if (entry.Format is not { } format || entry.Line.Sender is not { } sender) return;
        int length = AdvertisementCodec.Write(_toSend, format, priority, entry.NextIdentification());
        LinuxError error = sender.Send(_toSend.AsSpan(0, length));
        MonotonicTime now = MonotonicClock.Now;
        if (due is { } deadline)
        {
            Lateness.Record(deadline, now);
            if (now - deadline > format.Interval.Span) SayLate(entry, now - deadline, now);
        }

        if (error.IsSuccess)
        {
            entry.Cell.Sent(now);
            entry.SaidSendFailure = false;
        }
        else if (!entry.SaidSendFailure)
        {
            entry.SaidSendFailure = true;
            _reporter.Publish(new EngineNotice(
                entry.Cell.Name, $"an advert could not be sent on {entry.Line.Name}: {error}; backups that hear none will take over", EventSeverity.Critical));
        }
    }

    private void SayLate(VrrpEntry entry, TimeSpan late, MonotonicTime now)
    {
        if (_saidLateAt is { } last && now - last < s_lateSpacing) return;
        _saidLateAt = now;
        _reporter.Publish(new EngineNotice(
            entry.Cell.Name,
            $"an advert left {late.TotalMilliseconds:0} ms late, more than its interval of {entry.Election.Definition.AdvertisementInterval}: the machine or this process stood still; backups may take over without need",
            EventSeverity.Warning));
    }

    private void SayRefused(VrrpEntry entry, DropReason reason, AddressKey sender) => _reporter.Publish(new EngineNotice(
        entry.Cell.Name, $"adverts of {sender} on {entry.Line.Name} are refused: {RefusalText.Of(reason)}", EventSeverity.Warning));

    private void SayOtherAddresses(VrrpEntry entry, AddressKey source)
    {
        entry.SaidOtherAddresses = true;
        _reporter.Publish(new EngineNotice(
            entry.Cell.Name, $"{source} advertises other virtual addresses than are defined here; make both definitions name the same ones", EventSeverity.Warning));
    }
}
