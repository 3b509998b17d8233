using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The one thread that steps every election. It waits only in epoll, allocates nothing for an advert sent or heard, and
/// leaves whatever takes time to others. On every wake packets come before timers: after a pause, an advert that already
/// waits proves that its sender lives. The thread belongs to the network namespace of the one that starts it.
/// </summary>
internal sealed partial class VrrpLoop : IAddressReports, IDisposable
{
    /// <summary>The loop wakes at least this often, which is how others see that it lives.</summary>
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(1);

    /// <summary>An election that leaves its due deadline as it was is asked again after this, never in a tight circle.</summary>
    private static readonly TimeSpan s_putOff = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// A takeover rings this much early, and the rest is waited out awake: to be woken takes 50 to 100 µs, by which each would be later.
    /// Costs nothing in quiet times, because adverts that come move these deadlines before they ring.
    /// </summary>
    private static readonly TimeSpan s_early = TimeSpan.FromMicroseconds(100);

    /// <summary>A timer that is later than this shows that the thread stood still.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<LoopCommand> _commands = new();
    private readonly WakeUp _wake = new();
    private readonly DeadlineTimer _timer = new();
    private readonly Epoll _epoll = new();
    private readonly DeadlineHeap _dueAdverts = new();
    private readonly DeadlineHeap _dueWaits = new();
    private readonly Dictionary<VrrpCell, VrrpEntry> _entries = [];
    private readonly List<VrrpEntry?> _byNumber = [];
    private readonly List<VrrpOutput> _outputs = new(16);
    private readonly PacketRush _rush = new();
    private readonly VrrpReporter _reporter;
    private readonly TimeProvider _time;
    private readonly int _realTimePriority;
    private readonly AddressThread _addresses;
    private readonly Thread _thread;
    private Rehearsal? _rehearsal;
    private long _lastTurn;
    private long _allocated;
    private int _isRealTime;
    private bool _isStopping;

    /// <summary>Prepares it; nothing runs yet.</summary>
    public VrrpLoop(int realTimePriority, TimeSpan sweepInterval, VrrpReporter reporter, TimeProvider time)
    {
        _realTimePriority = realTimePriority;
        _reporter = reporter;
        _time = time;
        _addresses = new AddressThread(sweepInterval, this, realTimePriority);
        _thread = new Thread(Run, maxStackSize: 1 << 20) { Name = "kc-vrrp", IsBackground = true };
    }

    /// <summary>How late adverts are.</summary>
    public LatenessMeter Lateness { get; } = new();

    /// <summary>Does the thread run with real-time scheduling?</summary>
    public bool IsRealTime => Volatile.Read(ref _isRealTime) != 0;

    /// <summary>When the loop last looked around; old = it hangs.</summary>
    public MonotonicTime LastTurn => new(Volatile.Read(ref _lastTurn));

    /// <summary>Bytes the thread has allocated on the managed heap; stands still while adverts only come and go.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocated);

    /// <summary>Starts both threads in the calling thread's network namespace. False: not permitted, or no such sockets here; nothing runs then.</summary>
    public bool TryStart(out LinuxError error)
    {
        if (!_addresses.TryStart(out error)) return false;
        Volatile.Write(ref _lastTurn, MonotonicClock.Now.Nanoseconds);
        _rehearsal = Rehearsal.Prepare();
        _thread.Start();
        return true;
    }

    /// <summary>Asks for something. Any thread; returns at once.</summary>
    public void Post(LoopCommand command)
    {
        _commands.Enqueue(command);
        _wake.Ring();
    }

    /// <summary>Waits until both threads have ended after a <see cref="LoopCommand.Stop"/>, each at most <paramref name="limit"/>.</summary>
    public bool Join(TimeSpan limit) => (!_thread.IsAlive || _thread.Join(limit)) && _addresses.Join(limit);

    /// <inheritdoc />
    public void LinkIs(VrrpCell cell, LinkState state, LineFacts? facts) => Post(new LoopCommand.Link(cell, state, facts));

    /// <inheritdoc />
    public void Failed(VrrpCell cell, TransitionCause cause, string detail) => Post(new LoopCommand.Failed(cell, cause, detail));

    /// <inheritdoc />
    public void Publish(EngineEvent engineEvent) => _reporter.Publish(engineEvent);

    /// <summary>Closes what the threads used; call it after <see cref="Join"/>.</summary>
    public void Dispose()
    {
        foreach (HeartbeatLine line in _lineList) line.Dispose();
        foreach (AdvertSender sender in _senders.Values) sender.Dispose();
        _received.Dispose();
        _addresses.Dispose();
        _epoll.Dispose();
        _timer.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        BecomeRealTime();
        _ = _epoll.Add(_wake.Number);
        _ = _epoll.Add(_timer.Number);
        while (!(_isStopping && _entries.Count == 0)) Turn(); // a method of its own: it tiers up, a loop that never returns does not
        _rehearsal!.CallOff();
        _addresses.Post(new AddressWork(AddressWorkKind.End, null));
    }

