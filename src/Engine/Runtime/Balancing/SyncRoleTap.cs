using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Passes the election's events on and tells the load balancer of transitions at once: what it synchronises follows mastership. The last transition
/// counts until the election's picture is as new; then the picture does, which also knows a mastership that was taken up without a transition.
/// </summary>
/// <param name="sink">Where the events go.</param>
internal sealed class SyncRoleTap(IEventSink sink) : IEventSink
{
    private readonly ConcurrentDictionary<string, VrrpState> _last = new();

    /// <summary>Called after every transition, on the thread of whoever published it: must return at once.</summary>
    public Action? Changed { get; set; }

    /// <inheritdoc />
    public void Publish(EngineEvent engineEvent)
    {
        if (engineEvent is VrrpTransitioned { Transition: { } transition }) _last[transition.Instance] = transition.To;
        sink.Publish(engineEvent);
        if (engineEvent is VrrpTransitioned) Changed?.Invoke();
    }

    /// <summary>Is this host master of <paramref name="instance"/>?</summary>
    public bool IsMaster(string instance, ElectionPicture picture)
    {
        VrrpState? shown = picture.Instances.FirstOrDefault(candidate => candidate.Name == instance)?.State;
        if (!_last.TryGetValue(instance, out VrrpState told)) return shown == VrrpState.Master;
        if (shown == told) _last.TryRemove(new(instance, told));
        return told == VrrpState.Master;
    }
}
