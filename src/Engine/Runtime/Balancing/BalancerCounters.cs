using KeepaliveConsole.Engine.Balancing;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>What the kernel had counted at one moment.</summary>
/// <param name="Destinations">By destination, foreign services included; empty where the load balancer does not count them.</param>
/// <param name="Services">By service, foreign ones included; empty where the load balancer does not count them.</param>
internal sealed record BalancerCounters(ValueArray<DestinationCounters> Destinations, ValueArray<ServiceCounters> Services)
{
    /// <summary>Nothing counted.</summary>
    public static BalancerCounters None { get; } = new([], []);
}
