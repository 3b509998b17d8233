using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;
using KeepaliveConsole.Engine.Runtime.Checks;

namespace KeepaliveConsole.Engine.Runtime;

/// <summary>
/// Why a destination is in the table with its weight, or no longer is. One object serves one wanted table and looks once at each
/// service that changed, and at no other.
/// </summary>
internal sealed class TableReasons(ClusterDefinition definition, Func<VirtualServiceDefinition, ServiceGlance?> look)
{
    private readonly Lazy<Dictionary<ServiceKey, VirtualServiceDefinition>> _services = new(() => ByEndpoint(definition));
    private readonly Dictionary<ServiceKey, Dictionary<DestinationKey, int>> _places = [];
    private readonly Dictionary<string, ServiceGlance?> _glances = new(StringComparer.Ordinal);

    /// <summary>Name of the service in the definition; its key where it is no longer defined.</summary>
    public string NameOf(ServiceKey key) => Find(key)?.Name ?? key.ToString();

    /// <summary>The reason, without a full stop.</summary>
    public string Of(ServiceKey key, BalancerDestination destination)
    {
        if (Find(key) is not { } service) return Sentence.Text($"no longer defined");
        DestinationKey place = DestinationKey.Of(destination);
        if (Places(key, service).TryGetValue(place, out int index)) return Of(service, index);
        return service.SorryServer is { } sorry && DestinationKey.Of(WantedTable.SorryDestination(service, key, sorry)) == place
            ? Glance(service) is { QuorumUp: true } ? Sentence.Text($"sorry server: the quorum is back") : Sentence.Text($"sorry server: the quorum is lost")
            : Sentence.Text($"no longer defined");
    }

    private string Of(VirtualServiceDefinition service, int index)
    {
        RealServerDefinition server = service.RealServers[index];
        ServiceGlance? glance = Glance(service);
        ServerGlance? one = glance is null ? null : Find(glance.Servers, index, server);
        AdminState admin = one?.Admin ?? server.Admin;
        if (admin == AdminState.Maintenance) return Sentence.Text($"in maintenance");
        if (glance is { KeepsAll: true }) return Sentence.Text($"no server is left, so all enabled ones are kept");
        if (one is { State: RealServerState.Down or RealServerState.GoingUp } down) return down.StateReason ?? Sentence.Text($"its checks fail");
        if (one is { IsSuppressed: true }) return Sentence.Text($"kept out for coming and going too often");
        if (admin == AdminState.Drain) return Sentence.Text($"drained: established connections go on");
        if (glance is { QuorumUp: false }) return Sentence.Text($"the quorum of the service is lost");
        if (one?.WeightReason is { } weight) return weight;
        return one is null or { State: RealServerState.Unknown } ? Sentence.Text($"not checked yet") : server.Checks.Count == 0 ? Sentence.Text($"it has no check") : Sentence.Text($"its checks pass");
    }

    private VirtualServiceDefinition? Find(ServiceKey key) => _services.Value.GetValueOrDefault(key);

    private ServiceGlance? Glance(VirtualServiceDefinition service)
    {
        if (!_glances.TryGetValue(service.Name, out ServiceGlance? glance)) _glances.Add(service.Name, glance = look(service));
        return glance;
    }

    // The definition may be a newer one by now; then it may stand elsewhere, or not at all.
    private static ServerGlance? Find(ServerGlance[] servers, int likely, RealServerDefinition server)
    {
        if (likely < servers.Length && Is(servers[likely])) return servers[likely];
        int index = Array.FindIndex(servers, Is);
        return index < 0 ? null : servers[index];

        bool Is(ServerGlance one) => one.Definition.Port == server.Port && one.Definition.Address.Equals(server.Address);
    }

    private Dictionary<DestinationKey, int> Places(ServiceKey key, VirtualServiceDefinition service)
    {
        if (_places.TryGetValue(key, out Dictionary<DestinationKey, int>? places)) return places;
        places = new(service.RealServers.Count);
        for (int i = 0; i < service.RealServers.Count; i++)
        {
            RealServerDefinition server = service.RealServers[i];
            places.TryAdd(new(server.Address, WantedTable.DestinationPort(key, server.ForwardingMethod ?? service.ForwardingMethod, server.Port)), i);
        }

        return _places[key] = places;
    }

    private static Dictionary<ServiceKey, VirtualServiceDefinition> ByEndpoint(ClusterDefinition definition)
    {
        var services = new Dictionary<ServiceKey, VirtualServiceDefinition>();
        foreach (VirtualServiceDefinition service in definition.VirtualServices)
            foreach (ServiceKey key in ServiceEndpoints.Of(service)) services.TryAdd(key, service);
        return services;
    }
}
