using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Runtime.Notify;
using KeepaliveConsole.Engine.Runtime.Tracking;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <content>What the instances track, and who is told of their states.</content>
internal sealed partial class VrrpRuntime
{
    private ProgramThread? _programs;
    private TrackRuntime? _tracks;
    private NotifyRuntime? _notify;

    /// <summary>In the network namespace of the calling thread, as the loop.</summary>
    private void StartTracking()
    {
        _programs = new ProgramThread();
        _tracks = new TrackRuntime(options.Node, _reporter, _programs, time, TrackingChanged);
        _tracks.Start();
        _notify = new NotifyRuntime(options.Node, _programs, _reporter);
        _notify.Start();
        _reporter.Notify = _notify;
    }

    private void ApplyTracking(ClusterDefinition definition)
    {
        _notify?.Apply(definition);
        _tracks?.Apply(definition);
        // An effect that the new definition changes at once is posted by the callback, which waits for this lock.
    }

    /// <summary>
    /// Joins the election as soon as it is known whether something tracked holds the instance in Fault: until then it stays in Initialize, as in
    /// keepalived. One that takes up where a process before left off goes on at once.
    /// </summary>
    private void JoinWhenKnown(Member member, bool isTakenUp)
    {
        TrackEffect? effect = _tracks!.EffectOf(member.Cell.Name);
        if (effect is null && !isTakenUp) return;
        member.IsJoined = true;
        _loop!.Post(new LoopCommand.Join(member.Cell, isTakenUp, effect ?? TrackEffect.None));
    }

    /// <summary>Called on the thread of the tracks, with no lock held.</summary>
    private void TrackingChanged(string instance)
    {
        lock (_lock)
        {
            if (_stopped is not null || !_members.TryGetValue(instance, out Member? member) || member.HeldBack is not null) return;
            if (!member.IsJoined)
            {
                JoinWhenKnown(member, isTakenUp: false);
                return;
            }

            // Null: a track was added whose first result is awaited. What was known before stays in force until then.
            if (_tracks!.EffectOf(instance) is not { } effect) return;
            _loop!.Post(new LoopCommand.Tracking(member.Cell, effect));
            if (effect.Fault is null) _notify!.PriorityIs(instance, Effective(member.Cell.Participant.Priority, effect.Offset));
        }
    }

    private async Task StopTrackingAsync()
    {
        _tracks?.Dispose();
        if (_notify is not null) await _notify.StopAsync().ConfigureAwait(false);
        _programs?.Dispose();
    }

    /// <summary>The offset never makes an owner of a router, nor takes one's place away.</summary>
    private static int Effective(VrrpPriority priority, int offset) =>
        priority == VrrpPriority.Owner ? priority.Value : (int)Math.Clamp((long)priority.Value + offset, 1, 254);
}
