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
    private readonly Lazy<ValueArray<VirtualServiceStatus>> _picture = new(look);

    /// <summary>Name of the service in the definition; its key where it is no longer defined.</summary>
    public string NameOf(ServiceKey key) => Find(key)?.Name ?? key.ToString();

    /// <summary>The reason, without a full stop.</summary>
    public string Of(ServiceKey key, BalancerDestination destination)
    {
        if (Find(key) is not { } service) return "no longer defined";
        foreach (RealServerDefinition server in service.RealServers)
            if (SamePlace(WantedTable.Destination(service, key, server, destination.Weight), destination)) return Of(service, server);
        return service.SorryServer is { } sorry && SamePlace(WantedTable.SorryDestination(service, key, sorry), destination)
            ? Status(service) is { QuorumUp: true } ? "sorry server: the quorum is back" : "sorry server: the quorum is lost"
            : "no longer defined";
    }

    private string Of(VirtualServiceDefinition service, RealServerDefinition server)
    {
        if (server.Admin == AdminState.Maintenance) return "in maintenance";
        VirtualServiceStatus? status = Status(service);
        RealServerStatus? one = status?.RealServers.FirstOrDefault(candidate => candidate.Address == server.EndpointName);
        if (one is { State: RealServerState.Down or RealServerState.GoingUp }) return one.StateReason ?? "its checks fail";
        if (server.Admin == AdminState.Drain) return "drained: established connections go on";
        if (status is { QuorumUp: false }) return "the quorum of the service is lost";
        return one is null or { State: RealServerState.Unknown } ? "not checked yet" : one.ChecksTotal == 0 ? "it has no check" : "its checks pass";
    }

    private VirtualServiceDefinition? Find(ServiceKey key) => definition.VirtualServices.FirstOrDefault(service => service.Key == key);

    private VirtualServiceStatus? Status(VirtualServiceDefinition service) => _picture.Value.FirstOrDefault(status => status.Name == service.Name);

    private static bool SamePlace(BalancerDestination left, BalancerDestination right) => DestinationKey.Of(left) == DestinationKey.Of(right);
}
