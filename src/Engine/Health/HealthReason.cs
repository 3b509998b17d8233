using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Health;

/// <summary>Says in words why a real server is in its state.</summary>
internal static class HealthReason
{
    /// <summary>The reason after <paramref name="result"/> of check <paramref name="index"/>; <paramref name="checks"/> and <paramref name="state"/> are as after it.</summary>
    public static string After(
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
        string which = checks.Length > 1 ? $"{CheckName.Of(check)}: " : "";
        return which + (result.Passed ? Passed(check, before, after, result) : Failed(check, before, after, result));
    }

    private static string GoingUp(CheckDefinition check, CheckHealth after, ReadOnlySpan<CheckHealth> checks)
    {
        if (after.State == RealServerState.GoingUp)
        {
            int urls = CheckHealth.UrlCount(check), needed = CheckHealth.PassesToUp(check);
            return urls == needed
                ? $"{after.Passes} of {urls} urls of {CheckName.Of(check)} pass again"
                : $"{after.Passes} of {needed} passes in a row of {CheckName.Of(check)}";
        }

        int up = 0;
        foreach (CheckHealth one in checks)
            if (one.IsUp) up++;
        return $"{up} of {checks.Length} checks pass";
    }

    private static string Passed(CheckDefinition check, CheckHealth before, CheckHealth after, ProbeResult result)
    {
        if (after.State == RealServerState.Unknown) return $"{after.Passes} of {CheckHealth.UrlCount(check)} urls passed so far";
        if (before.State == RealServerState.Unknown) return $"passed for the first time: {result.Message}";
        return before.FailuresInARow == 0
            ? $"passed: {result.Message}"
            : $"passed after {before.FailuresInARow} failed {(before.FailuresInARow == 1 ? "attempt" : "attempts")}: {result.Message}";
    }

    private static string Failed(CheckDefinition check, CheckHealth before, CheckHealth after, ProbeResult result)
    {
        if (before.IsUnproven) return $"failed before it had ever passed: {result.Message}";
        if (before.State == RealServerState.GoingUp) return $"failed again: {result.Message}";
        int toDown = 1 + Math.Max(0, check.Retries);
        return after.FailuresInARow <= toDown
            ? $"{after.FailuresInARow} of {toDown} attempts failed, last: {result.Message}"
            : $"{after.FailuresInARow} attempts in a row failed, last: {result.Message}";
    }
}
