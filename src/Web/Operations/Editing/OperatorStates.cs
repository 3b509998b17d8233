using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>
/// What operators wanted of servers and instances while a change was on trial outlives the change: a server that was drained meanwhile stays
/// drained when the change goes back.
/// </summary>
internal static class OperatorStates
{
    /// <summary><paramref name="backTo"/> with the operators' states of <paramref name="current"/> that are not those of <paramref name="trial"/>.</summary>
    public static ClusterDefinition Carry(ClusterDefinition current, ClusterDefinition trial, ClusterDefinition backTo)
    {
        if (current == trial) return backTo;
        return backTo with
        {
            VirtualServices = backTo.VirtualServices.Select(service => Carry(service, current.FindService(service.Name), trial.FindService(service.Name))).ToValueArray(),
            VrrpInstances = backTo.VrrpInstances.Select(instance => Carry(instance, Find(current, instance.Name), Find(trial, instance.Name))).ToValueArray(),
        };
    }

    private static VirtualServiceDefinition Carry(VirtualServiceDefinition service, VirtualServiceDefinition? current, VirtualServiceDefinition? trial)
        => current is null || trial is null || current == trial ? service : service with
        {
            RealServers = service.RealServers.Select(server => Carry(server, Find(current, server), Find(trial, server))).ToValueArray(),
        };

    private static RealServerDefinition Carry(RealServerDefinition server, RealServerDefinition? current, RealServerDefinition? trial)
        => current is null || trial is null || StateOf(current) == StateOf(trial) ? server
            : server with { Admin = current.Admin, AdminReason = current.AdminReason, AdminOwner = current.AdminOwner, AdminUntil = current.AdminUntil };

    private static (AdminState, string?, string?, DateTimeOffset?) StateOf(RealServerDefinition server) => (server.Admin, server.AdminReason, server.AdminOwner, server.AdminUntil);

    private static VrrpInstanceDefinition Carry(VrrpInstanceDefinition instance, VrrpInstanceDefinition? current, VrrpInstanceDefinition? trial)
        => current is null || trial is null || current == trial ? instance : instance with
        {
            Participants = instance.Participants.Select(part => current.ParticipantOf(part.Node) is { } now && trial.ParticipantOf(part.Node) is { } then && now.Released != then.Released
                ? part with { Released = now.Released } : part).ToValueArray(),
        };

    private static RealServerDefinition? Find(VirtualServiceDefinition service, RealServerDefinition server)
        => service.RealServers.FirstOrDefault(each => each.EndpointName == server.EndpointName);

    private static VrrpInstanceDefinition? Find(ClusterDefinition cluster, string name) => cluster.VrrpInstances.FirstOrDefault(each => each.Name == name);
}
