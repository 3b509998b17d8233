using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Sums up one minute of one check from its single probes.</summary>
internal static class MinuteSum
{
    /// <summary>The minute from <paramref name="startMs"/> on; null when no probe started in it.</summary>
    /// <param name="identity">Which check; asked for only when there is something to tell.</param>
    /// <param name="ring">Its probes.</param>
    /// <param name="startMs">Start of the minute, milliseconds since 1970.</param>
    /// <param name="nowMs">Now.</param>
    /// <param name="durations">Scratch, reused.</param>
    public static ProbeMinute? Of(Func<CheckIdentity> identity, ProbeRing ring, long startMs, long nowMs, List<TimeSpan> durations)
    {
        durations.Clear();
        int passed = 0;
        long ticks = 0;
        Dictionary<ProbeOutcome, int>? failed = null;
        // Results come in the order they ended, starts are at most a probe's length out of order: a few too many are looked at.
        for (int i = ring.Count - 1; i >= 0; i--)
        {
            ref readonly ProbeBrief brief = ref ring[i];
            long at = brief.AtMs(nowMs);
            if (at < startMs) break;
            if (at >= startMs + 60_000) continue;
            durations.Add(brief.Duration);
            ticks += brief.Duration.Ticks;
            if (brief.Outcome == ProbeOutcome.Passed) passed++;
            else (failed ??= [])[brief.Outcome] = failed.GetValueOrDefault(brief.Outcome) + 1;
        }

        if (durations.Count == 0) return null;
        durations.Sort();
        return new ProbeMinute(
            identity(), DateTimeOffset.FromUnixTimeMilliseconds(startMs), durations.Count, passed, failed ?? [],
            durations[0], new TimeSpan(ticks / durations.Count), durations[(durations.Count - 1) / 2], durations[^1]);
    }
}
