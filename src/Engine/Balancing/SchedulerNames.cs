using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>The kernel's names of the schedulers.</summary>
internal static class SchedulerNames
{
    /// <summary>The kernel's name, such as <c>wrr</c>.</summary>
    public static string Of(Scheduler scheduler) => scheduler switch
    {
        Scheduler.RoundRobin => "rr",
        Scheduler.WeightedRoundRobin => "wrr",
        Scheduler.LeastConnections => "lc",
        Scheduler.WeightedLeastConnections => "wlc",
        Scheduler.SourceHash => "sh",
        Scheduler.LocalityBasedLeastConnections => "lblc",
        Scheduler.LocalityBasedLeastConnectionsReplicated => "lblcr",
        Scheduler.DestinationHash => "dh",
        Scheduler.MaglevHash => "mh",
        Scheduler.FailOver => "fo",
        Scheduler.Overflow => "ovf",
        Scheduler.ShortestExpectedDelay => "sed",
        Scheduler.NeverQueue => "nq",
        Scheduler.TwoRandomChoices => "twos",
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
        "lblc" => Scheduler.LocalityBasedLeastConnections,
        "lblcr" => Scheduler.LocalityBasedLeastConnectionsReplicated,
        "dh" => Scheduler.DestinationHash,
        "mh" => Scheduler.MaglevHash,
        "fo" => Scheduler.FailOver,
        "ovf" => Scheduler.Overflow,
        "sed" => Scheduler.ShortestExpectedDelay,
        "nq" => Scheduler.NeverQueue,
        "twos" => Scheduler.TwoRandomChoices,
        _ => null,
    };
}
