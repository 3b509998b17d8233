using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>What nftables cannot do, with the reason and the way out.</summary>
internal static class NftRefusals
{
    private static readonly Sentence s_instead = $"use IPVS for it";

    /// <summary>Why <paramref name="service"/> cannot be done; null = it can.</summary>
    public static Sentence? Of(BalancerService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (Scheduling(service.Scheduler) is { } scheduler) return scheduler;
        if (service.OnePacket) return $"nftables follows flows, so one packet cannot be a connection of its own (ops); leave it out or {s_instead}";
        if (service.PersistenceEngine is { } engine) return $"nftables has no persistence engine {engine}: it knows clients by address only; leave the engine out or {s_instead}";
        foreach (BalancerDestination destination in service.Destinations)
            if (Reaching(service, destination) is { } reason) return reason;
        return null;
    }

    private static Sentence? Scheduling(Scheduler scheduler) => scheduler switch
    {
        Scheduler.LeastConnections or Scheduler.WeightedLeastConnections or Scheduler.LocalityBasedLeastConnections or Scheduler.LocalityBasedLeastConnectionsReplicated
            or Scheduler.Overflow or Scheduler.ShortestExpectedDelay or Scheduler.NeverQueue or Scheduler.TwoRandomChoices =>
            $"nftables cannot compare how many connections servers have, so {SchedulerNames.Of(scheduler)} is not possible; choose rr, wrr, sh, mh, dh or fo, or {s_instead}",
        _ => null,
    };

    private static Sentence? Reaching(BalancerService service, BalancerDestination destination)
    {
        if (destination.ForwardingMethod == ForwardingMethod.DirectRouting) return $"nftables rewrites addresses and cannot do direct routing to {destination.EndpointName}; choose NAT or {s_instead}";
        if (destination.ForwardingMethod == ForwardingMethod.Tunnel) return $"nftables rewrites addresses and cannot tunnel to {destination.EndpointName}; choose NAT or {s_instead}";
        if (destination.UpperThreshold != 0 || destination.LowerThreshold != 0) return $"nftables cannot count the connections of {destination.EndpointName}, so it has no thresholds; leave them out or {s_instead}";
        bool ipv6 = destination.Address.AddressFamily == AddressFamily.InterNetworkV6;
        AddressFamily family = service.Key.Address?.AddressFamily ?? service.Destinations[0].Address.AddressFamily;
        if (destination.Address.AddressFamily != family) return $"nftables cannot translate between families: {destination.EndpointName} is an {(ipv6 ? "IPv6" : "IPv4")} server of an {(ipv6 ? "IPv4" : "IPv6")} service; give all the same family";
        return destination.Port == 0 != (service.Destinations[0].Port == 0)
            ? (Sentence)$"nftables needs a port for all servers of a service or for none: {destination.EndpointName} and {service.Destinations[0].EndpointName} differ; give both a port"
            : null;
    }
}
