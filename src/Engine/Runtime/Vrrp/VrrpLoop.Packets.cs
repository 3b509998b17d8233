using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Adverts heard.</content>
internal sealed partial class VrrpLoop
{
    /// <summary>Calls to one socket per wake, of <see cref="ReceiveBatch.Most"/> datagrams each, so that a flood cannot keep the timers waiting.</summary>
    private const int MaxBatchesPerWake = 16;

    /// <summary>Our own adverts are looked after once in so many full batches, which is about half a millisecond of flood.</summary>
    private const int BatchesBetweenAdverts = 4;

    private readonly ReceiveBatch _received = new();
    private long _foreignAdverts;

    /// <summary>Adverts of VRIDs that no election here uses, heard since the start; those that the kernel drops during a flood are not in it.</summary>
    public long ForeignAdverts => Volatile.Read(ref _foreignAdverts);

    private void ReceiveFrom(int descriptor)
    {
        for (int i = 0; i < _lineList.Count; i++)
            if (_lineList[i].Receiver?.Number == descriptor) Receive(_lineList[i]);
    }

    private void ReceiveFromAll()
    {
        for (int i = 0; i < _lineList.Count; i++) Receive(_lineList[i]);
    }

    private void Receive(HeartbeatLine line)
    {
        for (int batch = 1; batch <= MaxBatchesPerWake && line.Receiver is { } receiver; batch++)
        {
            int count = _received.Take(receiver);
            _rush.Came(count);
            for (int i = 0; i < count; i++) Hear(line, i);
            Flush();
            if (count < ReceiveBatch.Most) break;
            if (batch % BatchesBetweenAdverts == 0) FireAdverts();
        }

        if (line.Foreign.IsRefused && line.Foreign.IsOver(MonotonicClock.Now)) line.PassEverything();
    }

    private void Hear(HeartbeatLine line, int index)
    {
        ReadOnlySpan<byte> bytes = _received[index];
        ReceivedPacket packet;
        if (line.Key.IsIPv6)
        {
            if (!_received.TryReadIPv6(index, out AddressKey from, out AddressKey to, out byte hopLimit)) return;
            packet = ReceivedPacket.FromIPv6(from, to, hopLimit, bytes);
        }
        else if (!ReceivedPacket.TryRead(bytes, out packet))
        {
            return;
        }

        // Other routers' elections share the line; theirs are not errors.
        if (!AdvertisementCodec.TryReadVirtualRouterId(packet, out byte virtualRouterId) || line.Find(virtualRouterId, packet) is not { Format: { } format } listener)
        {
            CountForeign(line);
            return;
        }

        VrrpEntry entry = listener.Entry;
        if (IsOfOtherLine(listener, packet.Source)) return;
        DropReason refused = AdvertisementCodec.Read(packet, format, listener.Sequences, out AdvertisementContent content);
        entry.Cell.Recorder.Frames.Received(_time.GetUtcNow(), listener.Number, packet, refused);
        if (refused != DropReason.None)
        {
            entry.Cell.Dropped(refused);
            if (entry.IsFirst(refused)) SayRefused(listener, refused, packet.Source);
            MonotonicTime refusedAt = MonotonicClock.Now;
            entry.Rivals.AdvertRefused(refusedAt, refused, packet.Source, listener.Source, listener.Number);
            LookAtRivals(entry, refusedAt);
            return;
        }

        MonotonicTime now = MonotonicClock.Now;
        entry.Cell.Accepted();
        listener.Figures.Heard(now);
        if (!content.SameAddresses && !entry.SaidOtherAddresses) SayOtherAddresses(entry, packet.Source);
        var advertisement = new ReceivedAdvertisement(content.Priority, content.Interval, packet.Source, listener.Number);
        Step(entry, VrrpInput.Received(advertisement), now, null);
        entry.Rivals.AdvertHeard(now, advertisement, listener.Source, content.SameAddresses); // after the step: one that we yield to is no rival
        LookAtRivals(entry, now);
        if (entry.Election.State == VrrpState.Master)
        {
            // One that is better would have ended this mastership; one that leaves says priority 0.
            if (content.Priority.Value != 0) _reporter.Notify?.HeardLower(entry.Cell.Name, entry.Election.EffectivePriority.Value);
        }
        else
        {
            entry.Cell.HeardMaster(now, packet.Source, content.Priority, content.Interval, ElectionTimers.MasterDownNanoseconds(
                format.Version, entry.Election.EffectivePriority, content.Interval, entry.Election.Definition.DownTimerAdverts));
        }

        if (listener.Figures.IsLost) LineHeardAgain(listener);
    }

    /// <summary>Our own advert of another line: lines in one network hear each other.</summary>
    private static bool IsOfOtherLine(EntryLine listener, AddressKey source)
    {
        foreach (EntryLine line in listener.Entry.Lines)
            if (line != listener && line.IsUsable && line.Source == source) return true;
        return false;
    }

    private void CountForeign(HeartbeatLine line)
    {
        Volatile.Write(ref _foreignAdverts, _foreignAdverts + 1);
        MonotonicTime now = MonotonicClock.Now;
        if (!line.Foreign.Heard(now) || !line.RefuseForeign().IsSuccess) return;
        line.Foreign.IsRefused = true;
        if (line.Foreign.WasSaid) return;
        line.Foreign.WasSaid = true;
        _reporter.Publish(EngineNotice.Of(
            line.Key.Interface,
            $"more than {Vrrp.ForeignAdverts.FloodPerSecond} adverts of virtual routers that are not defined here came within a second; the kernel drops them from now on, our own are not delayed. Find the sender, or filter protocol 112 at the switch",
            EventSeverity.Warning));
    }

    private void SayRefused(EntryLine line, DropReason reason, AddressKey sender) => _reporter.Publish(EngineNotice.Of(
        line.Entry.Cell.Name, $"adverts of {sender} on {line.Name} are refused: {RefusalText.Of(reason)}", EventSeverity.Warning));

    private void SayOtherAddresses(VrrpEntry entry, AddressKey source)
    {
        entry.SaidOtherAddresses = true;
        _reporter.Publish(EngineNotice.Of(
            entry.Cell.Name, $"{source} advertises other virtual addresses than are defined here; make both definitions name the same ones", EventSeverity.Warning));
    }
}