    private void BecomeRealTime()
    {
        RealTimeThread.WithoutTimerSlack();
        if (_realTimePriority <= 0) return;
        LinuxError error = RealTimeThread.Become(Math.Min(_realTimePriority, 99));
        if (error.IsSuccess) Volatile.Write(ref _isRealTime, 1);
        else
        {
            _reporter.Publish(EngineNotice.Of(
                "election loop",
                $"real-time scheduling was refused: {error}; adverts may be late on a busy machine. Give the binary CAP_SYS_NICE, or set Engine:RealTimePriority to 0 to stop asking",
                EventSeverity.Info));
        }
    }

    private void Turn()
    {
        int ready = _epoll.Wait();
        bool isSure = ready < Epoll.MaxEvents;
        for (int i = 0; i < ready; i++)
        {
            int number = _epoll.Ready(i);
            if (number == _wake.Number) _wake.Clear();
            else if (number == _timer.Number) _timer.Clear();
            else if (isSure) ReceiveFrom(number);
        }

        AwaitTakeover();
        // What came since the wait, or is not among what one wait reports, must not be overlooked where it may change what a timer does.
        if (!isSure || IsTimerToBeDistrusted()) ReceiveFromAll();
        while (_commands.TryDequeue(out LoopCommand? command)) Carry(command);
        FireAdverts();
        FireWaits();
        FireLines();
        _addresses.Ring();
        MonotonicTime now = MonotonicClock.Now;
        Volatile.Write(ref _lastTurn, now.Nanoseconds);
        Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
        MonotonicTime wake = NextWake(now);
        _timer.Arm(wake, now);
        if (_lineList.Count > 0) _rehearsal!.Begin();
        if (_rush.IsOn(now)) MonotonicClock.SleepUntil(PacketRush.Rest(now, wake));
    }

    /// <summary>Waits out the last moment before a takeover; adverts of ours that are due meanwhile go out on time.</summary>
    private void AwaitTakeover()
    {
        if (NextTakeover is not { } due || due - MonotonicClock.Now > s_early) return;
        while (MonotonicClock.Now is var now && now < due)
        {
            if (_dueAdverts.TryPeek(out _, out MonotonicTime advert) && advert <= now) FireAdverts();
            Thread.SpinWait(1);
        }
    }

    /// <summary>When the silence of a master ends that a backup waits for; null = something else comes before, or nothing.</summary>
    private MonotonicTime? NextTakeover =>
        _dueWaits.TryPeek(out int number, out MonotonicTime due) && _byNumber[number] is { Election: { State: VrrpState.Backup, IsLeaving: false } } ? due : null;

    /// <summary>A takeover is due, or the thread stood still: an advert that waits by now proves that somebody else is there.</summary>
    private bool IsTimerToBeDistrusted()
    {
        MonotonicTime now = MonotonicClock.Now;
        return (_dueWaits.TryPeek(out _, out MonotonicTime wait) && wait <= now)
            || (_dueLines.TryPeek(out _, out MonotonicTime line) && line <= now)
            || (_dueAdverts.TryPeek(out _, out MonotonicTime advert) && advert + s_pause <= now);
    }

    private MonotonicTime NextWake(MonotonicTime now)
    {
        MonotonicTime wake = now + s_longestSleep;
        if (_dueAdverts.TryPeek(out _, out MonotonicTime next) && next < wake) wake = next;
        if (_dueWaits.TryPeek(out _, out next) && next < wake) wake = next;
        if (NextTakeover is { } takeover && takeover - s_early < wake) wake = takeover - s_early;
        if (_dueLines.TryPeek(out _, out next) && next < wake) wake = next;
        return wake;
    }

    /// <summary>What masters have to do, adverts above all. A flood of packets does not keep these waiting.</summary>
    private void FireAdverts()
    {
        MonotonicTime now = MonotonicClock.Now;
        bool isOneDue = false;
        while (_dueAdverts.TryPeek(out int number, out MonotonicTime due) && AdvertCompany.Leaves(now, due, _byNumber[number]!.Election.Definition.AdvertisementInterval.Span, isOneDue))
        {
            isOneDue = true;
            Fire(_dueAdverts, number, due, now);
        }

        Flush();
    }

    /// <summary>What the others wait for: silence, the end of leaving, another try. Packets come first.</summary>
    private void FireWaits()
    {
        MonotonicTime now = MonotonicClock.Now;
        while (_dueWaits.TryPeek(out int number, out MonotonicTime due) && due <= now) Fire(_dueWaits, number, due, now);
        Flush();
    }

    private void Fire(DeadlineHeap heap, int number, MonotonicTime due, MonotonicTime now)
    {
        MonotonicTime at = MonotonicClock.Now;
        Step(_byNumber[number]!, VrrpInput.TimerElapsed, at > due ? at : due, due);
        if (heap.TryPeek(out int same, out MonotonicTime still) && same == number && still == due) heap.Set(number, now + s_putOff);
    }

