using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>Asks this host's load balancer about a service as if all of its real servers were up. Any thread.</summary>
internal sealed class HostBalancerLimits(string node, BalancerRuntime balancer) : IBalancerLimits
{
    /// <inheritdoc />
    public string Node => node;

    /// <inheritdoc />
    public string Kind => balancer.Kind;

    /// <inheritdoc />
    public string? Refuses(VirtualServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        ValueArray<BalancerDestination> destinations = Destinations(service);
        if (balancer.Refuses(Entry(service, service.Key, destinations)) is { } reason) return reason;
        foreach (ServiceRangeDefinition range in service.MoreEndpoints)
        {
            var key = new ServiceKey { Address = range.Address, Port = range.Port, Protocol = service.Key.Protocol, FirewallMark = range.FirewallMark };
            if ((key.Address is null) != (key.FirewallMark is null) && balancer.Refuses(Entry(service, key, destinations)) is { } more) return more;
        }

        return null;
    }

    private static BalancerService Entry(VirtualServiceDefinition service, ServiceKey key, ValueArray<BalancerDestination> destinations) =>
        new(key, service.Scheduler, service.PersistenceTimeout, destinations)
        {
            SchedulerFlags = service.SchedulerFlags,
            OnePacket = service.OnePacket,
            PersistenceGranularity = service.PersistenceGranularity,
            PersistenceEngine = service.PersistenceEngine,
        };

    private static ValueArray<BalancerDestination> Destinations(VirtualServiceDefinition service)
    {
        var destinations = new List<BalancerDestination>(service.RealServers.Count + 1);
        foreach (RealServerDefinition server in service.RealServers)
        {
            destinations.Add(WantedTable.Destination(service, server, server.Weight) with
            {
                UpperThreshold = server.UpperThreshold,
                LowerThreshold = server.LowerThreshold,
                Tunnel = server.Tunnel ?? service.Tunnel,
            });
        }

        if (service.SorryServer is { } sorry)
            destinations.Add(WantedTable.SorryDestination(service, sorry) with { ForwardingMethod = sorry.ForwardingMethod ?? service.ForwardingMethod, Tunnel = sorry.Tunnel ?? service.Tunnel });
        return new(destinations);
    }
}
