using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>What the load balancer's table must hold, from the definition, the checks and what the operator wants.</summary>
internal static class WantedTable
{
    /// <summary>Weight of a sorry server; it is alone, so any weight above 0 does.</summary>
    public const int SorryServerWeight = 1;

    /// <summary>
    /// The wanted entries of <paramref name="service"/>, one for each of <paramref name="endpoints"/>; <paramref name="servers"/> holds
    /// what each of its real servers counts for. An entry stays in the table also without destinations. What is equal to
    /// <paramref name="before"/> is the very object from there, so that who compares can do so by reference.
    /// </summary>
    public static BalancerService[] Of(
        VirtualServiceDefinition service,
        ValueArray<ServiceKey> endpoints,
        ServiceHealth health,
        ReadOnlySpan<ServerStanding> servers,
        ReadOnlySpan<BalancerService> before = default)
    {
        var entries = new BalancerService[endpoints.Count];
        // Endpoints with the same port, or all marks, have the same destinations.
        Dictionary<(bool IsMark, int Port), ValueArray<BalancerDestination>>? shared = endpoints.Count > 1 ? [] : null;
        for (int i = 0; i < entries.Length; i++)
        {
            ServiceKey key = endpoints[i];
            BalancerService? old = i < before.Length && before[i].Key == key ? before[i] : null;
            (bool, int) kind = (key.FirewallMark is not null, key.FirewallMark is null ? key.Port : 0);
            ValueArray<BalancerDestination> destinations = [];
            if (shared is null || !shared.TryGetValue(kind, out destinations))
            {
                destinations = Destinations(service, key, health, servers, old?.Destinations ?? []);
                shared?.Add(kind, destinations);
            }

            BalancerService entry = Entry(service, key, destinations);
            entries[i] = entry == old ? old : entry;
        }

        return entries;
    }

    /// <summary>The entries without what was there before, for a service that has not been decided yet.</summary>
    public static BalancerService[] Of(VirtualServiceDefinition service, ServiceHealth health, ReadOnlySpan<ServerStanding> servers) =>
        Of(service, ServiceEndpoints.Of(service), health, servers);

    /// <summary>
    /// Port of a destination. Only NAT can change the port, so direct routing and tunnels use the endpoint's own (0 for a firewall mark);
    /// NAT with port 0 also uses the endpoint's. 0 = as the client asked. Same as keepalived.
    /// </summary>
    public static int DestinationPort(ServiceKey endpoint, ForwardingMethod method, int port) =>
        endpoint.FirewallMark is not null ? (method == ForwardingMethod.Nat ? port : 0)
        : method == ForwardingMethod.Nat && port != 0 ? port
        : endpoint.Port;

    /// <summary>The same for <paramref name="server"/> under the own endpoint of <paramref name="service"/>.</summary>
    public static int DestinationPort(VirtualServiceDefinition service, RealServerDefinition server) =>
        DestinationPort(service.Key, server.ForwardingMethod ?? service.ForwardingMethod, server.Port);

    /// <summary>Where <paramref name="server"/> is in the table under <paramref name="endpoint"/>, with <paramref name="weight"/>.</summary>
    public static BalancerDestination Destination(VirtualServiceDefinition service, ServiceKey endpoint, RealServerDefinition server, int weight)
    {
        ForwardingMethod method = server.ForwardingMethod ?? service.ForwardingMethod;
        return new(server.Address, DestinationPort(endpoint, method, server.Port), weight, method)
        {
            UpperThreshold = server.UpperThreshold,
            LowerThreshold = server.LowerThreshold,
            Tunnel = Tunnel(method, server.Tunnel ?? service.Tunnel),
        };
    }

    /// <summary>Where the sorry server is in the table under <paramref name="endpoint"/>, with <paramref name="weight"/>.</summary>
    public static BalancerDestination SorryDestination(VirtualServiceDefinition service, ServiceKey endpoint, SorryServerDefinition sorry, int weight = SorryServerWeight)
    {
        ForwardingMethod method = sorry.ForwardingMethod ?? service.ForwardingMethod;
        return new(sorry.Address, DestinationPort(endpoint, method, sorry.Port), weight, method) { Tunnel = Tunnel(method, sorry.Tunnel ?? service.Tunnel) };
    }

    private static TunnelDefinition? Tunnel(ForwardingMethod method, TunnelDefinition? tunnel) =>
        method == ForwardingMethod.Tunnel ? tunnel ?? new TunnelDefinition() : null;

    /// <summary>The entry of <paramref name="key"/> with <paramref name="destinations"/> and the settings of <paramref name="service"/>.</summary>
    public static BalancerService Entry(VirtualServiceDefinition service, ServiceKey key, ValueArray<BalancerDestination> destinations) =>
        new(key, service.Scheduler, service.PersistenceTimeout, destinations)
        {
            SchedulerFlags = service.SchedulerFlags,
            OnePacket = service.OnePacket,
            PersistenceGranularity = service.PersistenceGranularity,
            PersistenceEngine = service.PersistenceEngine,
            // A mark has no family of its own: it is that of the servers, also while none of them is in the table.
            MarkFamily = key.FirewallMark is null ? null
                : service.RealServers.Count > 0 ? service.RealServers[0].Address.AddressFamily
                : service.SorryServer?.Address.AddressFamily,
        };

    private static ValueArray<BalancerDestination> Destinations(
        VirtualServiceDefinition service, ServiceKey key, ServiceHealth health, ReadOnlySpan<ServerStanding> servers, ValueArray<BalancerDestination> before)
    {
        bool sorryServes = !health.QuorumUp && service.SorryServer is not null;
        BalancerDestination? sorry = service.SorryServer is { } one && (sorryServes || one.Inhibit) ? SorryDestination(service, key, one, sorryServes ? SorryServerWeight : 0) : null;
        var destinations = new List<BalancerDestination>(service.RealServers.Count + 1);
        // The kernel knows a destination by address and port: of two the first counts, and a sorry server that serves before all.
        var taken = new HashSet<DestinationKey>(service.RealServers.Count + 1);
        if (sorry is not null && sorryServes) taken.Add(DestinationKey.Of(sorry));
        ReadOnlySpan<BalancerDestination> old = before.Span;
        int place = 0;
        for (int i = 0; i < servers.Length; i++)
        {
            RealServerDefinition server = service.RealServers[i];
            if (Weight(server, servers[i], health.KeepsAll, sorryServes) is not { } weight) continue;
            BalancerDestination destination = Destination(service, key, server, weight);
            if (!taken.Add(DestinationKey.Of(destination))) continue;
            // Most are where they were, or one place on after another has left.
            if (place < old.Length && old[place] == destination) destination = old[place];
            else if (place + 1 < old.Length && old[place + 1] == destination) destination = old[++place];
            place++;
            destinations.Add(destination);
        }

        if (sorry is not null && (sorryServes || taken.Add(DestinationKey.Of(sorry)))) destinations.Add(sorry);
        return new(destinations);
    }

    // Null = not in the table.
    private static int? Weight(RealServerDefinition server, in ServerStanding standing, bool keepsAll, bool sorryServes)
    {
        if (standing.Admin == AdminState.Maintenance) return null;
        if (standing.Admin == AdminState.Enabled && keepsAll) return standing.TableWeight;
        if (standing.MayServe && !sorryServes) return standing.TableWeight;

        // Draining promises that established connections go on; the sorry server taking over does not break the promise.
        bool drains = standing.IsUp && standing.Admin == AdminState.Drain;
        return drains || server.InhibitOnFailure ? 0 : null;
    }
}
