using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Sends gratuitous ARP and unsolicited neighbour advertisements: many in one call, or with the pause between two that the definition
/// wants. One queue for each interface; a pause is a deadline, so other work goes on meanwhile.
/// </summary>
internal sealed class Announcer(IAddressKernel kernel, IAddressReports reports, InterfaceTable table)
{
    /// <summary>Frames per call and interface, so that thousands of them do not keep renewals of other instances waiting.</summary>
    private const int FramesPerTurn = 1024;

    /// <summary>When the interface takes no more, it is tried again after this.</summary>
    private static readonly TimeSpan s_fullPause = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, Line> _lines = [];
    private readonly byte[] _frames = new byte[FrameSocket.MaxFrames * NeighbourAdvertisement.LengthBytes];

    /// <summary>When the next frame is due; null = none waits.</summary>
    public MonotonicTime? NextDue
    {
        get
        {
            MonotonicTime? next = null;
            foreach (Line line in _lines.Values)
                if (!line.IsEmpty && (next is not { } earliest || line.NotBefore < earliest)) next = line.NotBefore;
            return next;
        }
    }

    /// <summary>Asks for <paramref name="repeat"/> rounds: every address once, then every address again.</summary>
    public void Announce(AddressHolding holding, ReadOnlySpan<VirtualAddressDefinition> addresses, int repeat)
    {
        for (int round = 0; round < repeat; round++)
        {
            foreach (VirtualAddressDefinition address in addresses)
            {
                string name = holding.InterfaceOf(address);
                if (!_lines.TryGetValue(name, out Line? line)) _lines[name] = line = new Line(name);
                line.Waiting.Add((holding, AddressKey.From(address.Address), address.PrefixLength));
            }
        }
    }

    /// <summary>Sends what is due at <paramref name="now"/>.</summary>
    public void Pump(MonotonicTime now)
    {
        foreach (Line line in _lines.Values)
            if (!line.IsEmpty && line.NotBefore <= now) Pump(line, now);
    }

    /// <summary>The instance is gone: nothing of it is announced any more.</summary>
    public void Forget(AddressHolding holding)
    {
        foreach (Line line in _lines.Values)
        {
            line.Waiting.RemoveRange(0, line.First);
            line.First = 0;
            line.Waiting.RemoveAll(waiting => waiting.Holding == holding);
        }
    }

    private void Pump(Line line, MonotonicTime now)
    {
        // One that could not be added, or was removed meanwhile, must not draw traffic here.
        if (table.FindLink(line.Name) is not { SpeaksArp: true, HardwareAddress.Count: 6 } link)
        {
            line.Clear();
            return;
        }

        bool? isRouter = null;
        for (int budget = FramesPerTurn; budget > 0 && !line.IsEmpty;)
        {
            (AddressHolding holding, AddressKey first, _) = line.Waiting[line.First];
            AnnouncementDefinition how = holding.Cell.Definition.Announcement;
            TimeSpan pause = first.IsIPv6 ? how.NeighbourInterval : how.ArpInterval;
            if (first.IsIPv6) isRouter ??= kernel.ReadSwitch($"net/ipv6/conf/{line.Name}/forwarding") is "1";
            int length = first.IsIPv6 ? NeighbourAdvertisement.LengthBytes : GratuitousArp.LengthBytes;
            int next = Fill(line, link, first.IsIPv6, pause > TimeSpan.Zero ? 1 : FrameSocket.MaxFrames, isRouter ?? false, out int count);
            budget -= next - line.First;
            if (count > 0 && !Send(line, link, length, count, next, now)) return;
            if (count == 0) line.First = next;
            if (count == 0 || pause <= TimeSpan.Zero) continue;
            line.NotBefore = now + pause;
            break;
        }

        line.Tidy();
    }

    /// <summary>Writes up to <paramref name="most"/> frames of one family; returns the place after the last one looked at.</summary>
    private int Fill(Line line, LinkFacts link, bool isIPv6, int most, bool isRouter, out int count)
    {
        count = 0;
        int place = line.First;
        for (; place < line.Waiting.Count && count < most; place++)
        {
            (AddressHolding _, AddressKey address, int prefixLength) = line.Waiting[place];
            if (address.IsIPv6 != isIPv6) break;
            if (!table.Has(link.Index, address, prefixLength)) continue;
            line.Places[count] = place;
            Span<byte> frame = _frames.AsSpan(count++ * (isIPv6 ? NeighbourAdvertisement.LengthBytes : GratuitousArp.LengthBytes));
            if (isIPv6) NeighbourAdvertisement.Write(frame, link.HardwareAddress.Span, address, isRouter);
            else GratuitousArp.Write(frame, link.HardwareAddress.Span, address);
        }

        return place;
    }

    private bool Send(Line line, LinkFacts link, int length, int count, int next, MonotonicTime now)
    {
        int sent = kernel.SendFrames(_frames.AsSpan(0, count * length), length, link.Index, out LinuxError error);
        if (sent >= count)
        {
            line.First = next;
            return true;
        }

        int refused = line.Places[sent];
        if (error.Number is LinuxError.EAGAIN or LinuxError.ENOBUFS)
        {
            line.First = refused;
            line.NotBefore = now + s_fullPause;
            return false;
        }

        (AddressHolding holding, AddressKey address, _) = line.Waiting[refused];
        line.First = refused + 1;
        if (holding.SaidTrouble) return true;
        holding.SaidTrouble = true;
        reports.Publish(EngineNotice.Of(
            holding.Cell.Name,
            address.IsIPv6
                ? $"a neighbour advertisement for {address} on {link.Name} could not be sent: {error}; neighbours may keep the old MAC address until their own time-out"
                : (Sentence)$"gratuitous ARP for {address} on {link.Name} could not be sent: {error}; neighbours may keep the old MAC address until their own time-out",
            EventSeverity.Critical));
        return true;
    }

    /// <summary>What waits for one interface. A list with a place to read from: what the kernel does not take stays where it is.</summary>
    private sealed class Line(string name)
    {
        public string Name { get; } = name;

        public List<(AddressHolding Holding, AddressKey Address, int PrefixLength)> Waiting { get; } = [];

        /// <summary>Places in <see cref="Waiting"/> of the frames being sent.</summary>
        public int[] Places { get; } = new int[FrameSocket.MaxFrames];

        public int First { get; set; }

        public MonotonicTime NotBefore { get; set; }

        public bool IsEmpty => First >= Waiting.Count;

        public void Tidy()
        {
            if (IsEmpty) Clear();
        }

        public void Clear()
        {
            Waiting.Clear();
            First = 0;
        }
    }
}
