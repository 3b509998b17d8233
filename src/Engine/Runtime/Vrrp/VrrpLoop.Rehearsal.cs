using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>A takeover by a loop that nobody sees, so that the first one in earnest does not wait for its code to be loaded.</content>
internal sealed partial class VrrpLoop
{
    private const string Stage = "rehearsal";

    /// <summary>Plays it once, on the calling thread. Its sender has no socket and its address thread never runs, so nothing leaves.</summary>
    internal static void Rehearse(VrrpReporter silent, TimeProvider time)
    {
        using var loop = new VrrpLoop(0, TimeSpan.FromSeconds(1), silent, time);
        var participant = new VrrpParticipantDefinition { Node = Stage, Interface = Stage };
        var cell = new VrrpCell(
            new VrrpInstanceDefinition
            {
                Name = Stage,
                VirtualRouterId = new VirtualRouterId(1),
                VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse("192.0.2.2"), PrefixLength = 24 }],
                Participants = [participant],
            },
            participant);
        loop.PlayTakeover(cell, MonotonicClock.Now);
    }

    private void PlayTakeover(VrrpCell cell, MonotonicTime now)
    {
        var ours = AddressKey.From(IPAddress.Parse("192.0.2.1"));
        Enter(cell, isTakenUp: false, now);
        VrrpEntry entry = _entries[cell];
        EntryLine line = entry.Lines[0];
        line.Sender = _senders[(Stage, false)] = new AdvertSender(Stage, isIPv6: false) { Members = 1 };
        line.SpeakFrom(ours.ToIPAddress(), cell.Definition, cell.Participant);
        line.IsUsable = true;
        Step(entry, VrrpInput.LinkIs(new LinkState(true, ours, null)), now, null);
        for (int wakes = 0; wakes < 3 && _dueWaits.TryPeek(out int number, out MonotonicTime due); wakes++)
        {
            // Sent as far as it goes without a socket: what follows a successful call is called here.
            Step(_byNumber[number]!, VrrpInput.TimerElapsed, due, due);
            unsafe
            {
                _ = Libc.sendmmsg(-1, null, 0, Libc.MSG_DONTWAIT);
            }
        }

        Send(entry, entry.Election.EffectivePriority, now);
        Left(line.Sender[0], line.Sender.Bytes(0), now, _time.GetUtcNow());
        FireAdverts();
        FireWaits();
        _ = IsTimerToBeDistrusted();
        EndAtOnce(entry);
    }
}
