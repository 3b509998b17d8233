using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>What the kernel's table is to become, with the words for telling people about it.</summary>
/// <param name="Table">The table.</param>
/// <param name="NameOf">Name of a service in the definition. Called on the balancer's thread, also for services no longer wanted.</param>
/// <param name="ReasonOf">Why a destination is, or no longer is, in the table with its weight. Called on the balancer's thread.</param>
internal sealed record BalancerWanted(BalancerTable Table, Func<ServiceKey, string> NameOf, Func<ServiceKey, BalancerDestination, string> ReasonOf)
{
    /// <summary>Reason where the caller gives none.</summary>
    public const string AsWanted = "as wanted";
}
