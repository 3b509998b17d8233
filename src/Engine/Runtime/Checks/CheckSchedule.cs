namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// When checks run: a timer queue, and a line of those that are due while all places are taken. Knows nothing of health.
/// Not synchronised: its owner holds the lock.
/// </summary>
internal sealed class CheckSchedule(int places)
{
    private readonly PriorityQueue<(CheckRun Run, long Ticket), (long DueAt, long Ticket)> _timers = new();
    private readonly Queue<CheckRun> _waiting = new();
    private long _tickets;
    private int _running;

    /// <summary>Sets when <paramref name="run"/> is due next; an earlier setting no longer counts.</summary>
    public void Set(CheckRun run, MonotonicTime dueAt)
    {
        run.DueAt = dueAt;
        run.IsUnset = false;
        run.Ticket = ++_tickets;
        _timers.Enqueue((run, run.Ticket), (dueAt.Nanoseconds, run.Ticket));
    }

    /// <summary><paramref name="run"/> is not due any more until it is set again.</summary>
    public static void Unset(CheckRun run)
    {
        // No entry has this number; one that waits in line is passed over when its turn comes.
        run.Ticket = 0;
        run.IsUnset = true;
    }

    /// <summary>Moves everything due at <paramref name="now"/> into the line. Returns when to look again; null = nothing is set.</summary>
    public MonotonicTime? Advance(MonotonicTime now)
    {
        while (_timers.TryPeek(out (CheckRun Run, long Ticket) next, out (long DueAt, long) priority))
        {
            bool isDead = next.Run.Ticket != next.Ticket || next.Run.IsRemoved;
            if (!isDead && priority.DueAt > now.Nanoseconds) return new MonotonicTime(priority.DueAt);
            _timers.Dequeue();
            if (isDead || next.Run.IsWaiting || next.Run.IsRunning) continue;
            next.Run.IsWaiting = true;
            _waiting.Enqueue(next.Run);
        }

        return null;
    }

    /// <summary>Takes the next in line and a place for it; null when the line is empty or no place is free.</summary>
    public CheckRun? TakeNext()
    {
        while (_running < places && _waiting.TryDequeue(out CheckRun? run))
        {
            run.IsWaiting = false;
            if (run.IsRemoved || run.IsUnset) continue;
            run.IsRunning = true;
            _running++;
            return run;
        }

        return null;
    }

    /// <summary>The probe ended; its place is free.</summary>
    public void Finish(CheckRun run)
    {
        run.IsRunning = false;
        _running--;
    }
}
