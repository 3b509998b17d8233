using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>Whether the kernel has what is wanted: values that mean the same to it are no difference, else they would look like drift for ever.</summary>
internal static class BalancerSameness
{
    private static readonly TunnelDefinition s_ipInIp = new();

    /// <summary>Does everything but the destinations agree? Persistence is kept in whole seconds, and its granularity means nothing without it.</summary>
    public static bool Settings(BalancerService wanted, BalancerService actual) =>
        wanted.Scheduler == actual.Scheduler && wanted.PersistenceSeconds == actual.PersistenceSeconds
        && wanted.SchedulerFlags == actual.SchedulerFlags && wanted.OnePacket == actual.OnePacket
        && (wanted.PersistenceSeconds == 0 || Granularity(wanted) == Granularity(actual))
        && (wanted.PersistenceEngine ?? "") == (actual.PersistenceEngine ?? "");

    /// <summary>Does a service by firewall mark have the family it is to have? The kernel cannot change it, and keeps one service of each.</summary>
    public static bool Family(BalancerService wanted, BalancerService actual) =>
        wanted.Key.FirewallMark is null || MarkFamily(wanted) is not { } family || MarkFamily(actual) is not { } found || family == found;

    /// <summary>The family of a service by firewall mark; null = it does not say.</summary>
    public static AddressFamily? MarkFamily(BalancerService service) =>
        service.MarkFamily ?? (service.Destinations.Count == 0 ? null : service.Destinations[0].Address.AddressFamily);

    /// <summary>Do two destinations with the same address and port agree? A tunnel means nothing to the other methods, and a port only to GUE.</summary>
    public static bool Destination(BalancerDestination wanted, BalancerDestination actual) =>
        ReferenceEquals(wanted, actual)
        || (wanted.Weight == actual.Weight && wanted.ForwardingMethod == actual.ForwardingMethod
            && wanted.UpperThreshold == actual.UpperThreshold && wanted.LowerThreshold == actual.LowerThreshold
            && (wanted.ForwardingMethod != ForwardingMethod.Tunnel || Tunnel(wanted.Tunnel) == Tunnel(actual.Tunnel)));

    /// <summary>A tunnel as the kernel is told: IP in IP has neither port nor checksum, GRE no port.</summary>
    public static TunnelDefinition Tunnel(TunnelDefinition? tunnel) => tunnel is null or { Kind: TunnelKind.IpIp } ? s_ipInIp
        : tunnel is { Kind: TunnelKind.Gre, Port: not null } ? tunnel with { Port = null }
        : tunnel;

    private static int Granularity(BalancerService service) =>
        service.PersistenceGranularity ?? ((service.Key.Address?.AddressFamily ?? MarkFamily(service)) == AddressFamily.InterNetworkV6 ? 128 : 32);
}
