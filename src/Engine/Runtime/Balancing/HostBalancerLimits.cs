using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>Asks this host's load balancer about a service as if all of its real servers were up. Any thread.</summary>
internal sealed class HostBalancerLimits(string node, Lazy<BalancerRuntime> balancer) : IBalancerLimits
{
    /// <inheritdoc />
    public string Node => node;

    /// <inheritdoc />
    public string Kind => balancer.Value.Kind;

    /// <inheritdoc />
    public Sentence? Refuses(VirtualServiceDefinition service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (Refuses(service, service.Key) is { } reason) return reason;
        foreach (ServiceRangeDefinition range in service.MoreEndpoints)
        {
            // What can be done for one address and port can be done for the next.
            var key = new ServiceKey { Address = range.Address, Port = range.Port, Protocol = service.Key.Protocol, FirewallMark = range.FirewallMark };
            if ((key.Address is null) != (key.FirewallMark is null) && Refuses(service, key) is { } more) return more;
        }

        return null;
    }

    private Sentence? Refuses(VirtualServiceDefinition service, ServiceKey key)
    {
        var destinations = new List<BalancerDestination>(service.RealServers.Count + 1);
        foreach (RealServerDefinition server in service.RealServers) destinations.Add(WantedTable.Destination(service, key, server, server.Weight));
        if (service.SorryServer is { } sorry) destinations.Add(WantedTable.SorryDestination(service, key, sorry));
        return balancer.Value.Refuses(WantedTable.Entry(service, key, new(destinations)));
    }
}
