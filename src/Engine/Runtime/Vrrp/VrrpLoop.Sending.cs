using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Adverts sent. They are collected for each interface and leave together, before anything else that is done because of them.</content>
internal sealed partial class VrrpLoop
{
    /// <summary>Lateness is said once a minute; the histogram has all of it.</summary>
    private static readonly TimeSpan s_lateSpacing = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Interface, bool IsIPv6), AdvertSender> _senders = [];
    private readonly List<AdvertSender> _waiting = [];
    private MonotonicTime? _saidLateAt;
    private long _adverts;

    /// <summary>One advert, on every usable line. <paramref name="due"/>: the deadline that brought it, null when none did.</summary>
    private void Send(VrrpEntry entry, VrrpPriority priority, MonotonicTime? due)
    {
        long advert = ++_adverts;
        foreach (EntryLine line in entry.Lines)
        {
            if (!line.IsUsable || line.Format is not { } format || line.Sender is not { } sender) continue;
            for (int i = 0; i < line.DestinationCount; i++)
            {
                if (sender.IsFull) Flush(sender);
                if (!sender.HasLetters) _waiting.Add(sender);
                uint sequence = format.HasAuthenticationHeader ? line.Sequences.Next() : 0;
                int length = AdvertisementCodec.Write(sender.Next(), format, line.DestinationAddress(i), priority, entry.NextIdentification(), sequence);
                sender.Add(length, line.Destination(i), new Letter(line, advert, due));
            }
        }
    }

    private void Flush()
    {
        for (int i = _waiting.Count - 1; i >= 0; i--) Flush(_waiting[i]);
    }

    private void Flush(AdvertSender sender)
    {
        int next = 0;
        while (next < sender.Count)
        {
            int sent = sender.Send(next, out LinuxError error);
            MonotonicTime now = MonotonicClock.Now;
            DateTimeOffset utc = _time.GetUtcNow();
            for (int i = next; i < next + sent; i++) Left(sender[i], sender.Bytes(i), now, utc);
            next += sent;
            if (next >= sender.Count) break;
            if (sent == 0) NotSent(sender[next++], error);
        }

        sender.Clear();
        _waiting.Remove(sender);
    }

    private void Left(in Letter letter, ReadOnlySpan<byte> datagram, MonotonicTime now, DateTimeOffset utc)
    {
        EntryLine line = letter.Line;
        VrrpEntry entry = line.Entry;
        line.Figures.Sent(now);
        line.SaidSendFailure = false;
        entry.Cell.Recorder.Frames.Sent(utc, line.Number, datagram);
        if (entry.LastAdvert == letter.Advert) return; // on another line, or to another peer
        entry.LastAdvert = letter.Advert;
        entry.Cell.Sent(now);
        if (letter.Due is not { } due) return;
        Lateness.Record(due, now);
        if (line.Format is { } format && now - due > format.Interval.Span) SayLate(entry, now - due, now);
    }

    private void NotSent(in Letter letter, LinuxError error)
    {
        EntryLine line = letter.Line;
        if (line.SaidSendFailure) return;
        line.SaidSendFailure = true;
        _reporter.Publish(EngineNotice.Of(
            line.Entry.Cell.Name, $"an advert could not be sent on {line.Name}: {error}; backups that hear none will take over", EventSeverity.Critical));
    }

    private void SayLate(VrrpEntry entry, TimeSpan late, MonotonicTime now)
    {
        if (_saidLateAt is { } last && now - last < s_lateSpacing) return;
        _saidLateAt = now;
        _reporter.Publish(EngineNotice.Of(
            entry.Cell.Name,
            $"an advert left {late.TotalMilliseconds:0} ms late, more than its interval of {entry.Election.Definition.AdvertisementInterval}: the machine or this process stood still; backups may take over without need",
            EventSeverity.Warning));
    }
}
