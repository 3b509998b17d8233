using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>Signs of a second master: what the address side reports, and what comes of all of them.</content>
internal sealed partial class VrrpLoop
{
    /// <inheritdoc />
    public void RivalAnswered(VrrpCell cell, AddressKey address, ValueArray<byte> hardwareAddress) => Post(new LoopCommand.RivalAnswered(cell, address, hardwareAddress));

    /// <inheritdoc />
    public void NeighbourAnswered(VrrpCell cell, AddressKey address) => Post(new LoopCommand.NeighbourAnswered(cell, address));

    /// <summary>After every sign and every step: announces where neighbours may have been misled, and tells what began or ended.</summary>
    private void LookAtRivals(VrrpEntry entry, MonotonicTime now)
    {
        entry.Rivals.Look(now);
        if (entry.Rivals.TakeAnnouncement(now)) Step(entry, VrrpInput.AnnounceRequested, now, null);
        while (entry.Rivals.HasNews(now))
        {
            EngineEvent? told = entry.Rivals.Tell(now, _time.GetUtcNow());
            entry.Cell.SplitBrain = entry.Rivals.Current;
            if (told is not null) _reporter.Publish(told);
        }
    }
}
