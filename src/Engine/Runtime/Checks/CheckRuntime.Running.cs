using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Probes;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <content>From the timer to the probe, and from its result to the next timer.</content>
internal sealed partial class CheckRuntime
{
    // The system's timer refuses more than 49 days; waking for nothing once a day is free.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private void TimerElapsed()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _armedFor = null;
            Arm(Now());
        }

        _outbox.Deliver();
        StartDue();
    }

    // Under the lock. Moves what is due into the line and sets the timer for what comes next.
    private void Arm(MonotonicTime now)
    {
        if (ServerStanding.Earlier(_schedule.Advance(now), MarkPending(now)) is not { } next || (_armedFor is { } armed && armed <= next)) return;
        _armedFor = next;
        // Whole milliseconds, up: the system's timer knows no finer ones, and waking too early means waking twice.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds));
        _timer.Change(wait < s_longestWait ? wait : s_longestWait, Timeout.InfiniteTimeSpan);
    }

    // One thread at a time starts probes. A probe that ends at once comes back here and leaves the next to the loop, so
    // that a long line of such probes does not become a deep stack.
    private void StartDue()
    {
        lock (_gate)
        {
            if (_isStarting) return;
            _isStarting = true;
        }

        while (true)
        {
            CheckRun? run;
            ProbeRequest request;
            lock (_gate)
            {
                run = _isDisposed ? null : _schedule.TakeNext();
                if (run is null)
                {
                    _isStarting = false;
                    return;
                }

                _counters.Late(Now() - run.DueAt);
                request = run.Target with { Url = run.Server.Health.Checks[run.Index].Url };
            }

            _ = RunAsync(run, request);
        }
    }

    private async Task RunAsync(CheckRun run, ProbeRequest request)
    {
        DateTimeOffset at = _time.GetUtcNow();
        long started = _time.GetTimestamp();
        ProbeResult result;
        Exception? thrown = null;
        try
        {
            result = await _probes.RunAsync(request, run.Removal).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A fault of the probe is not a fault of the server, and must not end the check's schedule.
        catch (Exception e)
#pragma warning restore CA1031
        {
            thrown = e;
            result = new ProbeResult
            {
                Outcome = ProbeOutcome.LocalError,
                At = at,
                Duration = _time.GetElapsedTime(started),
                Message = $"the probe itself failed: {e.Message}",
            };
        }

        Complete(run, result, thrown);
    }

    private void Complete(CheckRun run, ProbeResult result, Exception? thrown)
    {
        bool isFirstThrow;
        lock (_gate)
        {
            _schedule.Finish(run);
            isFirstThrow = thrown is not null && !run.LastThrew && !run.IsRemoved;
            run.LastThrew = thrown is not null;
            MonotonicTime now = Now();
            if (!run.IsRemoved) Record(run, result, now);
            Arm(now);
        }

        if (isFirstThrow) LogProbeThrew(_logger, CheckName.Of(run.Definition), run.Server.Definition.EndpointName, thrown!);
        _outbox.Deliver();
        StartDue();
    }

    // Under the lock.
    private void Record(CheckRun run, ProbeResult result, MonotonicTime now)
    {
        ServerRun server = run.Server;
        DateTimeOffset utcNow = _time.GetUtcNow();
        result = ResponseLimit.Applied(run.Definition, result);
        _counters.Add(run.Definition, result);
        server.LastProbe = run.LastProbe = result;
        run.CertificateExpiresAt = result.CertificateExpiresAt ?? run.CertificateExpiresAt;
        run.Ring.Add(new ProbeBrief(result), _ringCapacity);
        server.Version++;
        if (result.Outcome != ProbeOutcome.LocalError)
        {
            run.ObservedAt = now;
            server.ObservedAt = utcNow;
        }

        ServerHealth before = server.Health;
        ServerStep step = server.Health.Step(now, run.Index, result, server.Definition);
        server.Health = step.Health;
        MonotonicTime earliest = now + s_shortestDelay;
        _schedule.Set(run, step.NextProbeAt < earliest ? earliest : step.NextProbeAt);
        if (server.Service.IsSuspended) CheckSchedule.Unset(run);

        if (run.Definition.LogAllFailures && !result.Passed) _outbox.Add(FailedAttempt(run, server, result));
        if (_budget.Take(now)) _outbox.Add(new ProbeCompleted(server.Service.Definition.Name, server.Definition.EndpointName, run.Index, result));
        if (step.StateChanged) StateChanged(server, before.State, utcNow);
        if (before.IsUp && !server.Health.IsUp) server.Flaps = server.Flaps.Fell(now, server.Service.Definition.FlapDamping);
        if (server.Health.IsUp != before.IsUp || server.Health.Checks[run.Index].Advice != before.Checks[run.Index].Advice) Mark(server.Service);
    }

    private static EngineNotice FailedAttempt(CheckRun run, ServerRun server, ProbeResult result)
    {
        CheckHealth health = server.Health.Checks[run.Index];
        string attempt = result.Outcome == ProbeOutcome.LocalError ? "this node could not try" : $"failed attempt {health.FailuresInARow} (down at {1 + Math.Max(0, run.Definition.Retries)})";
        return new($"{server.Definition.EndpointName} of {server.Service.Definition.Name}", $"{CheckName.Of(run.Definition)}: {attempt}: {result.Message}", EventSeverity.Info);
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Error, Message = "The {Check} check of {Server} failed by its own fault; it goes on at its interval")]
    private static partial void LogProbeThrew(ILogger logger, string check, string server, Exception exception);
}
