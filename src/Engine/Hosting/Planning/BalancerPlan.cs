using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>The steps of the load balancer's table: the same planner that makes them, from the table wanted now to the one wanted then.</summary>
internal static class BalancerPlan
{
    public static void Add(ClusterDefinition before, ClusterDefinition after, EngineStatus picture, List<PlannedOperation> operations)
    {
        if (picture.Engine.LoadBalancer == "none") return;
        BalancerTable actual = Table(before, picture), wanted = Table(after, picture);
        var names = new Dictionary<ServiceKey, string>();
        foreach (VirtualServiceDefinition service in after.VirtualServices.Concat(before.VirtualServices))
            foreach (ServiceKey key in ServiceEndpoints.Of(service)) names.TryAdd(key, service.Name);
        foreach (BalancerChange change in BalancerPlanner.Plan(wanted, actual, actual.Services.Select(service => service.Key).ToHashSet()))
        {
            (string english, string chinese) = Text(change);
            operations.Add(new(PlannedKind.BalancerTable, names.GetValueOrDefault(change.Service.Key, change.Service.Key.ToString()), english, chinese));
        }
    }

    private static BalancerTable Table(ClusterDefinition definition, EngineStatus picture)
    {
        var services = new List<BalancerService>();
        var taken = new HashSet<ServiceKey>();
        foreach (VirtualServiceDefinition service in definition.VirtualServices)
        {
            VirtualServiceStatus? seen = picture.VirtualServices.FirstOrDefault(each => each.Name == service.Name);
            ServerStanding[] standings = [.. service.RealServers.Select(server => Standing(service, server, seen, picture.At))];
            ServiceHealth health = seen is null ? ServiceHealth.Start(service, standings) : new ServiceHealth(seen.QuorumUp, seen.AliveWeight).Step(service, standings);
            foreach (BalancerService entry in WantedTable.Of(service, health, standings))
                if (taken.Add(entry.Key)) services.Add(entry);
        }

        return new BalancerTable(new(services));
    }

    // Checks go on where they are; a server seen for the first time counts as its definition says it starts.
    private static ServerStanding Standing(VirtualServiceDefinition service, RealServerDefinition server, VirtualServiceStatus? picture, DateTimeOffset now)
    {
        RealServerStatus? seen = picture?.RealServers.FirstOrDefault(each => each.Address == server.EndpointName);
        bool isUp = seen is null ? ServerHealth.Start(server).IsUp : seen.State switch
        {
            RealServerState.Up or RealServerState.GoingDown => true,
            RealServerState.Unknown => ServerHealth.Start(server).IsUp,
            _ => false,
        };
        bool isSuppressed = service.FlapDamping is not null && seen?.SuppressedUntil > now;
        // A weight that checks or a ramp move is what it is now; one that the definition changes is what the definition says.
        int weight = seen is { WeightReason: not null, InTable: true } && seen.Weight == server.Weight ? seen.EffectiveWeight : server.Weight;
        return new ServerStanding(isUp, isSuppressed, AdminWish.At(server, now), server.Weight, weight, null, null);
    }

    private static PlanText Text(BalancerChange change) => change switch
    {
        { Kind: BalancerChangeKind.AddService } => new(
            $"add the service {change.Service.Key}, {SchedulerNames.Of(change.Service.Scheduler)}",
            $"添加服务 {change.Service.Key}，{SchedulerNames.Of(change.Service.Scheduler)}"),
        { Kind: BalancerChangeKind.EditService } => new($"change the settings of {change.Service.Key}", $"修改 {change.Service.Key} 的设置"),
        { Kind: BalancerChangeKind.RemoveService } => new(
            $"remove the service {change.Service.Key} with its {change.Service.Destinations.Count} destinations",
            $"移除服务 {change.Service.Key} 及其 {change.Service.Destinations.Count} 个目的服务器"),
        { Kind: BalancerChangeKind.AddDestination, Destination: { } added } => new(
            $"add {added.EndpointName} to {change.Service.Key}, weight {added.Weight}, {added.ForwardingMethod}",
            $"将 {added.EndpointName} 添加到 {change.Service.Key}，权重 {added.Weight}，{added.ForwardingMethod}"),
        { Kind: BalancerChangeKind.EditDestination, Destination: { } edited } => new(
            $"set {edited.EndpointName} of {change.Service.Key} to weight {edited.Weight}, {edited.ForwardingMethod}",
            $"将 {change.Service.Key} 的 {edited.EndpointName} 设为权重 {edited.Weight}，{edited.ForwardingMethod}"),
        _ => new($"remove {change.Destination?.EndpointName} from {change.Service.Key}", $"从 {change.Service.Key} 移除 {change.Destination?.EndpointName}"),
    };
}
