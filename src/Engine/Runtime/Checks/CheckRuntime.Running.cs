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
        if (!TryEnter())
        {
            Later(TimerElapsed);
            return;
        }

        bool isDue;
        try
        {
            if (_isDisposed) return;
            _armedFor = null;
            isDue = ArmAndLook(Now());
        }
        finally
        {
            _gate.Exit();
        }

        Deliver(isDue);
        StartDue();
    }

    // Under the lock. Moves what is due into the line and sets the timer for what comes next.
    private void Arm(MonotonicTime now)
    {
        MonotonicTime? due = ServerStanding.Earlier(_schedule.Advance(now), MarkPending(now));
        if (ServerStanding.Earlier(due, _deliverAt) is not { } next || (_armedFor is { } armed && armed <= next)) return;
        _armedFor = next;
        // Whole milliseconds, up: the system's timer knows no finer ones, and waking too early means waking twice.
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Ceiling((next - now).TotalMilliseconds));
        _timer.Change(wait < s_longestWait ? wait : s_longestWait, Timeout.InfiniteTimeSpan);
    }

    private void StartDue() => StartDue(isResumed: false);

    // One thread at a time starts probes. A probe that ends at once comes back here and leaves the next to the loop, so
    // that a long line of such probes does not become a deep stack.
    private void StartDue(bool isResumed)
    {
        while (true)
        {
            if (!TryEnter())
            {
                Later(isResumed ? () => StartDue(isResumed: true) : StartDue);
                return;
            }

            try
            {
                if (_isStarting && !isResumed) return;
                isResumed = true;
                _starting.Clear();
                MonotonicTime now = Now();
                while (!_isDisposed && _schedule.TakeNext() is { } run)
                {
                    _counters.Late(now - run.DueAt);
                    _starting.Add((run, run.Target with { Url = run.Server.Health.Checks[run.Index].Url }));
                }

                _isStarting = _starting.Count > 0;
                if (!_isStarting) return;
            }
            finally
            {
                _gate.Exit();
            }

            // Only whoever set the flag touches the list, and it does so again only when this is over.
            foreach ((CheckRun run, ProbeRequest request) in _starting) _ = RunAsync(run, request);
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
                Message = Sentence.Text($"the probe itself failed: {e.Message}"),
            };
        }

        Complete(run, result, thrown);
    }

    private void Complete(CheckRun run, ProbeResult result, Exception? thrown)
    {
        if (!TryEnter())
        {
            CompleteLater(run, result, thrown);
            return;
        }

        bool isFirstThrow, isDue;
        try
        {
            _schedule.Finish(run);
            isFirstThrow = thrown is not null && !run.LastThrew && !run.IsRemoved;
            run.LastThrew = thrown is not null;
            MonotonicTime now = Now();
            if (!run.IsRemoved) Record(run, result, now);
            isDue = ArmAndLook(now);
        }
        finally
        {
            _gate.Exit();
        }

        if (isFirstThrow) LogProbeThrew(_logger, CheckName.Of(run.Definition), run.Server.Definition.EndpointName, thrown!);
        Deliver(isDue);
        StartDue();
    }

    // Apart, so that only what has to wait costs an object.
    private void CompleteLater(CheckRun run, ProbeResult result, Exception? thrown) => Later(() => Complete(run, result, thrown));

    // Under the lock.
    private void Record(CheckRun run, ProbeResult result, MonotonicTime now)
    {
        ServerRun server = run.Server;
        DateTimeOffset utcNow = _time.GetUtcNow();
        result = ResponseLimit.Applied(run.Definition, result);
        _counters.Add(run.Definition, result);
        server.LastProbe = run.LastProbe = result;
        if (result.CertificateExpiresAt is { } end) run.CertificateSeen(server.Health.Checks[run.Index].Url, end);
        run.Ring.Add(new ProbeBrief(result), _ringCapacity);
        run.Strip.Add(new ProbeBeat(result.At, result.Outcome, result.Duration));
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

        TellCertificate(run, server, utcNow);
        if (run.Definition.LogAllFailures && !result.Passed) _outbox.Add(FailedAttempt(run, server, result));
        if (_budget.Take(now)) _outbox.AddPatient(new ProbeCompleted(server.Service.Definition.Name, server.Definition.EndpointName, run.Index, result));
        if (step.StateChanged) StateChanged(server, before.State, utcNow);
        if (before.IsUp && !server.Health.IsUp) server.Flaps = server.Flaps.Fell(now, server.Service.Definition.FlapDamping);
        if (server.Health.IsUp != before.IsUp || server.Health.Checks[run.Index].Advice != before.Checks[run.Index].Advice) Mark(server.Service);
    }

    // Under the lock. Once when it comes near its end, and once when another has taken its place; it takes nothing out.
    private void TellCertificate(CheckRun run, ServerRun server, DateTimeOffset utcNow)
    {
        string? warning = run.CertificateWarning(utcNow);
        if (warning is not null == run.IsCertificateTold) return;
        run.IsCertificateTold = warning is not null;
        _outbox.Add(EngineNotice.Of(
            $"{server.Definition.EndpointName} of {server.Service.Definition.Name}",
            $"{CheckName.Of(run.Definition)}: {(warning is null ? $"the certificate is one that ends later than the warning asks for" : Sentence.Verbatim(warning))}",
            warning is null ? EventSeverity.Info : EventSeverity.Warning));
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
