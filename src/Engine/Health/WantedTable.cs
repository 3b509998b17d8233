using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What the load balancer's table must hold, from the definition, the checks and what the operator wants.</summary>
internal static class WantedTable
{
    /// <summary>Weight of a sorry server; it is alone, so any weight above 0 does.</summary>
    public const int SorryServerWeight = 1;

    /// <summary>
    /// The wanted entry of <paramref name="service"/>; <paramref name="serverIsUp"/> says for each of its real servers whether its
    /// checks allow it to serve. A service stays in the table also without destinations.
    /// </summary>
    public static BalancerService Of(VirtualServiceDefinition service, ServiceHealth health, ReadOnlySpan<bool> serverIsUp)
    {
        BalancerDestination? sorry = health.QuorumUp || service.SorryServer is null ? null : SorryDestination(service, service.SorryServer);
        var destinations = new List<BalancerDestination>(service.RealServers.Count + 1);
        // The kernel knows a destination by address and port: of two the first counts, and the sorry server before all.
        var taken = new HashSet<DestinationKey>(service.RealServers.Count + 1);
        if (sorry is not null) taken.Add(DestinationKey.Of(sorry));
        for (int i = 0; i < service.RealServers.Count; i++)
        {
            RealServerDefinition server = service.RealServers[i];
            if (Weight(server, serverIsUp[i], sorry is not null) is not { } weight) continue;
            BalancerDestination destination = Destination(service, server, weight);
            if (taken.Add(DestinationKey.Of(destination))) destinations.Add(destination);
        }

        if (sorry is not null) destinations.Add(sorry);
        return new(service.Key, service.Scheduler, service.PersistenceTimeout, new(destinations));
    }

    /// <summary>
    /// Port of a destination. Only NAT can change the port, so direct routing uses the service's own (0 for a firewall mark);
    /// NAT with port 0 also uses the service's. 0 = as the client asked. Same as keepalived.
    /// </summary>
    public static int DestinationPort(ServiceKey service, ForwardingMethod method, int port) =>
        service.FirewallMark is not null ? (method == ForwardingMethod.Nat ? port : 0)
        : method == ForwardingMethod.Nat && port != 0 ? port
        : service.Port;

    /// <summary>Where <paramref name="server"/> is in the table, with <paramref name="weight"/>.</summary>
    public static BalancerDestination Destination(VirtualServiceDefinition service, RealServerDefinition server, int weight)
    {
        ForwardingMethod method = server.ForwardingMethod ?? service.ForwardingMethod;
        return new(server.Address, DestinationPort(service.Key, method, server.Port), weight, method);
    }

    /// <summary>Where the sorry server is in the table.</summary>
    public static BalancerDestination SorryDestination(VirtualServiceDefinition service, SorryServerDefinition sorry) =>
        new(sorry.Address, DestinationPort(service.Key, service.ForwardingMethod, sorry.Port), SorryServerWeight, service.ForwardingMethod);

    // Null = not in the table.
    private static int? Weight(RealServerDefinition server, bool isUp, bool sorryServes)
    {
        if (server.Admin == AdminState.Maintenance) return null;
        bool serves = isUp && !sorryServes && server.Admin == AdminState.Enabled;
        if (serves) return server.Weight;

        // Draining promises that established connections go on; the sorry server taking over does not break the promise.
        bool drains = isUp && server.Admin == AdminState.Drain;
        return drains || server.InhibitOnFailure ? 0 : null;
    }
}
