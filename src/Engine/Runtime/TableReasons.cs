using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime;

/// <summary>
/// Why a destination is in the table with its weight, or no longer is. One object serves one wanted table and looks at the
/// picture once, and only when something changed.
/// </summary>
internal sealed class TableReasons(ClusterDefinition definition, Func<ValueArray<VirtualServiceStatus>> look)
{
    private readonly Lazy<Dictionary<ServiceKey, VirtualServiceDefinition>> _services = new(() => ByEndpoint(definition));
    private readonly Lazy<Dictionary<string, VirtualServiceStatus>> _picture = new(() => ByName(look()));
    private readonly Dictionary<ServiceKey, Dictionary<DestinationKey, RealServerDefinition>> _places = [];
    private readonly Dictionary<string, Dictionary<string, RealServerStatus>> _servers = new(StringComparer.Ordinal);

    /// <summary>Name of the service in the definition; its key where it is no longer defined.</summary>
    public string NameOf(ServiceKey key) => Find(key)?.Name ?? key.ToString();

    /// <summary>The reason, without a full stop.</summary>
    public string Of(ServiceKey key, BalancerDestination destination)
    {
        if (Find(key) is not { } service) return "no longer defined";
        DestinationKey place = DestinationKey.Of(destination);
        if (Places(key, service).TryGetValue(place, out RealServerDefinition? server)) return Of(service, server);
        return service.SorryServer is { } sorry && DestinationKey.Of(WantedTable.SorryDestination(service, key, sorry)) == place
            ? Status(service) is { QuorumUp: true } ? "sorry server: the quorum is back" : "sorry server: the quorum is lost"
            : "no longer defined";
    }

    private string Of(VirtualServiceDefinition service, RealServerDefinition server)
    {
        VirtualServiceStatus? status = Status(service);
        RealServerStatus? one = status is null ? null : Servers(status).GetValueOrDefault(server.EndpointName);
        AdminState admin = one?.Admin ?? server.Admin;
        if (admin == AdminState.Maintenance) return "in maintenance";
        if (status is { KeepsAll: true }) return "no server is left, so all enabled ones are kept";
        if (one is { State: RealServerState.Down or RealServerState.GoingUp }) return one.StateReason ?? "its checks fail";
        if (one?.SuppressedUntil is not null) return "kept out for coming and going too often";
        if (admin == AdminState.Drain) return "drained: established connections go on";
        if (status is { QuorumUp: false }) return "the quorum of the service is lost";
        if (one?.WeightReason is { } weight) return weight;
        return one is null or { State: RealServerState.Unknown } ? "not checked yet" : one.ChecksTotal == 0 ? "it has no check" : "its checks pass";
    }

    private VirtualServiceDefinition? Find(ServiceKey key) => _services.Value.GetValueOrDefault(key);

    private VirtualServiceStatus? Status(VirtualServiceDefinition service) => _picture.Value.GetValueOrDefault(service.Name);

    private Dictionary<DestinationKey, RealServerDefinition> Places(ServiceKey key, VirtualServiceDefinition service)
    {
        if (_places.TryGetValue(key, out Dictionary<DestinationKey, RealServerDefinition>? places)) return places;
        places = new(service.RealServers.Count);
        foreach (RealServerDefinition server in service.RealServers)
            places.TryAdd(new(server.Address, WantedTable.DestinationPort(key, server.ForwardingMethod ?? service.ForwardingMethod, server.Port)), server);
        return _places[key] = places;
    }

    private Dictionary<string, RealServerStatus> Servers(VirtualServiceStatus status)
    {
        if (_servers.TryGetValue(status.Name, out Dictionary<string, RealServerStatus>? servers)) return servers;
        servers = new(status.RealServers.Count, StringComparer.Ordinal);
        foreach (RealServerStatus server in status.RealServers) servers.TryAdd(server.Address, server);
        return _servers[status.Name] = servers;
    }

    private static Dictionary<ServiceKey, VirtualServiceDefinition> ByEndpoint(ClusterDefinition definition)
    {
        var services = new Dictionary<ServiceKey, VirtualServiceDefinition>();
        foreach (VirtualServiceDefinition service in definition.VirtualServices)
            foreach (ServiceKey key in ServiceEndpoints.Of(service)) services.TryAdd(key, service);
        return services;
    }

    private static Dictionary<string, VirtualServiceStatus> ByName(ValueArray<VirtualServiceStatus> picture)
    {
        var services = new Dictionary<string, VirtualServiceStatus>(StringComparer.Ordinal);
        foreach (VirtualServiceStatus service in picture) services.TryAdd(service.Name, service);
        return services;
    }
}
