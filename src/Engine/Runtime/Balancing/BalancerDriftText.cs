using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>Words for drift: what was found, and what was done about it.</summary>
internal static class BalancerDriftText
{
    public static (string Found, string Done) Of(BalancerChange change, BalancerTable found, ValueArray<DamagedService> damaged) => change.Kind switch
    {
        BalancerChangeKind.AddService => (Damage(change.Service.Key, damaged) ?? "missing from the table", $"added with {Servers(change.Service.Destinations.Count)}"),
        BalancerChangeKind.EditService => ($"changed to {Settings(found.Find(change.Service.Key))}", $"set to {Settings(change.Service)}"),
        BalancerChangeKind.RemoveService => ("in the table though not wanted", "removed"),
        BalancerChangeKind.AddDestination => ("missing from the table", $"added with weight {change.Destination!.Weight}"),
        BalancerChangeKind.EditDestination => ($"changed to {Settings(Find(found, change))}", $"set to {Settings(change.Destination)}"),
        _ => ("in the table though not wanted", "removed"),
    };

    private static string? Damage(ServiceKey key, ValueArray<DamagedService> damaged)
    {
        foreach (DamagedService service in damaged)
            if (service.Key == key) return service.Damage;
        return null;
    }

    private static BalancerDestination? Find(BalancerTable found, BalancerChange change) =>
        found.Find(change.Service.Key)?.Destinations.FirstOrDefault(destination => DestinationKey.Of(destination) == DestinationKey.Of(change.Destination!));

    private static string Settings(BalancerDestination? destination) => destination is null
        ? "nothing"
        : $"weight {destination.Weight}, {(destination.ForwardingMethod == ForwardingMethod.DirectRouting ? "direct routing" : "NAT")}";

    private static string Settings(BalancerService? service) => service is null
        ? "nothing"
        : $"{SchedulerNames.Of(service.Scheduler)}, {(service.PersistenceSeconds == 0 ? "no persistence" : $"persistence {service.PersistenceSeconds} s")}";

    private static string Servers(int count) => count == 1 ? "1 server" : $"{count} servers";
}
