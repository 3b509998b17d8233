using System.Globalization;
using System.Text;
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

    private static string Settings(BalancerDestination? destination)
    {
        if (destination is null) return "nothing";
        string text = $"weight {destination.Weight}, {Method(destination)}";
        return destination is { UpperThreshold: 0, LowerThreshold: 0 } ? text : $"{text}, thresholds {destination.LowerThreshold} to {destination.UpperThreshold}";
    }

    private static string Method(BalancerDestination destination) => destination.ForwardingMethod switch
    {
        ForwardingMethod.DirectRouting => "direct routing",
        ForwardingMethod.Tunnel => Tunnel(BalancerSameness.Tunnel(destination.Tunnel)),
        _ => "NAT",
    };

    private static string Tunnel(TunnelDefinition tunnel)
    {
        string port = tunnel.Port is { } number ? $" port {number}" : "";
        string checksum = tunnel.Checksum switch { TunnelChecksum.Full => " with checksum", TunnelChecksum.Remote => " with remote checksum", _ => "" };
        return $"{tunnel.Kind.ToString().ToLowerInvariant()} tunnel{port}{checksum}";
    }

    private static string Settings(BalancerService? service)
    {
        if (service is null) return "nothing";
        var text = new StringBuilder(SchedulerNames.Of(service.Scheduler));
        text.Append(service.PersistenceSeconds == 0 ? ", no persistence" : $", persistence {service.PersistenceSeconds} s");
        if (service is { PersistenceSeconds: > 0, PersistenceGranularity: { } bits }) text.Append(CultureInfo.InvariantCulture, $" by {bits} bits");
        if (service.PersistenceEngine is { Length: > 0 } engine) text.Append(CultureInfo.InvariantCulture, $" by {engine}");
        if (service.SchedulerFlags != SchedulerFlags.None) text.Append(CultureInfo.InvariantCulture, $", scheduler flags {(int)service.SchedulerFlags}");
        if (service.OnePacket) text.Append(", one packet a connection");
        return text.ToString();
    }

    private static string Servers(int count) => count == 1 ? "1 server" : $"{count} servers";
}
