using System.Collections.Concurrent;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <content>
/// Which thread does what. A probe over a plain socket begins, ends and is judged on the thread that serves them all: a change of thread costs
/// more than the probe. That thread waits for nobody: where the lock is taken, or something is to be handed out, a thread of the pool goes on.
/// </content>
internal sealed partial class CheckRuntime
{
    // Single probes as events may wait this long for company: readers get them in batches anyway.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<Action> _late = new();
    private readonly List<(CheckRun Run, Probes.ProbeRequest Request)> _starting = [];
    private MonotonicTime? _deliveredAt;
    private MonotonicTime? _deliverAt;
    private int _isLateAsked;
    private int _isDeliveryAsked;

    // Takes the lock; false = it is taken, and this is the thread that must not wait.
    private bool TryEnter()
    {
        if (_probes.IsOwnThread) return _gate.TryEnter();
        _gate.Enter();
        return true;
    }

    private void Later(Action work)
    {
        _late.Enqueue(work);
        if (Interlocked.Exchange(ref _isLateAsked, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static runtime => runtime.TakeLate(), this, preferLocal: false);
    }

    private void TakeLate()
    {
        Interlocked.Exchange(ref _isLateAsked, 0);
        while (_late.TryDequeue(out Action? work)) work();
    }

    // Under the lock. Arms, and says whether there is something to hand out now. What may wait gets its time.
    private bool ArmAndLook(MonotonicTime now)
    {
        bool isDue = _dirty.Count > 0 || _servicesChanged || _outbox.IsUrgent
            || (_outbox.HasItems && (_deliveredAt is not { } last || now - last >= s_patience));
        if (isDue) (_deliveredAt, _deliverAt) = (now, null);
        else _deliverAt = _outbox.HasItems ? _deliveredAt + s_patience : null;
        Arm(now);
        // What became pending with time.
        return isDue || _dirty.Count > 0;
    }

    private void Deliver(bool isDue)
    {
        if (!_probes.IsOwnThread) _outbox.Deliver();
        else if (isDue && Interlocked.Exchange(ref _isDeliveryAsked, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static runtime => runtime.DeliverAsked(), this, preferLocal: false);
    }

    private void DeliverAsked()
    {
        Interlocked.Exchange(ref _isDeliveryAsked, 0);
        _outbox.Deliver();
    }
}
