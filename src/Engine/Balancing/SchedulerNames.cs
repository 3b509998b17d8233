using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>The kernel's names of the schedulers.</summary>
internal static class SchedulerNames
{
    /// <summary><c>rr</c>, <c>wrr</c>, <c>lc</c>, <c>wlc</c> or <c>sh</c>.</summary>
    public static string Of(Scheduler scheduler) => scheduler switch
    {
        Scheduler.RoundRobin => "rr",
        Scheduler.WeightedRoundRobin => "wrr",
        Scheduler.LeastConnections => "lc",
        Scheduler.WeightedLeastConnections => "wlc",
        Scheduler.SourceHash => "sh",
        _ => throw new ArgumentOutOfRangeException(nameof(scheduler), scheduler, "no such scheduler"),
    };

    /// <summary>The reverse; null = one that we do not use.</summary>
    public static Scheduler? Parse(string? name) => name switch
    {
        "rr" => Scheduler.RoundRobin,
        "wrr" => Scheduler.WeightedRoundRobin,
        "lc" => Scheduler.LeastConnections,
        "wlc" => Scheduler.WeightedLeastConnections,
        "sh" => Scheduler.SourceHash,
        _ => null,
    };
}
