using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>Says in words why a real server is in its state.</summary>
internal static class HealthReason
{
    /// <summary>The reason after <paramref name="result"/> of check <paramref name="index"/>; <paramref name="checks"/> and <paramref name="state"/> are as after it.</summary>
    public static Sentence After(
        RealServerDefinition server,
        int index,
        CheckHealth before,
        ReadOnlySpan<CheckHealth> checks,
        RealServerState state,
        ProbeResult result)
    {
        CheckDefinition check = server.Checks[index];
        CheckHealth after = checks[index];
        if (state == RealServerState.GoingUp) return GoingUp(check, after, checks);
        Sentence reason = result.Passed ? Passed(check, before, after, result) : Failed(check, before, after, result);
        return checks.Length > 1 ? $"{CheckName.Of(check)}: {reason}" : reason;
    }

    private static Sentence GoingUp(CheckDefinition check, CheckHealth after, ReadOnlySpan<CheckHealth> checks)
    {
        if (after.State == RealServerState.GoingUp)
        {
            int urls = CheckHealth.UrlCount(check), needed = CheckHealth.PassesToUp(check);
            return urls == needed
                ? $"{after.Passes} of {urls} urls of {CheckName.Of(check)} pass again"
                : (Sentence)$"{after.Passes} of {needed} passes in a row of {CheckName.Of(check)}";
        }

        int up = 0;
        foreach (CheckHealth one in checks)
            if (one.IsUp) up++;
        return $"{up} of {checks.Length} checks pass";
    }

    private static Sentence Passed(CheckDefinition check, CheckHealth before, CheckHealth after, ProbeResult result)
    {
        if (after.State == RealServerState.Unknown) return $"{after.Passes} of {CheckHealth.UrlCount(check)} urls passed so far";
        if (before.State == RealServerState.Unknown) return $"passed for the first time: {result.Message}";
        return before.FailuresInARow == 0
            ? $"passed: {result.Message}"
            : before.FailuresInARow == 1 ? $"passed after 1 failed attempt: {result.Message}"
            : (Sentence)$"passed after {before.FailuresInARow} failed attempts: {result.Message}";
    }

    private static Sentence Failed(CheckDefinition check, CheckHealth before, CheckHealth after, ProbeResult result)
    {
        if (before.IsUnproven) return $"failed before it had ever passed: {result.Message}";
        if (before.State == RealServerState.GoingUp) return $"failed again: {result.Message}";
        int toDown = 1 + Math.Max(0, check.Retries);
        return after.FailuresInARow <= toDown
            ? $"{after.FailuresInARow} of {toDown} attempts failed, last: {result.Message}"
            : (Sentence)$"{after.FailuresInARow} attempts in a row failed, last: {result.Message}";
    }
}