    /// <summary>One step of one election, and what it asks for, in order. <paramref name="due"/>: the deadline that brought us here, null when none did.</summary>
    private void Step(VrrpEntry entry, in VrrpInput input, MonotonicTime now, MonotonicTime? due)
    {
        if (!_entries.ContainsKey(entry.Cell)) return; // gone within this turn
        int first = _outputs.Count;
        VrrpState before = entry.Election.State;
        try
        {
            entry.Cell.Recorder.Record(now, input);
            entry.Election.Step(now, input, _outputs);
            for (int i = first; i < _outputs.Count; i++)
            {
                entry.Cell.Recorder.Record(now, _outputs[i]);
                Execute(entry, _outputs[i], now, due);
            }

            entry.Cell.Stands(entry.Election.State, entry.Election.EffectivePriority);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // One election's fault must not stop the others' adverts. It leaves, so that the next best node can take over.
            _reporter.Publish(EngineNotice.Of(
                entry.Cell.Name,
                $"the election failed unexpectedly ({exception.GetType().Name}: {exception.Message}) and left; restart the engine to take part again",
                EventSeverity.Critical));
            Abandon(entry);
        }
        finally
        {
            _outputs.RemoveRange(first, _outputs.Count - first);
        }

        bool hasYielded = entry.Election.HasYielded;
        bool mayPreempt = entry.Election.Definition.Preempt && !hasYielded;
        if (hasYielded != entry.Cell.HasYielded) entry.Cell.HasYielded = hasYielded;
        if (mayPreempt != entry.Cell.MayPreempt) entry.Cell.MayPreempt = mayPreempt;
        if (entry.Election.State != before) StateOfLines(entry, now);
        LookAtRivals(entry, now);
        FollowGroup(entry);
        if (entry is { IsStopping: true, Election.IsLeaving: false }) Depart(entry);
    }

    private void Execute(VrrpEntry entry, in VrrpOutput output, MonotonicTime now, MonotonicTime? due)
    {
        // Adverts leave before the addresses move because of them.
        if (output.Kind is not (VrrpOutputKind.SendAdvertisement or VrrpOutputKind.SetTimer or VrrpOutputKind.RenewAddresses)) Flush();
        switch (output.Kind)
        {
            case VrrpOutputKind.SendAdvertisement:
                Send(entry, output.Priority, due);
                break;
            case VrrpOutputKind.AddAddresses:
                _addresses.Post(new AddressWork(AddressWorkKind.Add, entry.Cell, output.Addresses, output.LeaseSeconds));
                break;
            case VrrpOutputKind.RemoveAddresses:
                _addresses.Post(new AddressWork(AddressWorkKind.Remove, entry.Cell, output.Addresses));
                break;
            case VrrpOutputKind.RenewAddresses:
                _addresses.PostSilently(new AddressWork(AddressWorkKind.Renew, entry.Cell, output.Addresses, output.LeaseSeconds));
                break;
            case VrrpOutputKind.AddRouting:
                _addresses.Post(new AddressWork(AddressWorkKind.AddRouting, entry.Cell));
                break;
            case VrrpOutputKind.RemoveRouting when entry.Election.State == VrrpState.Master:
                // Only what the new definition has no more; the address side compares with that by itself.
                _addresses.Post(new AddressWork(AddressWorkKind.LookAgain, entry.Cell));
                break;
            case VrrpOutputKind.RemoveRouting:
                _addresses.Post(new AddressWork(AddressWorkKind.RemoveRouting, entry.Cell));
                break;
            case VrrpOutputKind.Announce:
                _addresses.Post(new AddressWork(AddressWorkKind.Announce, entry.Cell, output.Addresses, Repeat: output.Repeat));
                break;
            case VrrpOutputKind.SetTimer:
                SetTimer(entry, output.Deadline);
                break;
            case VrrpOutputKind.PublishTransition:
                Tell(entry, output.Transition!, now);
                break;
        }
    }

    private void SetTimer(VrrpEntry entry, MonotonicTime? deadline)
    {
        bool isMaster = entry.Election.State == VrrpState.Master;
        (isMaster ? _dueWaits : _dueAdverts).Remove(entry.Number);
        DeadlineHeap heap = isMaster ? _dueAdverts : _dueWaits;
        if (deadline is { } due) heap.Set(entry.Number, due);
        else heap.Remove(entry.Number);
        entry.Cell.TakesOverAt(entry.Election is { State: VrrpState.Backup, IsLeaving: false } ? deadline : null);
    }

    private void Tell(VrrpEntry entry, VrrpTransition transition, MonotonicTime now)
    {
        entry.ForgetWhatWasSaid();
        entry.Cell.Stands(entry.Election.State, entry.Election.EffectivePriority);
        entry.Cell.Changed(TransitionRecord.Of(transition, _time), now);
        entry.Rivals.StateIs(now, transition);
        _reporter.Publish(new VrrpTransitioned(transition));
    }
}
