using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Sums up one minute of one check from its single probes.</summary>
internal static class MinuteSum
{
    /// <summary>
    /// The minute from <paramref name="startMs"/> on; null when no probe that started in it said something about the server.
    /// </summary>
    /// <param name="service">Name of the virtual service.</param>
    /// <param name="server">Endpoint of the real server.</param>
    /// <param name="check">Which of its checks, 0-based.</param>
    /// <param name="ring">Its probes.</param>
    /// <param name="startMs">Start of the minute, milliseconds since 1970.</param>
    /// <param name="nowMs">Now.</param>
    public static ProbeSummary? Of(string service, string server, int check, ProbeRing ring, long startMs, long nowMs)
    {
        int count = 0, passed = 0, refused = 0, timedOut = 0;
        PhaseSummary whole = default, connect = default, tls = default, firstByte = default;
        // Results come in the order they ended, starts are at most a probe's length out of order: a few too many are looked at.
        for (int i = ring.Count - 1; i >= 0; i--)
        {
            ref readonly ProbeBrief brief = ref ring[i];
            long at = brief.AtMs(nowMs);
            if (at < startMs) break;
            if (at >= startMs + 60_000 || brief.Outcome == ProbeOutcome.LocalError) continue;
            count++;
            if (brief.Outcome == ProbeOutcome.Passed) passed++;
            if (brief.Outcome == ProbeOutcome.Refused) refused++;
            if (brief.Outcome == ProbeOutcome.TimedOut) timedOut++;
            whole = whole.With(brief.Duration);
            connect = connect.With(brief.Connect);
            tls = tls.With(brief.Tls);
            firstByte = firstByte.With(brief.FirstByte);
        }

        return count == 0 ? null : new ProbeSummary
        {
            Service = service,
            Server = server,
            CheckIndex = check,
            From = DateTimeOffset.FromUnixTimeMilliseconds(startMs),
            Count = count,
            Passed = passed,
            Refused = refused,
            TimedOut = timedOut,
            Whole = whole,
            Connect = connect,
            Tls = tls,
            FirstByte = firstByte,
        };
    }
}
