using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <content>Single probes for readers, and what each minute came to.</content>
internal sealed partial class CheckRuntime
{
    /// <summary>How far back single probes are told.</summary>
    public static readonly TimeSpan HistorySpan = TimeSpan.FromMinutes(10);

    // A probe that started in a minute may end after it.
    private static readonly TimeSpan s_minuteGrace = TimeSpan.FromSeconds(2);

    private ITimer? _minuteTimer;
    private Action<IReadOnlyList<ProbeSummary>>? _minuteClosed;

    /// <summary>See <see cref="Hosting.IEngineHistory.MinuteClosed"/>.</summary>
    public event Action<IReadOnlyList<ProbeSummary>>? MinuteClosed
    {
        add
        {
            lock (_gate)
            {
                _minuteClosed += value;
                if (_minuteTimer is not null || _isDisposed) return;
                _minuteTimer = _time.CreateTimer(static runtime => ((CheckRuntime)runtime!).CloseMinute(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                ScheduleMinute();
            }
        }

        remove
        {
            lock (_gate) _minuteClosed -= value;
        }
    }

    /// <summary>See <see cref="Hosting.IEngineHistory.Probes"/>.</summary>
    public IReadOnlyList<ProbeRecord>? Probes(string service, string server, int check, DateTimeOffset since)
    {
        lock (_gate)
        {
            ServerRun? run = _roster.Services.FirstOrDefault(one => one.Definition.Name == service)?.Servers.FirstOrDefault(one => one.Definition.EndpointName == server);
            if (run is null || check < 0 || check >= run.Checks.Length) return null;
            DateTimeOffset now = _time.GetUtcNow();
            long nowMs = now.ToUnixTimeMilliseconds();
            long sinceMs = Math.Max(since.ToUnixTimeMilliseconds(), (now - HistorySpan).ToUnixTimeMilliseconds());
            ProbeRing ring = run.Checks[check].Ring;
            var records = new List<ProbeRecord>();
            for (int i = 0; i < ring.Count; i++)
                if (ring[i].AtMs(nowMs) >= sinceMs) records.Add(ring[i].Record(nowMs));
            return records;
        }
    }

    private void ScheduleMinute()
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan intoMinute = new(now.Ticks % TimeSpan.TicksPerMinute);
        _minuteTimer?.Change(TimeSpan.FromMinutes(1) - intoMinute + s_minuteGrace, Timeout.InfiniteTimeSpan);
    }

    private void CloseMinute()
    {
        DateTimeOffset now = _time.GetUtcNow();
        long nowMs = now.ToUnixTimeMilliseconds();
        long startMs = (now - s_minuteGrace - TimeSpan.FromSeconds(30)).Ticks / TimeSpan.TicksPerMinute * 60_000 - (DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond);
        try
        {
            if (_minuteClosed is { } closed && SumUp(startMs, nowMs) is { Count: > 0 } minutes) closed(minutes);
        }
#pragma warning disable CA1031 // A receiver that throws must not end the minutes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogMinuteFailed(_logger, e);
        }

        ScheduleMinute();
    }

    // One server at a time under the lock, so that no probe waits for the sum of thousands.
    private List<ProbeSummary> SumUp(long startMs, long nowMs)
    {
        ServiceRun[] services;
        lock (_gate) services = _roster.Services;
        var minutes = new List<ProbeSummary>();
        foreach (ServiceRun service in services)
        {
            ServerRun[] servers = service.Servers;
            foreach (ServerRun server in servers)
            {
                lock (_gate)
                {
                    foreach (CheckRun check in server.Checks)
                        if (MinuteSum.Of(service.Definition.Name, server.Definition.EndpointName, check.Index, check.Ring, startMs, nowMs) is { } minute)
                            minutes.Add(minute);
                }
            }
        }

        return minutes;
    }

    [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "A minute of the probes' history could not be handed over")]
    private static partial void LogMinuteFailed(ILogger logger, Exception exception);
}
